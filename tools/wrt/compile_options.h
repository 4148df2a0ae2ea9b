// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The options of every command that compiles: how hard, and for which machine.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/program.h"
#include "tools/wrt/command_line.h"

namespace wrt {

class CompileOptionsReader {
 public:
  // Declares the options. Both arguments must outlive the object; flags are set in `options` while `line` is parsed.
  CompileOptionsReader(CommandLine& line, CompileOptions& options);

  // Declares --target too, for commands that run nothing.
  void add_target(CommandLine& line);

  // After parsing: whether any of the options was given.
  static bool was_used(CommandLine& line);
  // After parsing: takes apart the values that are texts. If one is wrong the user is told, with the name of the
  // command, and the exit code returned.
  std::optional<int> read(std::string_view command);

 private:
  std::optional<int> read_opt_level(std::string_view command);
  std::optional<int> read_bounds_check(std::string_view command);

  CompileOptions& options_;
  std::string opt_level_;
  std::string bounds_check_;
};

}  // namespace wrt
