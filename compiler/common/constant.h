// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Constant expressions (3.3.10) whose value is known without an instance.
#pragma once

#include <cstdint>
#include <optional>

#include "lib/wasm/module.h"

namespace wrt {

// Of an expression that is one i32.const or i64.const; the first is zero-extended. Precondition: it is valid.
std::optional<std::uint64_t> constant_integer(const ConstExpr& expression);

// Of one that is one `ref.func`. Precondition: it is valid.
std::optional<FuncIndex> constant_function(const ConstExpr& expression);

}  // namespace wrt
