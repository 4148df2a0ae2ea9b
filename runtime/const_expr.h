// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Evaluation of constant expressions (4.5.2) while a module is instantiated.
#pragma once

#include "lib/abi/value.h"
#include "lib/support/result.h"
#include "lib/wasm/module.h"

namespace wrt {

class Instance;

// The value of a validated constant expression. Globals that it names have their values already, and the instance's
// function references are filled in. Objects are made without a collection. Errors: Limit, when the heap is exhausted.
Result<Value> evaluate(const ConstExpr& expression, const Instance& instance);

}  // namespace wrt
