// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `wrt help`, `wrt --help`: what wrt is and which commands it has; `wrt help COMMAND` shows that command's page.
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "tools/wrt/commands.h"
#include "tools/wrt/messages.h"
#include "wrt/version.h"

namespace wrt {

namespace {

constexpr std::string_view kOverview = R"(wrt {}: runs WebAssembly programs on Linux as native code

Usage: wrt [run] [OPTION…] FILE [ARGUMENT…]
       wrt COMMAND [OPTION…] FILE

Commands:
{}
Options:
  -h, --help     show this page
  -V, --version  show the version

Examples:
  wrt hello.wasm                         run a program
  wrt --dir . sort.wasm words.txt        let it see the current folder
  wrt run --invoke add lib.wasm 40 2     call a function and print its result
  wrt inspect hello.wasm                 see what a module holds and wants

A module is a binary (.wasm) or text (.wat); its first bytes tell which.
A program gets nothing of the host's but its standard streams, unless an option
gives it. wrt exits with the program's own code; with 134 after a trap, with 1
when the file is no module that can run, with 2 when the command line is wrong.
)";

}  // namespace

int command_help(Arguments arguments) {
  if (arguments.empty()) {
    std::string list;
    for (const Command& each : commands()) list += fmt::format("  {:<9} {}\n", each.name, each.help);
    return print_output(fmt::format(fmt::runtime(kOverview), kVersion, list)) ? 0 : kExitBadInput;
  }
  const std::string_view topic = arguments[0];
  const Command* const command = find_command(topic);
  if (command == nullptr) {
    return usage_error("", fmt::format("there is no command '{}'{}", topic, did_you_mean(topic, command_names())));
  }
  if (topic == "help") return command_help({});
  static char help_option[] = "--help";
  static char* const words[] = {help_option};
  return command->function(words);
}

}  // namespace wrt
