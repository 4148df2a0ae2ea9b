// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Locals, globals, drop and select (3.4.3, 3.4.4).
#include <fmt/format.h>

#include "lib/valid/errors.h"
#include "lib/valid/func_validator.h"

namespace wrt {

bool FuncValidator::validate_drop() {
  ValType dropped;
  return pop_any(dropped);
}

// Without a type immediate only numbers and vectors can be chosen from, so that the type can be read off the stack.
bool FuncValidator::validate_select() {
  ValType second;
  ValType first;
  if (!pop(ValType::I32) || !pop_any(second) || !pop_any(first)) return false;
  if (first.is_ref() || second.is_ref()) {
    return invalid(errors::operand_mismatch("numeric or vector type", first.is_ref() ? first : second));
  }
  if (first != second && !first.is_bottom() && !second.is_bottom()) {
    const std::array<ValType, 2> required = {first, first};
    const std::array<ValType, 2> actual = {first, second};
    return invalid(errors::type_mismatch(required, actual));
  }
  push(first.is_bottom() ? second : first);
  return true;
}

bool FuncValidator::validate_select_typed(const Instruction& instruction) {
  if (instruction.types.size() != 1) return invalid("invalid result arity: select needs one type");
  const ValType type = instruction.types[0];
  if (!check_val_type(type) || !pop({type, type, ValType::I32})) return false;
  push(type);
  return true;
}

bool FuncValidator::validate_local_get(const Instruction& instruction) {
  const LocalIndex index = instruction.index;
  if (index >= locals_.size()) [[unlikely]]
    return unknown("local", index);
  if (!locals_.is_set(index)) {
    return invalid(fmt::format("uninitialized local: local {} is read before it is set", index));
  }
  push(locals_.type(index));
  return true;
}

bool FuncValidator::validate_local_set(const Instruction& instruction) {
  const LocalIndex index = instruction.index;
  if (index >= locals_.size()) [[unlikely]]
    return unknown("local", index);
  locals_.set(index);
  return pop(locals_.type(index));
}

bool FuncValidator::validate_local_tee(const Instruction& instruction) {
  if (!validate_local_set(instruction)) return false;
  push(locals_.type(instruction.index));
  return true;
}

bool FuncValidator::validate_global_get(const Instruction& instruction) {
  const Global* read = global(instruction.index);
  if (read == nullptr) return false;
  push(read->type.type);
  return true;
}

bool FuncValidator::validate_global_set(const Instruction& instruction) {
  const Global* written = global(instruction.index);
  if (written == nullptr) return false;
  if (!written->type.is_mutable) return invalid(fmt::format("immutable global {}", instruction.index));
  return pop(written->type.type);
}

}  // namespace wrt
