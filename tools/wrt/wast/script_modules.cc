// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ScriptRunner's modules: text to bytes, bytes to code, code to an instance, and the assertions that one of these steps
// fails, in the words that the script expects at the beginning of ours.
#include <fmt/format.h>

#include "api/program.h"
#include "lib/binary/decoder.h"
#include "lib/text/text_position.h"
#include "lib/valid/validator.h"
#include "tools/wrt/wast/script_runner.h"

namespace wrt {

namespace {

using Kind = ScriptCommand::Kind;

std::string_view kind_text(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::Malformed: return "malformed";
    case ErrorKind::Invalid: return "invalid";
    case ErrorKind::Unlinkable: return "unlinkable";
    case ErrorKind::Unsupported: return "unsupported";
    case ErrorKind::Limit: return "beyond a limit";
    case ErrorKind::Io: return "system error";
    case ErrorKind::Internal: break;
  }
  return "internal error";
}

// How an instantiation failed.
std::string failure_text(const InstantiateError& failure) {
  if (const Stop* const stop = std::get_if<Stop>(&failure)) {
    return fmt::format("{}{}", stop->kind == Stop::Kind::Trap ? "trap: " : "", stop->message);
  }
  const Error& error = std::get<Error>(failure);
  return fmt::format("{}: {}", kind_text(error.kind()), error.message());
}

}  // namespace

// --- The steps ---

std::expected<ScriptRunner::Bytes, ScriptRunner::Refusal> ScriptRunner::encode(const ScriptModule& module) const {
  TextOptions options;
  options.features = script_.options.features;
  Result<std::vector<std::uint8_t>> bytes = encode_script_module(script_.source, module, options);
  if (!bytes) return std::unexpected(Refusal{std::move(bytes.error()), true});
  return std::make_shared<const std::vector<std::uint8_t>>(std::move(*bytes));
}

std::expected<void, ScriptRunner::Refusal> ScriptRunner::validate(const ScriptModule& module) const {
  std::expected<Bytes, Refusal> bytes = encode(module);
  if (!bytes) return std::unexpected(std::move(bytes.error()));
  Result<Module> decoded = decode_module(**bytes, script_.options.features);
  if (!decoded) return std::unexpected(Refusal{std::move(decoded.error())});
  if (Result<> valid = validate_module(*decoded); !valid) return std::unexpected(Refusal{std::move(valid.error())});
  return {};
}

std::expected<ScriptRunner::Program, ScriptRunner::Refusal> ScriptRunner::compile(const ScriptModule& module) const {
  std::expected<Bytes, Refusal> bytes = encode(module);
  if (!bytes) return std::unexpected(std::move(bytes.error()));
  const ScriptOptions& options = script_.options;
  LoadStatistics statistics;
  Result<Program> program = options.files != nullptr
                                ? options.files->load(**bytes, options.features, options.compile)
                                : load_bytes(**bytes, options.features, options.compile, statistics);
  if (!program) return std::unexpected(Refusal{std::move(program.error())});
  return std::move(*program);
}

ScriptRunner::Instantiated ScriptRunner::instantiate(Program program, const std::string& id) {
  std::expected<std::vector<Extern>, std::vector<Error>> imports =
      linker_.resolve(program->module(), UnknownImports::Error);
  if (!imports) return std::unexpected(InstantiateError(std::move(imports.error().front())));
  return store_.instantiate(std::move(program), *imports, id);
}

// Where in the script, or in the module's own text or bytes, the error is.
std::string ScriptRunner::describe(const ScriptCommand& command, const Refusal& refusal) const {
  const Error& error = refusal.error;
  const std::string text = fmt::format("{}: {}", kind_text(error.kind()), error.message());
  if (!error.has_offset()) return text;
  if (!refusal.in_text) return fmt::format("{} (at {:#x} of the binary)", text, error.offset());
  if (command.module->kind == ScriptModule::Kind::Quote) {
    const TextPosition place = text_position(command.module->content, error.offset());
    return fmt::format("{} (at {}:{} of the quoted text)", text, place.line, place.column);
  }
  return text + place_text(command, error);
}

// Counts on from the command, so that many errors in a long script cost no more than their commands are long.
std::string ScriptRunner::place_text(const ScriptCommand& command, const Error& error) const {
  if (!error.has_offset() || error.offset() < command.offset) return "";
  TextPosition place = text_position(script_.source.substr(command.offset), error.offset() - command.offset);
  if (place.line == 1) place.column += command.column - 1;
  return fmt::format(" (at {}:{})", place.line + command.line - 1, place.column);
}

// --- Commands ---

ScriptRunner::Attempt<ScriptRunner::Program> ScriptRunner::compile_for(const ScriptCommand& command) const {
  std::expected<Program, Refusal> program = compile(*command.module);
  if (!program) return failed(describe(command, program.error()));
  return std::move(*program);
}

// What follows refers to this module, whether it can be made or not.
ScriptRunner::Attempt<> ScriptRunner::instantiate_as(Program program, const std::string& id) {
  const Instantiated made = instantiate(std::move(program), id);
  last_instance_ = made ? *made : nullptr;
  if (!id.empty()) instances_[id] = last_instance_;
  if (!made) return failed(failure_text(made.error()));
  return {};
}

ScriptRunner::Attempt<> ScriptRunner::run_module_definition(const ScriptCommand& command) {
  Attempt<Program> program = compile_for(command);
  last_definition_ = program ? *program : nullptr;
  if (!command.module->id.empty()) definitions_[command.module->id] = last_definition_;
  if (!program) return std::unexpected(std::move(program.error()));
  return {};
}

ScriptRunner::Attempt<> ScriptRunner::run_module(const ScriptCommand& command) {
  last_instance_ = nullptr;
  if (!command.module->id.empty()) instances_[command.module->id] = nullptr;
  if (Attempt<> defined = run_module_definition(command); !defined) return defined;
  return instantiate_as(last_definition_, command.module->id);
}

ScriptRunner::Attempt<> ScriptRunner::run_module_instance(const ScriptCommand& command) {
  last_instance_ = nullptr;
  if (!command.id.empty()) instances_[command.id] = nullptr;
  Program definition = last_definition_;
  if (!command.definition.empty()) {
    const auto found = definitions_.find(command.definition);
    definition = found == definitions_.end() ? nullptr : found->second;
  }
  if (definition == nullptr) {
    return failed(command.definition.empty() ? "there is no module definition"
                                             : fmt::format("no module definition is called ${}", command.definition));
  }
  return instantiate_as(std::move(definition), command.id);
}

// --- Assertions ---

// A limit of ours stands for either kind: the words decide.
ScriptRunner::Attempt<> ScriptRunner::assert_rejected(const ScriptCommand& command) {
  const ErrorKind kind = command.kind == Kind::AssertMalformed ? ErrorKind::Malformed : ErrorKind::Invalid;
  const std::string expected = fmt::format("{}: {}", kind_text(kind), command.text);
  const std::expected<void, Refusal> valid = validate(*command.module);
  if (valid) return failed("a valid module", expected);
  const Error& error = valid.error().error;
  const bool is_kind = error.kind() == kind || error.kind() == ErrorKind::Limit;
  if (is_kind && error.message().starts_with(command.text)) return {};
  return failed(describe(command, valid.error()), expected);
}

ScriptRunner::Attempt<> ScriptRunner::assert_unlinkable(const ScriptCommand& command) {
  const std::string expected = fmt::format("unlinkable: {}", command.text);
  std::expected<Program, Refusal> program = compile(*command.module);
  if (!program) return failed(describe(command, program.error()), expected);
  const Instantiated made = instantiate(std::move(*program), command.module->id);
  if (made) return failed("an instance", expected);
  const Error* const error = std::get_if<Error>(&made.error());
  const bool is_unlinkable = error != nullptr && error->kind() == ErrorKind::Unlinkable;
  if (is_unlinkable && error->message().starts_with(command.text)) return {};
  return failed(failure_text(made.error()), expected);
}

ScriptRunner::Attempt<> ScriptRunner::assert_uninstantiable(const ScriptCommand& command) {
  const std::string expected = fmt::format("trap: {}", command.text);
  std::expected<Program, Refusal> program = compile(*command.module);
  if (!program) return failed(describe(command, program.error()), expected);
  const Instantiated made = instantiate(std::move(*program), command.module->id);
  if (made) return failed("an instance", expected);
  const Stop* const stop = std::get_if<Stop>(&made.error());
  const bool is_trap = stop != nullptr && stop->kind == Stop::Kind::Trap;
  if (is_trap && stop->message.starts_with(command.text)) return {};
  return failed(failure_text(made.error()), expected);
}

}  // namespace wrt
