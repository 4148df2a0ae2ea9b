// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Declaring and reading the options of compilation.
#include "tools/wrt/compile_options.h"

#include <fmt/format.h>

#include "tools/wrt/messages.h"

namespace wrt {

namespace {

constexpr const char* kGroup = "Compilation";

}  // namespace

CompileOptionsReader::CompileOptionsReader(CommandLine& line, CompileOptions& options) : options_(options) {
  line.add_value("-O,--opt-level", opt_level_, "LEVEL",
                 "how hard to optimise: 0 to 3, or s for small code; 2 if not given")
      ->group(kGroup);
  line.add_flag("--precise-traps", options.precise_traps,
                "memory holds exactly what the specification says even after a trap; slower")
      ->group(kGroup);
  line.add_value(
          "--bounds-check", bounds_check_, "HOW",
          "how loads and stores are kept inside of their memory: 'guard', by address space around it that faults "
          "(if not given); 'explicit', by comparing addresses, which takes less of that and is slower; 'none', for "
          "code that is trusted")
      ->group(kGroup);
  line.add_flag("--meter", options.meter, "make code that counts the instructions it executes, for --fuel; slower")
      ->group(kGroup);
  line.add_value("--cpu", options.cpu, "NAME",
                 "compile for this processor: 'native' (this one, if not given), 'baseline' for one that nearly all "
                 "are successors of, or LLVM's name of another")
      ->group(kGroup);
  line.add_value("--cpu-features", options.features, "LIST", "use more or fewer of its features: +avx2,-fma")
      ->group(kGroup);
  // For those who work on the compiler; not on the help page.
  line.add_flag("--verify", options.verify, "check LLVM's modules")->group("");
  line.add_value("--compiler", options.compiler, "WRT", "compile with that executable, in a process")->group("");
}

void CompileOptionsReader::add_target(CommandLine& line) {
  line.add_value("--target", options_.target, "TRIPLE",
                 "compile for another machine: x86_64-linux-gnu or aarch64-linux-gnu")
      ->group(kGroup);
}

bool CompileOptionsReader::was_used(CommandLine& line) {
  return line.group_was_used(kGroup);
}

std::optional<int> CompileOptionsReader::read(std::string_view command) {
  if (const std::optional<int> code = read_opt_level(command)) return code;
  return read_bounds_check(command);
}

std::optional<int> CompileOptionsReader::read_opt_level(std::string_view command) {
  if (opt_level_.size() == 1 && opt_level_[0] >= '0' && opt_level_[0] <= '3') {
    options_.opt_level = static_cast<unsigned>(opt_level_[0] - '0');
  } else if (opt_level_ == "s") {
    options_.small = true;
  } else if (!opt_level_.empty()) {
    return usage_error(command, fmt::format("-O{}: expected 0, 1, 2, 3 or s", opt_level_));
  }
  return std::nullopt;
}

std::optional<int> CompileOptionsReader::read_bounds_check(std::string_view command) {
  if (bounds_check_.empty() || bounds_check_ == "guard") return std::nullopt;
  if (bounds_check_ == "explicit") {
    options_.bounds_check = BoundsCheck::Explicit;
  } else if (bounds_check_ == "none") {
    options_.bounds_check = BoundsCheck::None;
  } else {
    return usage_error(command, fmt::format("--bounds-check {}: expected guard, explicit or none", bounds_check_));
  }
  return std::nullopt;
}

}  // namespace wrt
