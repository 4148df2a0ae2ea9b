// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// CommandLine: one command's options, which are declared, read into variables, and explained on a help page that fits
// the terminal and ends in examples. An error says what to do.
//
// Options are written as in other programs: `--name VALUE`, `--name=VALUE`, `-nVALUE`, `-n VALUE`, flags without a
// value,
// `-vv` for two of a letter. The word behind an option that needs a value is that value, whatever it looks like; `--`
// ends the options. Names are not shortened.
//
// FAST: CLI11 did this before, which took 0.15 ms of each start to set up (docs/rationale.md).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

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

// What is known of one option. All texts are borrowed: they are literals.
struct Option {
  // A value, of which the last one counts; all values; whether the flag was given; how often it was.
  using Target = std::variant<std::string*, std::vector<std::string>*, bool*, int*>;

  Option(std::string_view names, Target target, std::string_view value, std::string_view description)
      : names(names), target(target), value(value), description(description) {}

  // Where it stands on the help page; an empty name keeps it from there.
  void group(std::string_view name) { group_name = name; }

  bool needs_value() const { return target.index() < 2; }
  // "-o,--output" has the letter 'o' and the long name "--output"; 0 and an empty name stand for none.
  char letter() const { return names.size() > 1 && names[1] != '-' ? names[1] : '\0'; }
  std::string_view long_name() const;
  // Notes that it was given, with `text` if it needs a value.
  void give(std::string_view text);

  std::string_view names;
  Target target;
  std::string_view value;  // what the help page calls it
  std::string_view description;
  std::string_view group_name;
  std::size_t count = 0;
};

class CommandLine {
 public:
  // `help` must outlive the object.
  explicit CommandLine(const CommandHelp& help);

  // Each declares an option, and returns it as long as no other is declared; what it is read into must outlive the
  // object. One with a value is shown as "--name VALUE"; given twice, the last one counts.
  Option* add_value(std::string_view names, std::string& target, std::string_view value, std::string_view description);
  // The same, for an option that can be given several times.
  Option* add_values(std::string_view names, std::vector<std::string>& target, std::string_view value,
                     std::string_view description);
  // An option without a value: whether it was given, or how often.
  Option* add_flag(std::string_view names, bool& target, std::string_view description);
  Option* add_flag(std::string_view names, int& target, std::string_view description);

  // Reads `arguments`; what is no option becomes `operands`. If the command is over (help was asked for, or an option
  // was wrong, and the user has been told) returns its exit code.
  std::optional<int> parse(Arguments arguments, std::vector<std::string>& operands);

  // How often the option with this long name was given.
  std::size_t count(std::string_view long_name) const;
  // Whether an option of this group was given.
  bool group_was_used(std::string_view group) const;

 private:
  Option* find_long(std::string_view name);
  Option* find_letter(char letter);
  // Each reads an option at the beginning of `words`, and takes away what it has read.
  std::optional<int> read_long(Arguments& words);
  std::optional<int> read_letters(Arguments& words);
  std::optional<int> read_next_word(Arguments& words, Option& option) const;
  std::string help_text() const;
  int unknown_option(std::string_view word) const;

  const CommandHelp& help_;
  std::vector<Option> options_;
  bool help_wanted_ = false;
  std::string unknown_;  // the first option that there is not
};

// Appends `text`, broken into lines of at most `width` columns; lines after the first start with `indentation` spaces.
void append_wrapped(std::string& out, std::string_view text, std::size_t column, std::size_t indentation,
                    std::size_t width);
// Columns of the terminal that stdout is; 80 if it is none.
std::size_t terminal_width();

}  // namespace wrt
