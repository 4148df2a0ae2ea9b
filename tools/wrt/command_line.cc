// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reading options, and the help page that is made of them. CLI11 reports errors by exceptions; they end here.
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
std::string option_heading(const CLI::Option& option) {
  std::string text = "  ";
  for (const std::string& name : option.get_snames()) text += fmt::format("-{}, ", name);
  if (option.get_lnames().empty()) text.resize(text.size() - 2);
  for (const std::string& name : option.get_lnames()) text += fmt::format("--{}", name);
  const std::string value = option.get_type_name();
  if (!value.empty()) text += ' ' + value;
  return text;
}

void append_option(std::string& out, const CLI::Option& option, std::size_t width) {
  const std::string heading = option_heading(option);
  out += heading;
  // On a narrow terminal descriptions get lines of their own.
  const std::size_t column = width < 60 ? 6 : kDescriptionColumn;
  if (heading.size() + 1 > column) {
    out += '\n' + std::string(column, ' ');
  } else {
    out += std::string(column - heading.size(), ' ');
  }
  append_wrapped(out, option.get_description(), column, column, width);
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

CommandLine::CommandLine(const CommandHelp& help) : help_(help), app_("", std::string(help.name)) {
  app_.allow_extras();
  app_.prefix_command(help.operands_end_options);
  app_.set_help_flag("-h,--help", "show this page")->group("Other");
}

CLI::Option* CommandLine::add_value(const std::string& names, std::string& target, const char* value,
                                    const char* description) {
  return app_.add_option(names, target, description)->type_name(value)->expected(1)->take_last();
}

CLI::Option* CommandLine::add_values(const std::string& names, std::vector<std::string>& target, const char* value,
                                     const char* description) {
  return app_.add_option(names, target, description)
      ->type_name(value)
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

std::optional<int> CommandLine::parse(Arguments arguments, std::vector<std::string>& operands) {
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());  // as CLI11 wants them
  try {
    app_.parse(std::move(reversed));
  } catch (const CLI::CallForHelp&) {
    return print_output(help_text()) ? 0 : kExitBadInput;
  } catch (const CLI::ParseError& error) {
    return explain(error);
  }
  return sort_remaining(app_.remaining(), operands);
}

// CLI11 leaves over operands, options that it does not know, and "--".
std::optional<int> CommandLine::sort_remaining(std::vector<std::string> words,
                                               std::vector<std::string>& operands) const {
  bool options_ended = false;
  for (std::string& word : words) {
    if (!options_ended && word == "--") {
      options_ended = true;
      continue;
    }
    if (!options_ended && word.size() > 1 && word.starts_with('-')) return unknown_option(word);
    operands.push_back(std::move(word));
    if (help_.operands_end_options) options_ended = true;
  }
  return std::nullopt;
}

int CommandLine::explain(const CLI::ParseError& error) const {
  const std::string message = error.what();
  const std::string option = message.substr(0, message.find(':'));
  if (error.get_name() == "ArgumentMismatch" && option.starts_with('-')) {
    return usage_error(help_.name, fmt::format("option '{}' needs a value", option));
  }
  return usage_error(help_.name, message);
}

int CommandLine::unknown_option(const std::string& word) const {
  const std::string name = word.substr(0, word.find('='));
  std::vector<std::string> names;
  for (const CLI::Option* option : app_.get_options()) {
    for (const std::string& each : option->get_lnames()) names.push_back("--" + each);
  }
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  return usage_error(help_.name, fmt::format("unknown option '{}'{}", name, did_you_mean(name, candidates)));
}

std::string CommandLine::help_text() const {
  const std::size_t width = terminal_width();
  std::string text = fmt::format("Usage: wrt {} ", help_.name);
  append_wrapped(text, help_.operands, text.size(), 7, width);
  text += "\n\n";
  append_wrapped(text, help_.summary, 0, 0, width);
  text += '\n';
  std::vector<std::string> groups;
  for (const CLI::Option* option : app_.get_options()) {
    const std::string& group = option->get_group();
    if (group.empty() || group == "Other" || std::ranges::find(groups, group) != groups.end()) continue;
    groups.push_back(group);
  }
  groups.push_back("Other");
  for (const std::string& group : groups) {
    text += fmt::format("\n{}:\n", group);
    for (const CLI::Option* option : app_.get_options()) {
      if (option->get_group() == group) append_option(text, *option, width);
    }
  }
  return text + fmt::format("\nExamples:\n{}", help_.examples);
}

}  // namespace wrt
