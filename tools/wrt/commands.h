// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The commands of wrt, a file each. Each gets the words behind its own name and returns the exit code:
//
//   0    all went well (for `run`: the guest's own code, whatever it is)
//   1    a file cannot be read, a module is malformed, invalid, unlinkable or not supported yet
//   2    the command line is wrong
//   134  the guest trapped
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace wrt {

inline constexpr int kExitBadInput = 1;
inline constexpr int kExitBadUsage = 2;
inline constexpr int kExitTrap = 134;

using Arguments = std::span<char* const>;

struct Command {
  std::string_view name;
  int (*function)(Arguments);
  std::string_view help;  // half a line
};

// All of them, in the order of the help page.
std::span<const Command> commands();
// Null if there is none of that name.
const Command* find_command(std::string_view name);
std::vector<std::string_view> command_names();

int command_run(Arguments arguments);
int command_compile(Arguments arguments);
int command_validate(Arguments arguments);
int command_bench(Arguments arguments);
int command_inspect(Arguments arguments);
int command_wat2wasm(Arguments arguments);
int command_wast(Arguments arguments);
int command_cache(Arguments arguments);
int command_help(Arguments arguments);

}  // namespace wrt
