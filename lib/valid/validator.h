// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Validation (chapter 3). A module is checked in two parts: the environment (everything but function bodies), then
// each body, which a code generator does in one walk with its own work (func_validator.h).
#pragma once

#include "lib/support/result.h"
#include "lib/wasm/module.h"
#include "lib/wasm/subtyping.h"

namespace wrt {

// Everything but the bodies: types, imports, declarations, constant expressions, segments, exports, start.
// Fills module.escaping_functions. On success returns the context for matching types; it refers to module.types.
Result<TypeContext> validate_module_environment(Module& module);

// Every body, on as many threads as pay (`threads`; 0: one per core). Precondition: the environment is validated.
// Errors: the one in the lowest body.
Result<> validate_bodies(const Module& module, const TypeContext& types, unsigned threads = 0);

// The environment and every body, in order; the error with the lowest position in the specification's order.
Result<> validate_module(Module& module);

}  // namespace wrt
