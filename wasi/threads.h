// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// WasiThreads: the proposal wasi-threads, one function: wasi.thread-spawn(start_arg: i32) -> i32. It starts a thread
// with an instance of its own of the program's module, which shares the imported memory, and calls that instance's
// export wasi_thread_start(tid, start_arg). Stacks and thread-local variables in guest memory are the business of the
// guest's library.
//
// Each thread is one of the system's, with a store of its own: nothing that a store holds is shared but the memories
// that the program imports, and the host functions, which must be thread-safe.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "lib/support/result.h"
#include "runtime/host_function.h"
#include "runtime/loaded_module.h"
#include "runtime/store.h"
#include "wasi/wasi.h"

namespace wrt {

// The guest's number of a thread: 0 is the first one, the others have 1 to kMaxThreadId, each its own while it runs.
using ThreadId = std::int32_t;
inline constexpr ThreadId kMaxThreadId = (1 << 29) - 1;

// Which of a guest's threads calls; 0 also for threads that are none.
ThreadId current_thread_id();

// A thread that did not end by returning, and why: no instance could be made (Error), or it was stopped.
struct ThreadEnd {
  ThreadId thread = 0;
  InstantiateError reason;
};

struct ThreadsConfig {
  static constexpr std::size_t kDefaultMaxThreads = 1024;

  std::size_t max_threads = kDefaultMaxThreads;  // that run at once, besides the first
  bool trace = false;                            // as WasiConfig::trace
  // Makes the store of a thread. Called by that thread.
  std::function<std::unique_ptr<Store>()> make_store;
  // Told of each such end, by the thread, while its store is still there.
  std::function<void(const ThreadEnd&)> ended;
};

class WasiThreads {
 public:
  // Whether that is an import of thread-spawn.
  static bool is_spawn(const Import& import);
  // Whether a module imports it.
  static bool used_by(const Module& module);

  // `wasi` must outlive it.
  WasiThreads(Wasi& wasi, ThreadsConfig config);
  // Waits for all threads: who cannot wait ends the process.
  ~WasiThreads();
  WasiThreads(const WasiThreads&) = delete;
  WasiThreads& operator=(const WasiThreads&) = delete;

  // The definition of wasi.thread-spawn. Its importer is the first thread's instance, or that of another thread.
  const HostDefinition* spawn_function() const { return &spawn_function_; }
  // What threads run: the module, and what its instances import, which must outlive this object. To be called before
  // the module is instantiated. Errors: Unlinkable, if the module lacks the function where threads begin, or if an
  // import cannot be shared by threads.
  Result<> set_program(std::shared_ptr<const LoadedModule> module, std::vector<Extern> imports, std::string name);

 private:
  std::int32_t spawn(std::uint32_t start_arg);
  void run(ThreadId id, std::uint32_t start_arg);
  std::optional<InstantiateError> run_guest(Store& store, ThreadId id, std::uint32_t start_arg) const;
  std::optional<ThreadId> take_id();
  void give_back(ThreadId id);

  Wasi& wasi_;
  ThreadsConfig config_;
  HostDefinition spawn_function_;
  // Do not change once the guest runs.
  std::shared_ptr<const LoadedModule> module_;
  std::vector<Extern> imports_;
  std::string name_;

  std::mutex mutex_;  // for what follows
  std::condition_variable ended_;
  ThreadId last_id_ = 0;
  std::unordered_set<ThreadId> running_;
};

}  // namespace wrt
