// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Trial: one seed, its module, both engines, and, where they differ, the smallest module that still shows it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "test/random_module/random_module.h"
#include "test/second_opinion/guest_run.h"
#include "test/second_opinion/wasm_interp.h"

namespace wrt::second_opinion {

struct TrialOptions {
  std::string wasm_interp = "wasm-interp";
  // Where modules are written while they run; those that show a difference stay there.
  std::string folder;
  std::vector<Level> levels = all_levels();
};

void add(Moves& sum, const Moves& more);

struct TrialResult {
  // What is wrong, a line each; empty if all agree.
  std::vector<std::string> complaints;
  // How calls of random functions ended: "returned", "threw", or the trap.
  std::map<std::string, std::uint64_t> ends;
  // Of all levels.
  Moves moves;
};

// Adds to `counts`, and to `executed` unless it is null.
TrialResult run_trial(std::uint64_t seed, const TrialOptions& options, random_module::OpcodeCounts& counts,
                      ExecutedCounts* executed);

}  // namespace wrt::second_opinion
