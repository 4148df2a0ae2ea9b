// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Programs that start at once: a module is decoded and validated, on all cores, and machine code of a function is made
// when it is first called (compiler/baseline).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "api/program.h"
#include "lib/support/result.h"
#include "runtime/loaded_module.h"

namespace wrt {

// Whether this machine has a baseline tier.
bool has_baseline();

// A copy of a module's bytes: code that is made later is made of what was validated, whatever becomes of the file.
using ModuleBytes = std::shared_ptr<const std::vector<std::uint8_t>>;

// With Tier::Auto, room is kept for LLVM's code (LoadedModule::adopt). Of the other options, only `eager` and `threads`
// matter. When it returns, there are no more threads than before. Errors: of every kind, with offsets in the bytes;
// Unsupported, on a machine that the tier has no code for.
Result<std::shared_ptr<const LoadedModule>> load_baseline(ModuleBytes bytes, Features features,
                                                          const CompileOptions& options, LoadStatistics& statistics);

}  // namespace wrt
