// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Programs that start at once: a module is decoded and validated, on all cores, and machine code of a function is made
// when it is first called (compiler/baseline).
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "api/program.h"
#include "lib/support/result.h"
#include "runtime/loaded_module.h"

namespace wrt {

// The bytes are copied: code that is made later is made of what was validated, whatever becomes of the file. Errors: of
// every kind, with offsets in the bytes; Unsupported, on a machine that the tier has no code for.
Result<std::shared_ptr<const LoadedModule>> load_baseline(std::span<const std::uint8_t> bytes, Features features,
                                                          LoadStatistics& statistics);

}  // namespace wrt
