// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Tables that hold the same from the end of instantiation on, and hold what the module says: those that neither leave
// the module nor are written by it. Where a producer of C or Rust makes function pointers, its table is such a one.
#pragma once

#include <optional>
#include <vector>

#include "lib/wasm/module.h"

namespace wrt {

// By index: a function that the module defines, or nothing for null. Empty: the table is none of these.
using ConstantTable = std::vector<std::optional<FuncIndex>>;

// By table index. Precondition: the module is valid.
std::vector<ConstantTable> find_constant_tables(const Module& module);

}  // namespace wrt
