// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// CommandLine: one command's options, read by CLI11 and explained by us. CLI11's own errors and help pages name types
// and defaults; ours say what to do, fit the terminal, and end in examples.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "tools/wrt/commands.h"

namespace wrt {

// What `--help` shows around the options.
struct CommandHelp {
  std::string_view name;      // "run"
  std::string_view operands;  // "[OPTION…] FILE [ARGUMENT…]"
  std::string_view summary;   // sentences, wrapped to the terminal
  std::string_view examples;  // lines, printed as they are
  // Whether the first operand ends the options, because what follows belongs to a guest.
  bool operands_end_options = false;
};

class CommandLine {
 public:
  // `help` must outlive the object.
  explicit CommandLine(const CommandHelp& help);

  CLI::App& app() { return app_; }
  // An option with a value, shown as "--name VALUE"; given twice, the last one counts.
  CLI::Option* add_value(const std::string& names, std::string& target, const char* value, const char* description);
  // The same, for an option that can be given several times.
  CLI::Option* add_values(const std::string& names, std::vector<std::string>& target, const char* value,
                          const char* description);

  // Reads `arguments`; what is no option becomes `operands`. If the command is over (help was asked for, or an option
  // was wrong, and the user has been told) returns its exit code.
  std::optional<int> parse(Arguments arguments, std::vector<std::string>& operands);

 private:
  std::string help_text() const;
  int explain(const CLI::ParseError& error) const;
  std::optional<int> sort_remaining(std::vector<std::string> words, std::vector<std::string>& operands) const;
  int unknown_option(const std::string& word) const;

  const CommandHelp& help_;
  CLI::App app_;
};

// Appends `text`, broken into lines of at most `width` columns; lines after the first start with `indentation` spaces.
void append_wrapped(std::string& out, std::string_view text, std::size_t column, std::size_t indentation,
                    std::size_t width);
// Columns of the terminal that stdout is; 80 if it is none.
std::size_t terminal_width();

}  // namespace wrt
