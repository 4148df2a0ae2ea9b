// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// BackgroundCompiler: LLVM's code for modules that already run in the baseline tier. A process of its own compiles, so
// that it needs nothing of what the sandbox takes from this one (docs/rationale.md). It is forked before the sandbox
// closes, starts with a pause, since a program that is soon over needs no LLVM, and dies with this process: nobody
// waits for it. What it makes arrives in files in memory, and a thread of this process publishes it.
//
// Nothing that fails here makes a run fail: modules stay in the baseline tier.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "api/code_cache.h"
#include "compiler/compiler.h"
#include "lib/support/result.h"
#include "runtime/file_descriptor.h"
#include "runtime/loaded_module.h"

namespace wrt {

// A module that is loaded in the baseline tier and keeps room for LLVM's code (LoadedModule::adopt).
struct CompilationOrder {
  std::string name;  // for messages
  std::shared_ptr<const LoadedModule> module;
  std::shared_ptr<const std::vector<std::uint8_t>> bytes;
  Features features;
  CompileOptions options;
  std::optional<CacheKey> key;  // what to keep the code under; nothing if it is not to be kept
};

class BackgroundCompiler {
 public:
  // Takes one line about what became of a module's code. Called by any thread.
  using Tell = std::function<void(const std::string&)>;

  explicit BackgroundCompiler(Tell tell) : tell_(std::move(tell)) {}
  ~BackgroundCompiler() { end(); }
  BackgroundCompiler(const BackgroundCompiler&) = delete;
  BackgroundCompiler& operator=(const BackgroundCompiler&) = delete;

  // Before start_process().
  void add(CompilationOrder order) { orders_.push_back(std::move(order)); }
  // Forks the process that compiles what was ordered; does nothing if nothing was. Precondition: this is the only
  // thread, else nothing is compiled. With `at_once`, there is no pause.
  void start_process(const CodeCache& cache, bool at_once);
  // Starts the thread that publishes. It may be confined.
  void start_publishing();
  // Returns when all is published that will be.
  void wait();
  // Publishes nothing more. Returns at once, but for what is being published just now.
  void end();

 private:
  using Clock = std::chrono::steady_clock;

  // What the process is, and then ends.
  [[noreturn]] void compile_all(int parent, const CodeCache& cache, bool at_once);
  bool compile(std::size_t order, CodeCache& cache) const;
  bool open_files();
  void publish_all();
  void publish(std::size_t order);
  void give_up(const char* why);
  void tell_missing(const char* why) const;

  Tell tell_;
  std::vector<CompilationOrder> orders_;
  Clock::time_point start_;
  // A file for the artefact of each order; the other process has the same.
  std::vector<FileDescriptor> files_;
  std::vector<bool> done_;
  // It writes to the one the number of each order that is done; the other's end is for the thread to see the end.
  FileDescriptor news_in_, news_out_;
  FileDescriptor end_in_, end_out_;
  std::jthread thread_;
};

}  // namespace wrt
