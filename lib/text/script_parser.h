// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ScriptParser: one command after the other. The text of modules is only delimited here; lib/text/parser.h reads it
// when it is asked to.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/text/names.h"
#include "lib/text/script.h"
#include "lib/text/token_stream.h"

namespace wrt {

class ScriptParser {
 public:
  explicit ScriptParser(std::string_view source);

  std::vector<ScriptCommand> parse();

 private:
  // Parses commands up to the end, or up to a closing parenthesis inside a thread.
  Result<> parse_commands(std::vector<ScriptCommand>& commands, std::size_t depth);
  Result<ScriptCommand> parse_command(std::size_t depth);
  // The rest of a command, behind its keyword; false if there is no such command.
  Result<bool> parse_rest(std::string_view keyword, ScriptCommand& command, std::size_t depth);
  Result<> parse_module_command(ScriptCommand& command);
  Result<> parse_register(ScriptCommand& command);
  Result<> parse_assert_return(ScriptCommand& command);
  Result<> parse_assert_action(ScriptCommand& command);
  Result<> parse_assert_module(ScriptCommand& command);
  Result<> parse_thread(ScriptCommand& command, std::size_t depth);
  Result<> parse_wait(ScriptCommand& command);

  // A module in parentheses.
  Result<ScriptModule> parse_module();
  // `(module` has been taken; the text of the module starts at `begin`.
  Result<> parse_module_rest(std::size_t begin, ScriptModule& module);
  Result<ScriptAction> parse_action();
  // Behind `invoke` or `get`.
  Result<> parse_action_rest(ScriptAction& action);
  std::string parse_optional_id();
  Result<> parse_message(ScriptCommand& command, bool optional);

  void skip_bad_command(std::size_t begin);
  // A command that starts there, Bad so far.
  ScriptCommand command_at(std::size_t offset);

  std::string_view source_;
  TokenStream stream_;
  Identifiers identifiers_{false};
  // The command outside of threads that is being parsed, as long as only its place is known.
  ScriptCommand outermost_;
  // Lines and columns are counted on from the last command.
  std::size_t counted_offset_ = 0;
  std::size_t counted_line_ = 1;
  std::size_t counted_column_ = 1;
};

// One value or pattern: `(i32.const 1)`, `(f32.const nan:canonical)`, `(ref.extern 1)`, `(either …)`.
Result<ScriptValue> parse_script_value(TokenStream& stream);

}  // namespace wrt
