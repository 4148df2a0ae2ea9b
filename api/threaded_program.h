// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ThreadedProgram: what a module that imports wasi.thread-spawn needs around it, in `wrt run` as in a standalone
// program: the memory that its threads share, and one end of the process for all of them. Whoever ends first, by
// returning from the program's start, by proc_exit or by a trap, ends the process; the other threads are not asked, as
// they may never look up from what they do.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "api/linker.h"
#include "lib/support/result.h"
#include "wasi/threads.h"

namespace wrt {

class ThreadedProgram {
 public:
  struct Options {
    std::size_t max_threads = ThreadsConfig::kDefaultMaxThreads;
    bool trace = false;
    std::function<std::unique_ptr<Store>()> make_store;  // of a thread
    // Tells the user why a thread ended the process; returns the exit code. Called once, by that thread.
    std::function<int(const ThreadEnd&)> report;
  };

  // Whether prepare() would offer that import of `module`.
  static bool offers(const Module& module, const Import& import);

  // `wasi` must outlive it.
  ThreadedProgram(Wasi& wasi, Options options);

  // Offers thread-spawn and the shared memories that `module` imports and nobody else defines; they are made in
  // `store`. To be called before the module is instantiated there, by what `linker` then has; what is missing is for
  // the linker to tell. Errors: Unlinkable, as WasiThreads::set_program(); Limit and Io, for a memory.
  Result<> prepare(const std::shared_ptr<const LoadedModule>& module, const std::string& name, UnknownImports unknown,
                   Linker& linker, Store& store);

  // Returns if no other thread is ending the process; else waits for that end. Before the first thread tells why the
  // program is over.
  void claim_end();
  // Ends the process at once, without destroying what threads still use.
  [[noreturn]] void leave(int exit_code);

 private:
  std::atomic<std::thread::id> ending_;  // the thread that ends the process
  WasiThreads threads_;
};

}  // namespace wrt
