// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// WebAssembly values on the command line: the arguments of `--invoke`, and the results that it prints. What is printed
// can be given as an argument again.
//
//   i32, i64     -1, 42, 0x2a; the whole range of the signed and of the unsigned type
//   f32, f64     1.5, -0x1.8p3, 1e10, inf, -nan, nan:0x200000 (the last with the fraction's bits)
//   v128         four i32: 1,2,3,4
//   references   null
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/abi/value.h"
#include "lib/wasm/types.h"

namespace wrt {

// Nothing if `text` is no value of the type. A reference that cannot be null has no text.
std::optional<Value> parse_value(std::string_view text, ValType type);
// Shortest text that reads back as the same bits (a reference other than null: its type's name).
std::string format_value(const Value& value, ValType type);

}  // namespace wrt
