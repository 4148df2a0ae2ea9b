// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ScriptRunner: carries out the commands of a script (lib/text/script.h), one after the other, in a store of its own. A
// command that fails is written down and the next one follows.
//
// `thread` starts a runner on an operating system's thread, with a store of its own, because a store belongs to one
// thread. What it sees of its parent is the instance that it was given, and of that only what threads can share: the
// shared memories, once the instance is registered. The parent's store outlives it, since no runner returns before its
// threads are done.
#pragma once

#include <atomic>
#include <cstddef>
#include <expected>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "api/linker.h"
#include "api/run_limits.h"
#include "compiler/compiler.h"
#include "lib/support/result.h"
#include "lib/text/script.h"
#include "lib/wasm/features.h"
#include "runtime/instance.h"
#include "runtime/loaded_module.h"
#include "runtime/store.h"
#include "tools/wrt/wast/artefact_files.h"
#include "tools/wrt/wast/script_report.h"

namespace wrt {

struct ScriptOptions {
  CompileOptions compile;
  // Of each thread's store; the time is that of the whole script. The stack size is not set here.
  RunLimits limits;
  // What modules may use.
  Features features;
  // If not null, compiled modules go through these; must outlive the scripts.
  ArtefactFiles* files = nullptr;
};

// Runs all commands of the script `source`. `options` may be shared by threads. Errors: Io or Limit, if the module
// "spectest" cannot be made; whatever is wrong in the script stands in the report, failures in the script's order.
Result<ScriptReport> run_script(std::string_view source, const ScriptOptions& options);

class ScriptRunner {
 public:
  // What all threads of a script have in common.
  struct Script {
    std::string_view source;
    const ScriptOptions& options;
    // Threads that were started and have not been waited for.
    std::atomic<unsigned> live_threads = 0;
    // Null if the script may take any time.
    std::unique_ptr<Interrupter> interrupter;
  };

  // `script` must outlive the runner. Errors as run_script().
  static Result<std::unique_ptr<ScriptRunner>> create(Script& script);

  // Carries out the commands, and waits for the threads that are left.
  ScriptReport run(std::span<const ScriptCommand> commands);

 private:
  // Why a command failed. `expected` is empty where `got` says all.
  struct Mismatch {
    std::string expected;
    std::string got;
  };
  template <typename T = void>
  using Attempt = std::expected<T, Mismatch>;
  using Program = std::shared_ptr<const LoadedModule>;
  using Instantiated = std::expected<Instance*, InstantiateError>;
  using Bytes = std::shared_ptr<const std::vector<std::uint8_t>>;
  // Why a module was refused, and whether the error's offset counts in its text, not in its bytes.
  struct Refusal {
    Error error;
    bool in_text = false;
  };
  // What a call or a global yielded.
  struct Values {
    std::vector<Value> values;
    std::vector<ValType> types;
  };
  // A thread and what it works on. The thread is declared last, so that it is gone first.
  struct Child {
    std::string id;
    std::unique_ptr<ScriptRunner> runner;
    ScriptReport report;
    std::jthread thread;
  };

  explicit ScriptRunner(Script& script) : script_(script), store_(store_options(script)) {}
  static StoreOptions store_options(const Script& script);

  static std::unexpected<Mismatch> failed(std::string got, std::string expected = {});
  void run_command(const ScriptCommand& command);
  Attempt<> dispatch(const ScriptCommand& command);

  Attempt<> run_module(const ScriptCommand& command);
  Attempt<> run_module_definition(const ScriptCommand& command);
  Attempt<> run_module_instance(const ScriptCommand& command);
  Attempt<> run_register(const ScriptCommand& command);
  Attempt<> run_action(const ScriptCommand& command);
  Attempt<> run_thread(const ScriptCommand& command);
  Attempt<> run_wait(const ScriptCommand& command);
  Attempt<> assert_return(const ScriptCommand& command);
  Attempt<> assert_stop(const ScriptCommand& command);
  Attempt<> assert_rejected(const ScriptCommand& command);
  Attempt<> assert_unlinkable(const ScriptCommand& command);
  Attempt<> assert_uninstantiable(const ScriptCommand& command);

  // The steps of a module.
  std::expected<Bytes, Refusal> encode(const ScriptModule& module) const;
  std::expected<Program, Refusal> compile(const ScriptModule& module) const;
  std::expected<void, Refusal> validate(const ScriptModule& module) const;
  Instantiated instantiate(Program program, const std::string& id);
  // The same for a command that is nothing but this.
  Attempt<> instantiate_as(Program program, const std::string& id);
  Attempt<Program> compile_for(const ScriptCommand& command) const;
  std::string describe(const ScriptCommand& command, const Refusal& refusal) const;
  // " (at 12:5)", of an error whose offset counts in the script; empty without an offset.
  std::string place_text(const ScriptCommand& command, const Error& error) const;

  Attempt<Instance*> find_instance(const std::string& id) const;
  Attempt<Outcome<Values>> act(const ScriptAction& action);
  Attempt<Outcome<Values>> invoke(const ScriptAction& action, const Instance& instance);
  void join(Child& child);

  Script& script_;
  ScriptReport report_;
  Linker linker_;  // outlives the store
  Store store_;
  Instance* last_instance_ = nullptr;
  std::map<std::string, Instance*> instances_;  // by id; null for one that could not be made
  Program last_definition_;
  std::map<std::string, Program> definitions_;
  // The instance of another thread that this one was given.
  std::string shared_id_;
  const Instance* shared_instance_ = nullptr;
  std::vector<std::unique_ptr<Child>> children_;
};

}  // namespace wrt
