// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The claimed SIMPLE rows of the opcode table, sorted by what they leave: the generator chooses from these lists, so
// that a new row is generated without a line about it here.
#pragma once

#include <span>

#include "lib/wasm/opcodes.h"
#include "lib/wasm/types.h"

namespace wrt::random_module {

// Those with one result of this numeric or vector type; never empty.
std::span<const Opcode> rows_with_result(ValType type);
// Those with operands and no result: all kinds of stores.
std::span<const Opcode> rows_without_result();
// Those that combine two values of this type to one of the same, without an immediate and without a trap.
std::span<const Opcode> rows_combining(ValType type);

// The type of an operand or result letter of the table, but for 'a'.
ValType type_of_letter(char letter);

}  // namespace wrt::random_module
