// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reading options, and the help page that is made of them.
#include "tools/wrt/command_line.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tools/wrt/messages.h"

namespace wrt {

namespace {

constexpr std::size_t kDescriptionColumn = 26;

// "  -O, --opt-level LEVEL"
std::string option_heading(const Option& option) {
  std::string text = "  ";
  for (const char each : option.names) {
    text += each;
    if (each == ',') text += ' ';
  }
  if (!option.value.empty()) {
    text += ' ';
    text += option.value;
  }
  return text;
}

void append_option(std::string& out, const Option& option, std::size_t width) {
  const std::string heading = option_heading(option);
  out += heading;
  // On a narrow terminal descriptions get lines of their own.
  const std::size_t column = width < 60 ? 6 : kDescriptionColumn;
  if (heading.size() + 1 > column) {
    out += '\n' + std::string(column, ' ');
  } else {
    out += std::string(column - heading.size(), ' ');
  }
  append_wrapped(out, option.description, column, column, width);
  out += '\n';
}

}  // namespace

std::size_t terminal_width() {
  std::size_t width = 80;
  winsize size{};
  if (const char* const columns = std::getenv("COLUMNS"); columns != nullptr && std::atoi(columns) > 0) {
    width = static_cast<std::size_t>(std::atoi(columns));
  } else if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    width = size.ws_col;
  }
  return std::clamp<std::size_t>(width, 30, 100);
}

void append_wrapped(std::string& out, std::string_view text, std::size_t column, std::size_t indentation,
                    std::size_t width) {
  bool first = true;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!first && column + 1 + word.size() > width) {
      out += '\n' + std::string(indentation, ' ');
      column = indentation;
      first = true;
    }
    if (!first) out += ' ';
    out += word;
    column += word.size() + (first ? 0 : 1);
    first = false;
  }
}

std::string_view Option::long_name() const {
  const std::size_t begin = names.find("--");
  return begin == names.npos ? std::string_view() : names.substr(begin);
}

void Option::give(std::string_view text) {
  ++count;
  if (std::string* const* const last = std::get_if<std::string*>(&target)) {
    **last = text;
  } else if (std::vector<std::string>* const* const all = std::get_if<std::vector<std::string>*>(&target)) {
    (*all)->emplace_back(text);
  } else if (bool* const* const given = std::get_if<bool*>(&target)) {
    **given = true;
  } else {
    ++*std::get<int*>(target);
  }
}

CommandLine::CommandLine(const CommandHelp& help) : help_(help) {
  options_.reserve(40);
  add_flag("-h,--help", help_wanted_, "show this page")->group("Other");
}

Option* CommandLine::add_value(std::string_view names, std::string& target, std::string_view value,
                               std::string_view description) {
  return &options_.emplace_back(names, &target, value, description);
}

Option* CommandLine::add_values(std::string_view names, std::vector<std::string>& target, std::string_view value,
                                std::string_view description) {
  return &options_.emplace_back(names, &target, value, description);
}

Option* CommandLine::add_flag(std::string_view names, bool& target, std::string_view description) {
  return &options_.emplace_back(names, &target, "", description);
}

Option* CommandLine::add_flag(std::string_view names, int& target, std::string_view description) {
  return &options_.emplace_back(names, &target, "", description);
}

Option* CommandLine::find_long(std::string_view name) {
  const auto found = std::ranges::find(options_, name, &Option::long_name);
  return found != options_.end() ? &*found : nullptr;
}

Option* CommandLine::find_letter(char letter) {
  const auto found = std::ranges::find(options_, letter, &Option::letter);
  return found != options_.end() ? &*found : nullptr;
}

std::size_t CommandLine::count(std::string_view long_name) const {
  const auto found = std::ranges::find(options_, long_name, &Option::long_name);
  return found != options_.end() ? found->count : 0;
}

bool CommandLine::group_was_used(std::string_view group) const {
  return std::ranges::any_of(options_, [&](const Option& each) { return each.group_name == group && each.count > 0; });
}

// An unknown option is told only when all words were read: with --help among them there is help.
std::optional<int> CommandLine::parse(Arguments arguments, std::vector<std::string>& operands) {
  bool options_ended = false;
  while (!arguments.empty()) {
    const std::string_view word = arguments.front();
    if (options_ended || word.size() < 2 || word.front() != '-') {
      operands.emplace_back(word);
      options_ended |= help_.operands_end_options;
      arguments = arguments.subspan(1);
    } else if (word == "--") {
      options_ended = true;
      arguments = arguments.subspan(1);
    } else if (const std::optional<int> code = word[1] == '-' ? read_long(arguments) : read_letters(arguments)) {
      return code;
    }
  }
  if (help_wanted_) return print_output(help_text()) ? 0 : kExitBadInput;
  if (!unknown_.empty()) return unknown_option(unknown_);
  return std::nullopt;
}

// "--name", "--name=value"
std::optional<int> CommandLine::read_long(Arguments& words) {
  const std::string_view word = words.front();
  const std::size_t equals = word.find('=');
  const std::string_view name = word.substr(0, equals);
  words = words.subspan(1);
  Option* const option = find_long(name);
  if (option == nullptr) {
    if (unknown_.empty()) unknown_ = word;
  } else if (equals != word.npos && !option->needs_value()) {
    return usage_error(help_.name, fmt::format("option '{}' takes no value", name));
  } else if (equals != word.npos) {
    option->give(word.substr(equals + 1));
  } else if (option->needs_value()) {
    return read_next_word(words, *option);
  } else {
    option->give("");
  }
  return std::nullopt;
}

// "-v", "-vv", "-O2", "-vO2"
std::optional<int> CommandLine::read_letters(Arguments& words) {
  std::string_view letters = std::string_view(words.front()).substr(1);
  words = words.subspan(1);
  for (; !letters.empty(); letters.remove_prefix(1)) {
    Option* const option = find_letter(letters.front());
    if (option == nullptr) {
      if (unknown_.empty()) unknown_ = fmt::format("-{}", letters);
      return std::nullopt;
    }
    if (!option->needs_value()) {
      option->give("");
      continue;
    }
    if (letters.size() == 1) return read_next_word(words, *option);
    option->give(letters.substr(1));
    return std::nullopt;
  }
  return std::nullopt;
}

// The value of `option`, whatever it looks like.
std::optional<int> CommandLine::read_next_word(Arguments& words, Option& option) const {
  if (words.empty()) {
    return usage_error(help_.name, fmt::format("option '{}' needs a value", option.long_name()));
  }
  option.give(words.front());
  words = words.subspan(1);
  return std::nullopt;
}

int CommandLine::unknown_option(std::string_view word) const {
  const std::string_view name = word.substr(0, word.find('='));
  std::vector<std::string_view> candidates;
  for (const Option& option : options_) candidates.push_back(option.long_name());
  return usage_error(help_.name, fmt::format("unknown option '{}'{}", name, did_you_mean(name, candidates)));
}

std::string CommandLine::help_text() const {
  const std::size_t width = terminal_width();
  std::string text = fmt::format("Usage: wrt {} ", help_.name);
  append_wrapped(text, help_.operands, text.size(), 7, width);
  text += "\n\n";
  append_wrapped(text, help_.summary, 0, 0, width);
  text += '\n';
  std::vector<std::string_view> groups;
  for (const Option& option : options_) {
    const std::string_view group = option.group_name;
    if (group.empty() || group == "Other" || std::ranges::find(groups, group) != groups.end()) continue;
    groups.push_back(group);
  }
  groups.push_back("Other");
  for (const std::string_view group : groups) {
    text += fmt::format("\n{}:\n", group);
    for (const Option& option : options_) {
      if (option.group_name == group) append_option(text, option, width);
    }
  }
  return text + fmt::format("\nExamples:\n{}", help_.examples);
}

}  // namespace wrt
