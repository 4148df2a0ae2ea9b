// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// wrt, the command: finds out which of its verbs is meant and hands over to it. A first word that is no verb is a
// module to run, so `wrt app.wasm` and `wrt --dir . app.wasm` work as `wrt run` does.
#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <unistd.h>

#include "tools/wrt/commands.h"
#include "tools/wrt/messages.h"
#include "wrt/version.h"

namespace {

int command_version(wrt::Arguments) {
  return wrt::print_output(fmt::format("wrt {}\n", wrt::kVersion)) ? 0 : 1;
}

// The words that ask for a page of help or for the version, like a command.
const wrt::Command* find_option(std::string_view word) {
  static constexpr auto kOptions = std::to_array<wrt::Command>({
      {"--help", wrt::command_help, {}},
      {"-h", wrt::command_help, {}},
      {"version", command_version, {}},
      {"--version", command_version, {}},
      {"-V", command_version, {}},
  });
  const auto found = std::ranges::find(kOptions, word, &wrt::Command::name);
  return found != kOptions.end() ? &*found : nullptr;
}

// Whether `word` is meant to be a file: it looks like a path, or there is something of that name.
bool is_file(const std::string& word) {
  return word == "-" || word.find_first_of("./") != word.npos || ::access(word.c_str(), F_OK) == 0;
}

int unknown_command(std::string_view word) {
  return wrt::usage_error(
      "", fmt::format("'{}' is neither a command nor a file{}", word, wrt::did_you_mean(word, wrt::command_names())));
}

}  // namespace

int main(int argc, char** argv) {
  // Where files may not grow further, writing fails like any other call; it does not end the process.
  std::signal(SIGXFSZ, SIG_IGN);
  const wrt::Arguments arguments(argv, static_cast<std::size_t>(argc));
  if (arguments.size() < 2) return wrt::usage_error("", "no command and no file");
  const std::string word = arguments[1];
  const wrt::Command* command = wrt::find_command(word);
  if (command == nullptr) command = find_option(word);
  if (command != nullptr) return command->function(arguments.subspan(2));
  if (!word.starts_with('-') && !is_file(word)) return unknown_command(word);
  return wrt::command_run(arguments.subspan(1));
}
