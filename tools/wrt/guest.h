// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Guest: what `wrt run` runs. Modules are loaded, linked and instantiated in one store, one after the other, each
// seeing the exports of those before it under their names; then functions of theirs are called.
//
// Whatever fails is reported to the user right here, because only here it is known which file it happened in. Methods
// return what they made, or the exit code that the process is to end with.
#pragma once

#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/background_compiler.h"
#include "api/linker.h"
#include "api/program.h"
#include "api/run_limits.h"
#include "api/threaded_program.h"

namespace wrt {

using ExitCode = int;

template <typename T = void>
using OrExit = std::expected<T, ExitCode>;

// For guests that start threads.
struct ThreadSettings {
  std::size_t max_threads = ThreadsConfig::kDefaultMaxThreads;
  bool trace = false;
};

// What the steps of a run cost: seconds of wall time, but for compile_cpu, which is that of all threads.
struct RunTimes {
  double read = 0;  // decoding and validation, and of text its translation
  double compile = 0;
  double compile_cpu = 0;
  double load = 0;
  double instantiate = 0;  // with segments and start function
  double run = 0;
  std::uint64_t code_bytes = 0;  // of machine code that was compiled before the start
};

class Guest {
 public:
  // Sets the stack size of threads that have not called guests.
  Guest(CompileOptions options, CodeCache cache, UnknownImports unknown, const RunLimits& limits);

  Linker& linker() { return linker_; }

  // Reads `path`, and compiles it unless its code is in the cache, or it is to be compiled while it runs.
  OrExit<std::shared_ptr<const LoadedModule>> load(const std::string& path);
  // To be called when all is loaded, by the only thread: starts the process that compiles what is to be compiled while
  // it runs; at once, or when the program has run for a moment, or (CompileOptions::tier_stress) asks for it. The cache
  // is out of reach from then on.
  void end_loading(bool compile_at_once);
  // To be called when the sandbox has closed: what that process makes will be run. With `wait`, returns when it has
  // made all that it will.
  void receive_code(bool wait);
  // From here on the time counts that guests have.
  void start_time() { limits_.start(interrupter_.get()); }
  // Calls `last` when the guest is over and before the process ends, on the thread that ends it, once.
  void at_end(std::function<void()> last) { at_end_ = std::move(last); }
  // What messages call a module that load() has loaded; empty for another. Thread-safe.
  std::string name_of(const LoadedModule& module) const;
  // Gets ready for the threads of a module that starts some; does nothing for others. To be called before the module
  // is instantiated, and at most once; `wasi` must outlive this object.
  OrExit<> prepare_threads(const std::shared_ptr<const LoadedModule>& module, const std::string& path, Wasi& wasi,
                           const ThreadSettings& settings);
  // Links and instantiates it; its start function runs.
  OrExit<Instance*> instantiate(const std::shared_ptr<const LoadedModule>& module, const std::string& path);
  // Calls an exported function; the arguments have the types of its parameters.
  OrExit<std::vector<Value>> call(const Instance& instance, std::string_view function,
                                  std::span<const Value> arguments);
  // What all that took so far, of all modules; of calls, the last one.
  const RunTimes& times() const { return times_; }
  // Tells what was executed, if it was counted, and what was compiled meanwhile.
  void log_end() const;
  // To be called with the process's exit code when the guest is over. Ends the process here, without destroying
  // anything: there may be threads of the guest that still run, and it is faster. A sanitizer's build returns the code
  // instead, if there are no threads.
  ExitCode end(ExitCode code);

 private:
  // Reports a trap; a guest's exit has nothing to report. Returns the exit code.
  ExitCode stopped(std::string_view path, const Stop& stop) const;
  void add_times(const InputFile& input, const LoadStatistics& statistics);
  // The same for a thread that the guest started.
  ExitCode thread_ended(const std::string& name, const ThreadEnd& end) const;
  std::string place_of(const BacktraceFrame& frame) const;

  // What load() has opened, by the name that messages and backtraces know it by.
  std::map<std::string, std::shared_ptr<const InputFile>, std::less<>> inputs_;
  // The names of what was loaded.
  std::map<const LoadedModule*, std::string> names_;
  // Those of them that have been loaded in the baseline tier.
  std::map<std::string, std::shared_ptr<const LoadedModule>> in_baseline_;

  RunTimes times_;
  CompileOptions options_;
  CodeCache cache_;
  BackgroundCompiler background_;
  UnknownImports unknown_;
  RunLimits limits_;
  bool metered_ = false;  // whether a module counts instructions
  std::unique_ptr<Interrupter> interrupter_;
  Linker linker_;  // outlives the store
  Store store_;
  std::function<void()> at_end_;
  std::unique_ptr<ThreadedProgram> threads_;  // null if the guest starts none
};

// The type of the function that a module exports under `name`; null if there is no such function.
const FuncType* exported_function(const Module& module, std::string_view name);

}  // namespace wrt
