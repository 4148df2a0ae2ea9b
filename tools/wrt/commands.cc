// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The verbs: main finds them here, and so does the help page.
#include "tools/wrt/commands.h"

#include <algorithm>
#include <array>

namespace wrt {

namespace {

constexpr auto kCommands = std::to_array<Command>({
    {"run", command_run, "run a program, or call one of its functions"},
    {"compile", command_compile, "make native code of a module, to run it later without delay"},
    {"validate", command_validate, "say whether modules are valid"},
    {"bench", command_bench, "measure what compiling, loading and running a program takes"},
    {"inspect", command_inspect, "show what is in a module, down to its instructions"},
    {"wat2wasm", command_wat2wasm, "make a binary of the text format"},
    {"wast", command_wast, "run test scripts of the official suite's kind"},
    {"cache", command_cache, "show or clear what is kept of compiled modules"},
    {"help", command_help, "explain a command: wrt help run"},
});

}  // namespace

std::span<const Command> commands() {
  return kCommands;
}

const Command* find_command(std::string_view name) {
  const auto found = std::ranges::find(kCommands, name, &Command::name);
  return found != kCommands.end() ? &*found : nullptr;
}

std::vector<std::string_view> command_names() {
  std::vector<std::string_view> names;
  for (const Command& each : kCommands) names.push_back(each.name);
  return names;
}

}  // namespace wrt
