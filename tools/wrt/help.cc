// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `wrt help`, `wrt --help`: what wrt is and which commands it has; `wrt help COMMAND` shows that command's page.
#include <array>
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
  run       run a program, or call one of its functions
  validate  say whether modules are valid
  inspect   show what is in a module, down to its instructions
  wat2wasm  make a binary of the text format
  wast      run test scripts of the official suite's kind
  help      explain a command: wrt help run

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
  if (arguments.empty()) return print_output(fmt::format(fmt::runtime(kOverview), kVersion)) ? 0 : kExitBadInput;
  const std::string_view topic = arguments[0];
  static char help_option[] = "--help";
  static char* const words[] = {help_option};
  if (topic == "run") return command_run(words);
  if (topic == "validate") return command_validate(words);
  if (topic == "inspect") return command_inspect(words);
  if (topic == "wat2wasm") return command_wat2wasm(words);
  if (topic == "wast") return command_wast(words);
  if (topic == "help") return command_help({});
  constexpr std::array<std::string_view, 5> kTopics = {"run", "validate", "inspect", "wat2wasm", "wast"};
  return usage_error("", fmt::format("there is no command '{}'{}", topic, did_you_mean(topic, kTopics)));
}

}  // namespace wrt
