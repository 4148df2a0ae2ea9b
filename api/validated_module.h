// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ValidatedModule: a module that is valid from its first byte to its last, with the bytes that it borrows from, for
// compilers that take it apart later, and function by function.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "lib/support/result.h"
#include "lib/wasm/features.h"
#include "lib/wasm/module.h"
#include "lib/wasm/subtyping.h"

namespace wrt {

struct LoadStatistics;

// A copy of a module's bytes: code that is made later is made of what was validated, whatever becomes of the file.
using ModuleBytes = std::shared_ptr<const std::vector<std::uint8_t>>;

// Immutable, so any thread may use it.
struct ValidatedModule {
  ModuleBytes bytes;
  Module module;
  TypeContext types;
};

// Decodes and validates, on all cores. Errors: of every kind, with offsets in the bytes.
Result<std::shared_ptr<const ValidatedModule>> validate_all(ModuleBytes bytes, Features features,
                                                            LoadStatistics& statistics);

}  // namespace wrt
