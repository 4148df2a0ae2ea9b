// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which NaN an arithmetic instruction returns is not specified (4.3.3.2), so two right engines may differ. The
// generator therefore follows, for each value that it computes, whether bits of a NaN in it may differ, and makes such
// a NaN the canonical one just before something looks at its bits: a store, a reinterpretation, a sign that is copied,
// an integer instruction on a vector. Everything else sees arithmetic as it is, so that it can be optimised, and NaNs
// whose bits are fixed (constants, loads, what neg and abs make of these) are compared bit by bit.
#pragma once

#include <cstddef>

#include "lib/wasm/opcodes.h"

namespace wrt::random_module {

// What of a value two engines may disagree about.
enum class NanBits : unsigned char {
  Exact,   // nothing
  AnyF32,  // the bits of NaNs: of the f32, or in the f32 lanes of the vector
  AnyF64,  // likewise for f64
};

// The least exact bits that operand number `operand` of a SIMPLE row may have.
NanBits operand_bits(Opcode opcode, std::size_t operand);

// What the result of a SIMPLE row has, when the least exact of its operands is `operands`.
NanBits result_bits(Opcode opcode, NanBits operands);

}  // namespace wrt::random_module
