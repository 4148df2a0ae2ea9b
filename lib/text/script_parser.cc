// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Commands of scripts, and how parsing goes on after one that is wrong: behind its closing parenthesis if it has one,
// else at the next line that starts with a parenthesis.
#include "lib/text/script_parser.h"

#include <algorithm>
#include <array>

#include "lib/text/string_literal.h"

namespace wrt {

namespace {

using Kind = ScriptCommand::Kind;

// Threads in threads.
constexpr std::size_t kMaxThreadDepth = 16;

bool is_module_field(const Token& keyword) {
  constexpr std::array kFields = std::to_array<std::string_view>(
      {"type", "rec", "import", "func", "table", "memory", "global", "tag", "export", "start", "elem", "data"});
  return std::any_of(kFields.begin(), kFields.end(), [&](std::string_view each) { return keyword.is(each); });
}

}  // namespace

std::vector<ScriptCommand> parse_script(std::string_view source) {
  return ScriptParser(source).parse();
}

Result<std::vector<std::uint8_t>> encode_script_module(std::string_view source, const ScriptModule& module,
                                                       const TextOptions& options) {
  switch (module.kind) {
    case ScriptModule::Kind::Text: return parse_text_module(source, module.begin, module.end, options);
    case ScriptModule::Kind::Quote: return parse_text_module(module.content, options);
    case ScriptModule::Kind::Binary: break;
  }
  return std::vector<std::uint8_t>(module.content.begin(), module.content.end());
}

ScriptParser::ScriptParser(std::string_view source) : source_(source), stream_(source, 0, source.size()) {
  stream_.ignore_annotations(true);
}

std::vector<ScriptCommand> ScriptParser::parse() {
  std::vector<ScriptCommand> commands;
  if (stream_.at(Token::Kind::LeftParen) && is_module_field(stream_.next_token())) {
    ScriptCommand& command = commands.emplace_back(command_at(stream_.offset()));
    command.kind = Kind::Module;
    command.module.emplace();
    command.module->end = source_.size();
    return commands;
  }
  while (!stream_.at(Token::Kind::End)) {
    Result<> result = parse_commands(commands, 0);
    // A parenthesis too many ends the list as well.
    if (result.has_value() && stream_.at(Token::Kind::RightParen)) result = stream_.unexpected();
    if (result.has_value()) break;
    ScriptCommand bad = std::move(outermost_);
    bad.error = std::move(result.error());
    skip_bad_command(bad.offset);
    commands.push_back(std::move(bad));
  }
  return commands;
}

Result<> ScriptParser::parse_commands(std::vector<ScriptCommand>& commands, std::size_t depth) {
  while (!stream_.at(Token::Kind::End) && !stream_.at(Token::Kind::RightParen)) {
    if (depth == 0) outermost_ = command_at(stream_.offset());
    WRT_ASSIGN(ScriptCommand command, parse_command(depth));
    commands.push_back(std::move(command));
  }
  if (depth == 0) outermost_ = command_at(stream_.offset());
  return {};
}

Result<ScriptCommand> ScriptParser::parse_command(std::size_t depth) {
  ScriptCommand command = command_at(stream_.offset());
  WRT_TRY(stream_.expect(Token::Kind::LeftParen));
  const Token keyword = stream_.token();
  if (keyword.kind != Token::Kind::Keyword) return stream_.unexpected();
  stream_.take();
  WRT_ASSIGN(const bool is_known, parse_rest(keyword.text, command, depth));
  if (!is_known) return stream_.unexpected(keyword);
  WRT_TRY(stream_.expect_close());
  return command;
}

Result<bool> ScriptParser::parse_rest(std::string_view keyword, ScriptCommand& command, std::size_t depth) {
  const auto done = [](Result<> result) -> Result<bool> {
    WRT_TRY(std::move(result));
    return true;
  };
  if (keyword == "module") return done(parse_module_command(command));
  if (keyword == "register") return done(parse_register(command));
  if (keyword == "invoke" || keyword == "get") {
    command.kind = Kind::Action;
    command.action.emplace();
    if (keyword == "get") command.action->kind = ScriptAction::Kind::Get;
    return done(parse_action_rest(*command.action));
  }
  if (keyword == "thread") return done(parse_thread(command, depth));
  if (keyword == "wait") return done(parse_wait(command));

  struct Assertion {
    std::string_view keyword;
    Kind kind;
    Result<> (ScriptParser::*parse)(ScriptCommand&);
  };
  static constexpr std::array kAssertions = std::to_array<Assertion>({
      {"assert_return", Kind::AssertReturn, &ScriptParser::parse_assert_return},
      {"assert_trap", Kind::AssertTrap, &ScriptParser::parse_assert_action},
      {"assert_exhaustion", Kind::AssertExhaustion, &ScriptParser::parse_assert_action},
      {"assert_exception", Kind::AssertException, &ScriptParser::parse_assert_action},
      {"assert_malformed", Kind::AssertMalformed, &ScriptParser::parse_assert_module},
      {"assert_malformed_custom", Kind::AssertMalformed, &ScriptParser::parse_assert_module},
      {"assert_invalid", Kind::AssertInvalid, &ScriptParser::parse_assert_module},
      {"assert_invalid_custom", Kind::AssertInvalid, &ScriptParser::parse_assert_module},
      {"assert_unlinkable", Kind::AssertUnlinkable, &ScriptParser::parse_assert_module},
      {"assert_uninstantiable", Kind::AssertUninstantiable, &ScriptParser::parse_assert_module},
  });
  for (const Assertion& each : kAssertions) {
    if (each.keyword != keyword) continue;
    command.kind = each.kind;
    command.is_custom = keyword.ends_with("_custom");
    return done((this->*each.parse)(command));
  }
  return false;
}

// --- Modules ---

Result<> ScriptParser::parse_module_command(ScriptCommand& command) {
  if (stream_.skip_keyword("instance")) {
    command.kind = Kind::ModuleInstance;
    command.id = parse_optional_id();
    command.definition = parse_optional_id();
    return {};
  }
  command.kind = stream_.skip_keyword("definition") ? Kind::ModuleDefinition : Kind::Module;
  return parse_module_rest(command.offset, command.module.emplace());
}

Result<ScriptModule> ScriptParser::parse_module() {
  ScriptModule module;
  const std::size_t begin = stream_.offset();
  WRT_TRY(stream_.expect_open("module"));
  stream_.skip_keyword("definition");
  WRT_TRY(parse_module_rest(begin, module));
  WRT_TRY(stream_.expect_close());
  return module;
}

Result<> ScriptParser::parse_module_rest(std::size_t begin, ScriptModule& module) {
  module.id = parse_optional_id();
  if (stream_.skip_keyword("binary")) {
    module.kind = ScriptModule::Kind::Binary;
  } else if (stream_.skip_keyword("quote")) {
    module.kind = ScriptModule::Kind::Quote;
  } else {
    module.begin = begin;
    WRT_TRY(stream_.skip_rest());
    module.end = stream_.token().end_offset();
    return {};
  }
  while (stream_.at(Token::Kind::String)) {
    // The strings of a quotation are apart from each other like words.
    if (module.kind == ScriptModule::Kind::Quote && !module.content.empty()) module.content += ' ';
    unescape_string(stream_.take().text, module.content);
  }
  return {};
}

Result<> ScriptParser::parse_register(ScriptCommand& command) {
  command.kind = Kind::Register;
  WRT_ASSIGN(command.text, parse_name(stream_));
  command.id = parse_optional_id();
  return {};
}

std::string ScriptParser::parse_optional_id() {
  if (!stream_.at(Token::Kind::Id)) return {};
  return std::string(identifiers_.name(stream_.take()));
}

// --- Actions and assertions ---

Result<ScriptAction> ScriptParser::parse_action() {
  ScriptAction action;
  if (stream_.skip_open("get")) {
    action.kind = ScriptAction::Kind::Get;
  } else {
    WRT_TRY(stream_.expect_open("invoke"));
  }
  WRT_TRY(parse_action_rest(action));
  WRT_TRY(stream_.expect_close());
  return action;
}

Result<> ScriptParser::parse_action_rest(ScriptAction& action) {
  action.module = parse_optional_id();
  WRT_ASSIGN(action.name, parse_name(stream_));
  if (action.kind == ScriptAction::Kind::Get) return {};
  while (!stream_.at(Token::Kind::RightParen)) {
    WRT_ASSIGN(action.arguments.emplace_back(), parse_script_value(stream_));
  }
  return {};
}

Result<> ScriptParser::parse_message(ScriptCommand& command, bool optional) {
  if (optional && !stream_.at(Token::Kind::String)) return {};
  WRT_ASSIGN(command.text, parse_string(stream_));
  return {};
}

Result<> ScriptParser::parse_assert_return(ScriptCommand& command) {
  WRT_ASSIGN(command.action, parse_action());
  while (!stream_.at(Token::Kind::RightParen)) {
    WRT_ASSIGN(command.results.emplace_back(), parse_script_value(stream_));
  }
  return {};
}

Result<> ScriptParser::parse_assert_action(ScriptCommand& command) {
  if (command.kind == Kind::AssertTrap && stream_.at_open("module")) {
    command.kind = Kind::AssertUninstantiable;
    return parse_assert_module(command);
  }
  WRT_ASSIGN(command.action, parse_action());
  return parse_message(command, command.kind == Kind::AssertException);
}

Result<> ScriptParser::parse_assert_module(ScriptCommand& command) {
  WRT_ASSIGN(command.module, parse_module());
  return parse_message(command, false);
}

// --- Threads ---

// `(thread $T (shared (module $M))? command*)`
Result<> ScriptParser::parse_thread(ScriptCommand& command, std::size_t depth) {
  command.kind = Kind::Thread;
  if (depth >= kMaxThreadDepth) return fail(ErrorKind::Limit, command.offset, "nesting is too deep");
  WRT_ASSIGN(const Token id, stream_.expect(Token::Kind::Id));
  command.id = identifiers_.name(id);
  if (stream_.skip_open("shared")) {
    WRT_TRY(stream_.expect_open("module"));
    command.shared_module = parse_optional_id();
    WRT_TRY(stream_.expect_close());
    WRT_TRY(stream_.expect_close());
  }
  return parse_commands(command.commands, depth + 1);
}

Result<> ScriptParser::parse_wait(ScriptCommand& command) {
  command.kind = Kind::Wait;
  WRT_ASSIGN(const Token id, stream_.expect(Token::Kind::Id));
  command.id = identifiers_.name(id);
  return {};
}

// --- Places ---

// Goes on behind the form that starts at `begin`. Where its end can't be found, the next form is taken to start with
// the next line that does so: that is how scripts are laid out.
void ScriptParser::skip_bad_command(std::size_t begin) {
  stream_ = TokenStream(source_, begin, source_.size());
  stream_.ignore_annotations(true);
  if (stream_.at(Token::Kind::RightParen)) {
    stream_.take();
    return;
  }
  if (stream_.skip_form().has_value()) return;
  const std::size_t next = source_.find("\n(", std::max(begin, stream_.offset()));
  stream_ = TokenStream(source_, next == std::string_view::npos ? source_.size() : next + 1, source_.size());
  stream_.ignore_annotations(true);
}

// Precondition: offsets do not go back.
ScriptCommand ScriptParser::command_at(std::size_t offset) {
  for (; counted_offset_ < offset; ++counted_offset_) {
    const char c = source_[counted_offset_];
    const bool ends_line = c == '\n' || (c == '\r' && source_.substr(counted_offset_ + 1, 1) != "\n");
    const bool begins_character = (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    counted_column_ = ends_line ? 1 : counted_column_ + (begins_character ? 1 : 0);
    if (ends_line) ++counted_line_;
  }
  ScriptCommand command;
  command.offset = offset;
  command.line = counted_line_;
  command.column = counted_column_;
  return command;
}

}  // namespace wrt
