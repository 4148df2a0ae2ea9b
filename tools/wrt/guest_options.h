// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The options of every command that compiles and runs guests: how they are compiled, and what their collected heap may
// take.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/linker.h"
#include "api/program.h"
#include "tools/wrt/command_line.h"
#include "tools/wrt/compile_options.h"

namespace wrt {

class GuestOptions {
 public:
  // Declares the options. The other arguments must outlive the object; flags are set in them while `line` is parsed.
  GuestOptions(CommandLine& line, CompileOptions& compile, GcOptions& gc);

  // After parsing: takes apart the values that are texts. If one is wrong the user is told, with the name of the
  // command, and the exit code returned.
  std::optional<int> read(std::string_view command);

 private:
  std::optional<int> read_max_gc_heap(std::string_view command);

  CompileOptionsReader compile_;
  GcOptions& gc_;
  std::string max_gc_heap_;
};

}  // namespace wrt
