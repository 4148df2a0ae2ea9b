// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The functions that are not random: they call random ones, show what these have done as integers, and undo it.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/wasm/types.h"
#include "test/random_module/module_plan.h"

namespace wrt::random_module {

struct HarnessFunction {
  FuncType type;
  std::vector<std::uint8_t> body;
};

// [] -> integers: fuel, random arguments, the call, and its results bit by bit, with NaNs made canonical.
HarnessFunction make_call_function(const ModulePlan& plan, FuncIndex function, RandomSource& random);
// [] -> [i64]: a hash of memories, globals, and of the tables' sizes and nulls.
HarnessFunction make_state_function(const ModulePlan& plan);
// [] -> []: memories and tables filled again from the first segments, mutable globals set.
HarnessFunction make_reset_function(const ModulePlan& plan, RandomSource& random);

}  // namespace wrt::random_module
