// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Runs all exports of a random module with wrt, in this process, compiled in one of several ways.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "compiler/compiler.h"
#include "lib/support/result.h"
#include "runtime/module_code.h"
#include "test/second_opinion/call_outcome.h"

namespace wrt::second_opinion {

// One way to compile.
struct Level {
  std::string name;  // as on the command line of wrt
  CompileOptions options;
};

// -O0 to -O3, -O2 --precise-traps, the baseline tier, -O2 and the baseline tier with --bounds-check=explicit, and
// moving from that tier to -O2 as early as can be.
std::vector<Level> all_levels();

struct GuestRun {
  std::vector<CallOutcome> outcomes;
  Moves moves;
};

// Decodes, validates, compiles and instantiates the module, and calls its exports in order. Errors of every step, all
// of which mean that the generator, the validator or the compiler is wrong.
Result<GuestRun> run_guest(std::span<const std::uint8_t> bytes, const Level& level);

}  // namespace wrt::second_opinion
