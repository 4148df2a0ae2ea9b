// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The options of every command that compiles and runs guests: how they are compiled, and what they may take.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/linker.h"
#include "api/program.h"
#include "api/run_limits.h"
#include "tools/wrt/command_line.h"
#include "tools/wrt/compile_options.h"

namespace wrt {

class GuestOptions {
 public:
  // Declares the options; what `compile` has for a tier is what it stays if none is given. The other arguments must
  // outlive the object; flags are set in them while `line` is parsed.
  GuestOptions(CommandLine& line, CompileOptions& compile, RunLimits& limits);

  // After parsing: takes apart the values that are texts. If one is wrong the user is told, with the name of the
  // command, and the exit code returned.
  std::optional<int> read(std::string_view command);

 private:
  std::optional<int> read_tier(std::string_view command);
  std::optional<int> read_memory(std::string_view command);
  std::optional<int> read_counts(std::string_view command);
  std::optional<int> read_time(std::string_view command);

  CompileOptionsReader compile_;
  CompileOptions& options_;
  RunLimits& limits_;
  std::string tier_;
  std::string max_memory_;
  std::string max_gc_heap_;
  std::string max_stack_;
  std::string max_table_;
  std::string max_instances_;
  std::string fuel_;
  std::string timeout_;
};

}  // namespace wrt
