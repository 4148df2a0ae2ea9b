// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// BackgroundCompiler: LLVM's code for modules that already run in the baseline tier. A process of its own compiles, so
// that it needs nothing of what the sandbox takes from this one (docs/rationale.md). It is forked before the sandbox
// closes, and dies with this process: nobody waits for it. It is asked for functions and loops that have become hot
// (api/request_pipe.h), makes these at once, and after a pause all of each module (api/background_server.h). What it
// makes arrives in files in memory, and a thread of this process publishes it.
//
// Nothing that fails here makes a run fail: modules stay in the baseline tier.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "api/code_cache.h"
#include "api/compilation_order.h"
#include "api/compile_messages.h"
#include "api/request_pipe.h"
#include "lib/support/result.h"
#include "runtime/artefact.h"
#include "runtime/file_descriptor.h"

namespace wrt {

class BackgroundCompiler {
 public:
  // Takes one line about what became of a module's code. Called by any thread.
  using Tell = std::function<void(const std::string&)>;

  enum class Mode : std::uint8_t {
    Normal,
    AtOnce,  // without the pause
    Stress,  // for tests: nothing but what is asked for, which is early, and who asks waits
  };

  explicit BackgroundCompiler(Tell tell) : tell_(std::move(tell)) {}
  ~BackgroundCompiler() { end(); }
  BackgroundCompiler(const BackgroundCompiler&) = delete;
  BackgroundCompiler& operator=(const BackgroundCompiler&) = delete;

  // Before start_process().
  void add(CompilationOrder order) { orders_.push_back(std::move(order)); }
  // Forks the process that compiles what was ordered; does nothing if nothing was. Preconditions: this is the only
  // thread, else nothing is compiled; no code of the modules has run; SIGPIPE is ignored.
  void start_process(const CodeCache& cache, Mode mode);
  // Starts the thread that publishes. It may be confined.
  void start_publishing();
  // Returns when all of each module is published, or will never be.
  void wait();
  // Publishes nothing more. Returns at once, but for what is being published just now.
  void end();

 private:
  using Clock = std::chrono::steady_clock;

  // What the process is, and then ends.
  [[noreturn]] void compile_all(const CodeCache& cache, Mode mode);
  bool open_files(Mode mode);
  void listen(Mode mode);
  void publish_all();
  void publish(const CompileNews& news);
  void publish_whole(std::size_t order);
  void publish_part(const CompileNews& news);
  Result<> adopt_part(const CompileNews& news) const;
  void tell_published(const std::string& what, const CompilationOrder& order) const;
  void give_up(const char* why);
  void tell_missing(std::size_t order, const char* why) const;
  void tell_missing(const char* why) const;
  void set_done(std::size_t order);
  bool is_all_done() const;

  Tell tell_;
  std::vector<CompilationOrder> orders_;
  Clock::time_point start_;
  // A file for the artefact of each order, and one for those of pieces; the other process has the same.
  std::vector<FileDescriptor> files_;
  FileDescriptor parts_;
  // It writes to the one what it has made (CompileNews); the other's end is for the thread to see the end.
  FileDescriptor news_in_, news_out_;
  FileDescriptor end_in_, end_out_;
  FileDescriptor requests_in_, requests_out_;
  std::shared_ptr<RequestPipe> requests_;  // null if nobody is to be asked
  std::jthread thread_;
  std::vector<bool> has_parts_;  // by order: whether some of its code has been published; the thread's own
  std::mutex mutex_;             // guards the rest when the thread runs
  std::condition_variable change_;
  std::vector<bool> done_;  // orders of which nothing more is expected but parts
  bool ended_ = false;      // nothing more is expected at all
};

}  // namespace wrt
