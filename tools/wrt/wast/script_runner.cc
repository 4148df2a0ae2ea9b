// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Commands: what each needs, what it leaves behind, and what counts as its success. The way of a module from the script
// into the store is in script_modules.cc.
#include "tools/wrt/wast/script_runner.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "runtime/global.h"
#include "runtime/memory.h"
#include "tools/wrt/wast/script_values.h"
#include "tools/wrt/wast/spectest.h"

namespace wrt {

namespace {

using Kind = ScriptCommand::Kind;

// Each has stacks, a heap and memories.
constexpr unsigned kMaxLiveThreads = 100;

bool is_assertion(Kind kind) {
  return kind >= Kind::AssertReturn && kind <= Kind::AssertUninstantiable;
}

std::string_view kind_text(const ScriptCommand& command) {
  switch (command.kind) {
    case Kind::Module: return "module";
    case Kind::ModuleDefinition: return "module definition";
    case Kind::ModuleInstance: return "module instance";
    case Kind::Register: return "register";
    case Kind::Action: return command.action->kind == ScriptAction::Kind::Invoke ? "invoke" : "get";
    case Kind::AssertReturn: return "assert_return";
    case Kind::AssertTrap: return "assert_trap";
    case Kind::AssertExhaustion: return "assert_exhaustion";
    case Kind::AssertException: return "assert_exception";
    case Kind::AssertMalformed: return command.is_custom ? "assert_malformed_custom" : "assert_malformed";
    case Kind::AssertInvalid: return command.is_custom ? "assert_invalid_custom" : "assert_invalid";
    case Kind::AssertUnlinkable: return "assert_unlinkable";
    case Kind::AssertUninstantiable: return "assert_uninstantiable";
    case Kind::Thread: return "thread";
    case Kind::Wait: return "wait";
    case Kind::Bad: break;
  }
  return "bad command";
}

std::string counted_kind(const ScriptCommand& command) {
  const bool has_form =
      is_assertion(command.kind) && command.module && command.module->kind != ScriptModule::Kind::Text;
  if (!has_form) return std::string(kind_text(command));
  return fmt::format("{} {}", kind_text(command),
                     command.module->kind == ScriptModule::Kind::Binary ? "binary" : "quote");
}

std::string id_text(const std::string& id) {
  return id.empty() ? "" : '$' + id;
}

// What a message says that the command is about.
std::string subject_of(const ScriptCommand& command) {
  if (command.action) return fmt::format("\"{}\"", command.action->name);
  if (command.module) return id_text(command.module->id);
  if (command.kind == Kind::Register) return fmt::format("\"{}\"", command.text);
  return id_text(command.id);
}

bool is_exhaustion(const Stop& stop) {
  return stop.kind == Stop::Kind::Trap &&
         (stop.code == TrapCode::StackOverflow || stop.code == TrapCode::HeapExhausted);
}

std::string stop_text(const Stop& stop) {
  if (stop.kind == Stop::Kind::Exit) return fmt::format("exit with code {}", stop.exit_code);
  if (stop.kind == Stop::Kind::Exception) return stop.message;
  return fmt::format("{}: {}", is_exhaustion(stop) ? "exhaustion" : "trap", stop.message);
}

std::string types_text(const std::vector<ValType>& types) {
  std::string text;
  for (const ValType each : types) text += (text.empty() ? "" : ", ") + to_string(each);
  return text;
}

}  // namespace

Result<ScriptReport> run_script(std::string_view source, const ScriptOptions& options) {
  const std::vector<ScriptCommand> commands = parse_script(source);
  ScriptRunner::Script script{source, options, 0, options.limits.make_interrupter()};
  options.limits.start(script.interrupter.get());
  WRT_ASSIGN(const std::unique_ptr<ScriptRunner> runner, ScriptRunner::create(script));
  ScriptReport report = runner->run(commands);
  // Those of threads came last.
  std::ranges::sort(report.failures, {}, [](const ScriptFailure& each) { return std::pair(each.line, each.column); });
  return report;
}

StoreOptions ScriptRunner::store_options(const Script& script) {
  StoreOptions options = script.options.limits.store;
  options.interrupter = script.interrupter.get();
  return options;
}

Result<std::unique_ptr<ScriptRunner>> ScriptRunner::create(Script& script) {
  std::unique_ptr<ScriptRunner> runner(new ScriptRunner(script));
  WRT_TRY(define_spectest(runner->linker_, runner->store_));
  return runner;
}

ScriptReport ScriptRunner::run(std::span<const ScriptCommand> commands) {
  for (const ScriptCommand& each : commands) run_command(each);
  for (const std::unique_ptr<Child>& each : children_) join(*each);
  children_.clear();
  return std::move(report_);
}

std::unexpected<ScriptRunner::Mismatch> ScriptRunner::failed(std::string got, std::string expected) {
  return std::unexpected(Mismatch{std::move(expected), std::move(got)});
}

void ScriptRunner::run_command(const ScriptCommand& command) {
  Attempt<> attempt = dispatch(command);
  report_.count(counted_kind(command), is_assertion(command.kind), attempt.has_value());
  if (attempt) return;
  report_.failures.push_back({command.line, command.column, kind_text(command), subject_of(command),
                              std::move(attempt.error().expected), std::move(attempt.error().got)});
}

ScriptRunner::Attempt<> ScriptRunner::dispatch(const ScriptCommand& command) {
  switch (command.kind) {
    case Kind::Module: return run_module(command);
    case Kind::ModuleDefinition: return run_module_definition(command);
    case Kind::ModuleInstance: return run_module_instance(command);
    case Kind::Register: return run_register(command);
    case Kind::Action: return run_action(command);
    case Kind::AssertReturn: return assert_return(command);
    case Kind::AssertTrap:
    case Kind::AssertExhaustion:
    case Kind::AssertException: return assert_stop(command);
    case Kind::AssertMalformed:
    case Kind::AssertInvalid: return assert_rejected(command);
    case Kind::AssertUnlinkable: return assert_unlinkable(command);
    case Kind::AssertUninstantiable: return assert_uninstantiable(command);
    case Kind::Thread: return run_thread(command);
    case Kind::Wait: return run_wait(command);
    case Kind::Bad: break;
  }
  return failed(command.error->message() + place_text(command, *command.error));
}

// --- Instances ---

ScriptRunner::Attempt<Instance*> ScriptRunner::find_instance(const std::string& id) const {
  if (id.empty()) {
    if (last_instance_ != nullptr) return last_instance_;
    return failed("there is no instance");
  }
  const auto found = instances_.find(id);
  if (found != instances_.end() && found->second != nullptr) return found->second;
  if (found != instances_.end()) return failed(fmt::format("the instance ${} could not be made", id));
  if (id == shared_id_) {
    return failed(
        fmt::format("the instance ${} belongs to another thread; only its shared memories can be imported", id));
  }
  return failed(fmt::format("no instance is called ${}", id));
}

ScriptRunner::Attempt<> ScriptRunner::run_register(const ScriptCommand& command) {
  if (shared_instance_ != nullptr && command.id == shared_id_ && !instances_.contains(command.id)) {
    for (const Export& each : shared_instance_->module().exports) {
      const std::optional<Extern> value = shared_instance_->find_export(each.name);
      MemoryInstance* const* const memory = value ? std::get_if<MemoryInstance*>(&*value) : nullptr;
      if (memory != nullptr && (*memory)->shared()) linker_.define(command.text, each.name, *memory);
    }
    return {};
  }
  const Attempt<Instance*> instance = find_instance(command.id);
  if (!instance) return std::unexpected(instance.error());
  linker_.define_instance(command.text, **instance);
  return {};
}

// --- Actions ---

ScriptRunner::Attempt<Outcome<ScriptRunner::Values>> ScriptRunner::act(const ScriptAction& action) {
  const Attempt<Instance*> instance = find_instance(action.module);
  if (!instance) return std::unexpected(instance.error());
  if (action.kind == ScriptAction::Kind::Invoke) return invoke(action, **instance);
  const std::optional<Extern> found = (*instance)->find_export(action.name);
  GlobalInstance* const* const global = found ? std::get_if<GlobalInstance*>(&*found) : nullptr;
  if (global == nullptr) return failed("no such global is exported");
  return Values{{(*global)->get()}, {(*global)->type().type}};
}

ScriptRunner::Attempt<Outcome<ScriptRunner::Values>> ScriptRunner::invoke(const ScriptAction& action,
                                                                          const Instance& instance) {
  const std::optional<Extern> found = instance.find_export(action.name);
  const FuncExtern* const function = found ? std::get_if<FuncExtern>(&*found) : nullptr;
  if (function == nullptr) return failed("no such function is exported");
  const FuncType& type = store_.type_of(function->ref);
  if (action.arguments.size() != type.params.size()) {
    return failed(fmt::format("the function takes {} argument{} ({}), but {} given", type.params.size(),
                              type.params.size() == 1 ? "" : "s", types_text(type.params),
                              action.arguments.size() == 1 ? "1 is" : fmt::format("{} are", action.arguments.size())));
  }
  std::vector<Value> arguments;
  for (std::size_t i = 0; i < type.params.size(); ++i) {
    const std::expected<Value, std::string> argument = make_argument(action.arguments[i], type.params[i], store_);
    if (!argument) return failed(fmt::format("argument {}: {}", i + 1, argument.error()));
    arguments.push_back(*argument);
  }
  Outcome<std::vector<Value>> results = store_.call(function->ref, arguments);
  if (!results) return Outcome<Values>(std::unexpected(std::move(results.error())));
  return Values{std::move(*results), type.results};
}

ScriptRunner::Attempt<> ScriptRunner::run_action(const ScriptCommand& command) {
  const Attempt<Outcome<Values>> outcome = act(*command.action);
  if (!outcome) return std::unexpected(outcome.error());
  if (!outcome->has_value()) return failed(stop_text(outcome->error()));
  return {};
}

ScriptRunner::Attempt<> ScriptRunner::assert_return(const ScriptCommand& command) {
  const Attempt<Outcome<Values>> outcome = act(*command.action);
  if (!outcome) return std::unexpected(outcome.error());
  if (!outcome->has_value()) return failed(stop_text(outcome->error()), show(command.results));
  const Values& results = **outcome;
  bool all_match = results.values.size() == command.results.size();
  for (std::size_t i = 0; all_match && i < results.values.size(); ++i) {
    all_match = matches(command.results[i], results.values[i], results.types[i]);
  }
  if (all_match) return {};
  return failed(show(results.values, results.types, command.results), show(command.results));
}

// Ends in a trap, in exhaustion (of stack or heap: a trap that the specification leaves to us), or in an exception.
ScriptRunner::Attempt<> ScriptRunner::assert_stop(const ScriptCommand& command) {
  const Attempt<Outcome<Values>> outcome = act(*command.action);
  if (!outcome) return std::unexpected(outcome.error());
  const std::string_view kind = command.kind == Kind::AssertTrap         ? "trap"
                                : command.kind == Kind::AssertExhaustion ? "exhaustion"
                                                                         : "uncaught exception";
  const std::string expected = command.text.empty() ? std::string(kind) : fmt::format("{}: {}", kind, command.text);
  if (outcome->has_value()) return failed(show((*outcome)->values, (*outcome)->types, {}), expected);
  const Stop& stop = outcome->error();
  const Kind actual = stop.kind == Stop::Kind::Exception ? Kind::AssertException
                      : is_exhaustion(stop)              ? Kind::AssertExhaustion
                                                         : Kind::AssertTrap;
  if (stop.kind != Stop::Kind::Exit && actual == command.kind && stop.message.starts_with(command.text)) return {};
  return failed(stop_text(stop), expected);
}

// --- Threads ---

ScriptRunner::Attempt<> ScriptRunner::run_thread(const ScriptCommand& command) {
  for (const std::unique_ptr<Child>& each : children_) {
    if (each->id == command.id) return failed(fmt::format("the thread ${} has not been waited for", command.id));
  }
  const Instance* shared = nullptr;
  if (!command.shared_module.empty() && command.shared_module == shared_id_) {
    shared = shared_instance_;
  } else if (!command.shared_module.empty()) {
    const Attempt<Instance*> instance = find_instance(command.shared_module);
    if (!instance) return std::unexpected(instance.error());
    shared = *instance;
  }
  if (script_.live_threads.fetch_add(1) >= kMaxLiveThreads) {
    script_.live_threads.fetch_sub(1);
    return failed(fmt::format("more than {} threads at a time", kMaxLiveThreads));
  }
  Result<std::unique_ptr<ScriptRunner>> runner = create(script_);
  if (!runner) {
    script_.live_threads.fetch_sub(1);
    return failed(runner.error().message());
  }
  (*runner)->shared_id_ = command.shared_module;
  (*runner)->shared_instance_ = shared;
  Child& child = *children_.emplace_back(std::make_unique<Child>());
  child.id = command.id;
  child.runner = std::move(*runner);
  // The thread has `child` to itself until join().
  child.thread = std::jthread([&child, &command] { child.report = child.runner->run(command.commands); });
  return {};
}

void ScriptRunner::join(Child& child) {
  child.thread.join();
  script_.live_threads.fetch_sub(1);
  report_.add(std::move(child.report));
}

ScriptRunner::Attempt<> ScriptRunner::run_wait(const ScriptCommand& command) {
  const auto found = std::ranges::find_if(children_, [&](const auto& each) { return each->id == command.id; });
  if (found == children_.end()) return failed(fmt::format("no thread is called ${}", command.id));
  join(**found);
  children_.erase(found);
  return {};
}

}  // namespace wrt
