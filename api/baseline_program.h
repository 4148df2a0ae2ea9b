// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Programs that start at once: a module is decoded and validated, on all cores, and machine code of a function is made
// when it is first called (compiler/baseline).
#pragma once

#include <memory>

#include "api/program.h"
#include "api/validated_module.h"
#include "lib/support/result.h"
#include "runtime/loaded_module.h"

namespace wrt {

// Whether this machine has a baseline tier.
bool has_baseline();

// With Tier::Auto, room is kept for LLVM's code (LoadedModule::adopt). Of the other options, only `eager`, `threads`
// and `bounds_check` matter. When it returns, there are no more threads than before. Errors: Io, Limit; Unsupported, on
// a machine that the tier has no code for.
Result<std::shared_ptr<const LoadedModule>> load_baseline(std::shared_ptr<const ValidatedModule> validated,
                                                          const CompileOptions& options, LoadStatistics& statistics);
// The same of bytes. Errors of every kind, with offsets in them.
Result<std::shared_ptr<const LoadedModule>> load_baseline(ModuleBytes bytes, Features features,
                                                          const CompileOptions& options, LoadStatistics& statistics);

}  // namespace wrt
