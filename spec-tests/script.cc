// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The commands of official scripts, one function each.
#include "spec-tests/script.h"

#include <fstream>

#include <fmt/format.h>

#include "api/input_file.h"
#include "api/program.h"
#include "lib/binary/decoder.h"
#include "lib/valid/validator.h"
#include "runtime/global.h"
#include "spec-tests/spectest.h"
#include "spec-tests/values.h"

namespace wrt::spec {

namespace {

// The expected message is a prefix of ours, or ours lacks only the index at its end ("uninitialized element 2").
bool message_matches(const std::string& ours, const std::string& expected) {
  if (ours.starts_with(expected)) return true;
  if (!expected.starts_with(ours + " ")) return false;
  return expected.find_first_not_of("0123456789", ours.size() + 1) == std::string::npos;
}

// "struct.new is not supported yet" -> "struct.new"
std::string instruction_in(const std::string& message) {
  return message.substr(0, message.find(' '));
}

}  // namespace

// --- Tally ---

unsigned Tally::unsupported_total() const {
  unsigned total = 0;
  for (const auto& [instruction, count] : unsupported) total += count;
  return total;
}

void Tally::add(const Tally& other) {
  passed += other.passed;
  failed += other.failed;
  text += other.text;
  for (const auto& [instruction, count] : other.unsupported) unsupported[instruction] += count;
}

std::string Tally::summary() const {
  std::string line = fmt::format("{} passed, {} failed", passed, failed);
  if (text > 0) line += fmt::format(", {} text", text);
  if (unsupported.empty()) return line;
  line += fmt::format(", {} unsupported (", unsupported_total());
  const char* separator = "";
  for (const auto& [instruction, count] : unsupported) {
    line += fmt::format("{}{} {}", separator, instruction, count);
    separator = ", ";
  }
  return line + ")";
}

// --- Script ---

Script::Script(std::filesystem::path json_file, const CompileOptions& options, Features features, const GcOptions& gc)
    : file_(std::move(json_file)), options_(options), features_(features), store_(gc) {
  define_spectest(linker_, store_);
}

Script::~Script() = default;

std::unexpected<Script::Problem> Script::failed(std::string text) {
  return std::unexpected(Problem{Problem::Kind::Failed, std::move(text)});
}

std::unexpected<Script::Problem> Script::unsupported(std::string instruction) {
  return std::unexpected(Problem{Problem::Kind::Unsupported, std::move(instruction)});
}

std::unexpected<Script::Problem> Script::from_error(const Error& error) {
  if (error.kind() == ErrorKind::Unsupported) return unsupported(instruction_in(error.message()));
  const std::string position = error.has_offset() ? fmt::format("{:#x}: ", error.offset()) : "";
  return failed(position + error.message());
}

Tally Script::run() {
  std::ifstream stream(file_);
  const Json script = Json::parse(stream, nullptr, /*allow_exceptions=*/false);
  if (!script.is_object() || !script.contains("commands")) {
    fmt::print("{}: not a script in JSON form\n", file_.string());
    tally_.failed = 1;
    return tally_;
  }
  source_ = std::filesystem::path(script.value("source_filename", file_.string())).filename().string();
  for (const Json& command : script["commands"]) run_command(command);
  return tally_;
}

void Script::run_command(const Json& command) {
  const std::string type = command.value("type", "");
  const bool is_assertion = type.starts_with("assert_");
  if (command.value("module_type", "") == "text" && !command.contains("binary_filename")) {
    ++tally_.text;
    return;
  }
  const Attempt<> attempt = dispatch(command);
  if (attempt.has_value()) {
    tally_.passed += is_assertion ? 1 : 0;
  } else if (attempt.error().kind == Problem::Kind::Unsupported) {
    ++tally_.unsupported[attempt.error().text];
  } else {
    ++tally_.failed;
    const std::string field = command.contains("action") ? command["action"].value("field", "") : "";
    fmt::print("{}:{}: {}{}{}: {}\n", source_, command.value("line", 0), type, field.empty() ? "" : " ", field,
               attempt.error().text);
  }
}

Script::Attempt<> Script::dispatch(const Json& command) {
  const std::string type = command.value("type", "");
  if (type == "module") return run_module(command);
  if (type == "module_definition") return run_module_definition(command);
  if (type == "module_instance") return run_module_instance(command);
  if (type == "register") return run_register(command);
  if (type == "assert_return" || type == "action") return assert_return(command);
  if (type == "assert_trap" || type == "assert_exhaustion" || type == "assert_exception") return assert_stop(command);
  if (type == "assert_malformed") return assert_rejected(command, ErrorKind::Malformed);
  if (type == "assert_invalid") return assert_rejected(command, ErrorKind::Invalid);
  if (type == "assert_unlinkable") return assert_unlinkable(command);
  if (type == "assert_uninstantiable") return assert_uninstantiable(command);
  return failed("unknown command");
}

// --- Modules ---

std::string Script::path_of(const Json& command) const {
  const std::string name = command.value("binary_filename", command.value("filename", ""));
  return (file_.parent_path() / name).string();
}

Script::Attempt<Script::Program> Script::load(const Json& command) {
  Result<std::shared_ptr<const InputFile>> input = InputFile::open(path_of(command));
  if (!input.has_value()) return from_error(input.error());
  LoadStatistics statistics;
  Result<Program> program = load_program(**input, options_, statistics);
  if (!program.has_value()) return from_error(program.error());
  return std::move(*program);
}

Script::Attempt<Script::Instantiated> Script::instantiate(Program program, const std::string& name) {
  for (const Import& import : program->module().imports) {
    const auto missing = missing_registrations_.find(std::string(import.module));
    if (missing != missing_registrations_.end()) return unsupported(missing->second);
  }
  std::expected<std::vector<Extern>, std::vector<Error>> imports =
      linker_.resolve(program->module(), UnknownImports::Error);
  if (!imports.has_value()) return Instantiated(std::unexpected(InstantiateError(std::move(imports.error().front()))));
  return store_.instantiate(std::move(program), *imports, name);
}

Script::Attempt<> Script::instantiate_into(Program program, const std::string& name) {
  Attempt<Instantiated> made = instantiate(std::move(program), name);
  if (!made.has_value()) return std::unexpected(made.error());
  if (!made->has_value()) {
    if (const Error* error = std::get_if<Error>(&made->error())) return from_error(*error);
    return failed(std::get<Stop>(made->error()).message);
  }
  current_ = Slot{**made, ""};
  if (!name.empty()) named_[name] = current_;
  return {};
}

// What follows refers to this module, whether it could be made or not.
Script::Attempt<> Script::run_module(const Json& command) {
  const std::string name = command.value("name", "");
  current_ = Slot{};
  Attempt<> attempt;
  if (Attempt<Program> program = load(command); program.has_value()) {
    attempt = instantiate_into(std::move(*program), name);
  } else {
    attempt = std::unexpected(program.error());
  }
  if (!attempt.has_value() && attempt.error().kind == Problem::Kind::Unsupported) {
    current_.missing = attempt.error().text;
  }
  if (!name.empty()) named_[name] = current_;
  return attempt;
}

Script::Attempt<> Script::run_module_definition(const Json& command) {
  Attempt<Program> program = load(command);
  definition_ = program.has_value() ? *program : nullptr;
  if (const std::string name = command.value("name", ""); !name.empty()) definitions_[name] = definition_;
  if (!program.has_value()) return std::unexpected(program.error());
  return {};
}

Script::Attempt<> Script::run_module_instance(const Json& command) {
  const std::string definition = command.value("module", "");
  const Program program = definition.empty() ? definition_ : definitions_[definition];
  if (program == nullptr) return failed("no such module definition");
  return instantiate_into(program, command.value("instance", ""));
}

Script::Attempt<> Script::run_register(const Json& command) {
  const std::string as = command.value("as", "");
  Attempt<Instance*> instance = instance_of(command, "name");
  if (instance.has_value()) {
    missing_registrations_.erase(as);
    linker_.define_instance(as, **instance);
    return {};
  }
  if (instance.error().kind == Problem::Kind::Unsupported) missing_registrations_[as] = instance.error().text;
  return std::unexpected(instance.error());
}

// The instance named by command[key], or the last one.
Script::Attempt<Instance*> Script::instance_of(const Json& command, const char* key) {
  const std::string name = command.value(key, "");
  const Slot slot = name.empty() ? current_ : named_[name];
  if (slot.instance != nullptr) return slot.instance;
  if (!slot.missing.empty()) return unsupported(slot.missing);
  return failed("there is no such instance");
}

// --- Actions ---

Script::Attempt<Outcome<Script::Values>> Script::act(const Json& action) {
  const Attempt<Instance*> instance = instance_of(action, "module");
  if (!instance.has_value()) return std::unexpected(instance.error());
  if (action.value("type", "") == "invoke") return invoke(action, **instance);
  const std::optional<Extern> found = (*instance)->find_export(action.value("field", ""));
  GlobalInstance* const* global = found ? std::get_if<GlobalInstance*>(&*found) : nullptr;
  if (global == nullptr) return failed("no such exported global");
  return Outcome<Values>(Values{{(*global)->get()}, {(*global)->type().type}});
}

Script::Attempt<Outcome<Script::Values>> Script::invoke(const Json& action, const Instance& instance) {
  const std::optional<Extern> found = instance.find_export(action.value("field", ""));
  const FuncExtern* function = found ? std::get_if<FuncExtern>(&*found) : nullptr;
  if (function == nullptr) return failed("no such exported function");
  const FuncType& type = store_.type_of(function->ref);
  const Json arguments = action.value("args", Json::array());
  if (arguments.size() != type.params.size()) return failed("wrong number of arguments");
  std::vector<Value> values;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::expected<Value, std::string> value = parse_argument(arguments[i], type.params[i], store_);
    if (!value.has_value()) return failed(value.error());
    values.push_back(*value);
  }
  Outcome<std::vector<Value>> results = store_.call(function->ref, values);
  if (!results.has_value()) return Outcome<Values>(std::unexpected(std::move(results.error())));
  return Outcome<Values>(Values{std::move(*results), type.results});
}

// Also of a bare action: then any results will do.
Script::Attempt<> Script::assert_return(const Json& command) {
  const Attempt<Outcome<Values>> outcome = act(command["action"]);
  if (!outcome.has_value()) return std::unexpected(outcome.error());
  if (!outcome->has_value()) return failed("stopped: " + outcome->error().message);
  if (command.value("type", "") == "action") return {};
  const Values& results = **outcome;
  // wabt's form of alternatives: "either" in place of "expected", each for the only result.
  Json expected = command.value("expected", Json::array());
  if (command.contains("either")) expected = Json::array({{{"type", "either"}, {"values", command["either"]}}});
  if (expected.size() != results.values.size()) {
    return failed(fmt::format("{} results, expected {}", results.values.size(), expected.size()));
  }
  for (std::size_t i = 0; i < results.values.size(); ++i) {
    if (matches(expected[i], results.values[i], results.types[i])) continue;
    return failed(
        fmt::format("result {} is {}, expected {}", i, show(results.values[i], results.types[i]), expected[i].dump()));
  }
  return {};
}

// A trap, or an exception whichever.
Script::Attempt<> Script::assert_stop(const Json& command) {
  const Attempt<Outcome<Values>> outcome = act(command["action"]);
  if (!outcome.has_value()) return std::unexpected(outcome.error());
  const std::string expected = command.value("text", "");
  if (outcome->has_value()) return failed(fmt::format("returned, expected \"{}\"", expected));
  const Stop& stop = outcome->error();
  if (command.value("type", "") == "assert_exception") {
    if (stop.kind == Stop::Kind::Exception) return {};
    return failed(fmt::format("stopped: {}, expected an exception", stop.message));
  }
  if (stop.kind != Stop::Kind::Trap || !message_matches(stop.message, expected)) {
    return failed(fmt::format("stopped: {}, expected \"{}\"", stop.message, expected));
  }
  return {};
}

// --- Modules that must be refused ---

Script::Attempt<> Script::assert_rejected(const Json& command, ErrorKind kind) {
  const Result<std::shared_ptr<const InputFile>> input = InputFile::open(path_of(command));
  if (!input.has_value()) return from_error(input.error());
  const std::string expected = command.value("text", "");
  Result<Module> module = decode_module((*input)->bytes(), features_);
  const Result<> result = module.has_value() ? validate_module(*module) : std::unexpected(std::move(module.error()));
  if (result.has_value()) return failed(fmt::format("accepted, expected \"{}\"", expected));
  const Error& error = result.error();
  const bool kind_matches = error.kind() == kind || error.kind() == ErrorKind::Limit;
  if (kind_matches && message_matches(error.message(), expected)) return {};
  return failed(fmt::format("refused as {}: {}, expected \"{}\"",
                            error.kind() == ErrorKind::Malformed ? "malformed" : "invalid", error.message(), expected));
}

Script::Attempt<> Script::assert_unlinkable(const Json& command) {
  Attempt<Program> program = load(command);
  if (!program.has_value()) return std::unexpected(program.error());
  const Attempt<Instantiated> made = instantiate(std::move(*program), "");
  if (!made.has_value()) return std::unexpected(made.error());
  const std::string expected = command.value("text", "");
  if (made->has_value()) return failed(fmt::format("linked, expected \"{}\"", expected));
  const Error* error = std::get_if<Error>(&made->error());
  if (error == nullptr) return failed("stopped: " + std::get<Stop>(made->error()).message);
  if (error->kind() == ErrorKind::Unlinkable && message_matches(error->message(), expected)) return {};
  return failed(fmt::format("{}, expected \"{}\"", error->message(), expected));
}

Script::Attempt<> Script::assert_uninstantiable(const Json& command) {
  Attempt<Program> program = load(command);
  if (!program.has_value()) return std::unexpected(program.error());
  const Attempt<Instantiated> made = instantiate(std::move(*program), "");
  if (!made.has_value()) return std::unexpected(made.error());
  const std::string expected = command.value("text", "");
  if (made->has_value()) return failed(fmt::format("instantiated, expected \"{}\"", expected));
  if (const Error* error = std::get_if<Error>(&made->error())) return from_error(*error);
  const Stop& stop = std::get<Stop>(made->error());
  if (message_matches(stop.message, expected)) return {};
  return failed(fmt::format("stopped: {}, expected \"{}\"", stop.message, expected));
}

}  // namespace wrt::spec
