// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// References (3.4.7 and the branches of 3.4.1 that test one). Where code cannot be reached a popped reference has the
// bottom heap type, which matches all others.
#include <fmt/format.h>

#include "lib/valid/errors.h"
#include "lib/valid/func_validator.h"

namespace wrt {

namespace {

// What is left of `source` if a value is known not to be of `target` (3.1.5): null goes where `target` takes it.
RefType without(RefType source, RefType target) {
  return target.nullable() ? source.as_non_null() : source;
}

}  // namespace

bool FuncValidator::validate_ref_null(const Instruction& instruction) {
  if (!check_val_type(instruction.ref)) return false;
  push(instruction.ref);
  return true;
}

bool FuncValidator::validate_ref_func(const Instruction& instruction) {
  const FuncIndex index = instruction.index;
  if (index >= module_.functions.size()) return unknown("function", index);
  if (is_const_) {
    const_func_refs_.push_back(index);
  } else if (!module_.escaping_functions[index]) {
    return invalid(fmt::format("undeclared function reference {}", index));
  }
  push(ValType::ref(HeapType::defined(module_.functions[index].type), false));
  return true;
}

bool FuncValidator::validate_ref_is_null() {
  ValType ref;
  if (!pop_ref(ref)) return false;
  push(ValType::I32);
  return true;
}

bool FuncValidator::validate_ref_as_non_null() {
  ValType ref;
  if (!pop_ref(ref)) return false;
  push(ref.as_non_null());
  return true;
}

bool FuncValidator::validate_ref_eq() {
  const ValType eqref = ValType::ref(HeapType::Eq, true);
  if (!pop({eqref, eqref})) return false;
  push(ValType::I32);
  return true;
}

bool FuncValidator::validate_ref_test(const Instruction& instruction) {
  if (!check_val_type(instruction.ref) || !pop(ValType::ref(types_.top(instruction.ref.heap()), true))) return false;
  push(ValType::I32);
  return true;
}

bool FuncValidator::validate_ref_cast(const Instruction& instruction) {
  if (!check_val_type(instruction.ref) || !pop(ValType::ref(types_.top(instruction.ref.heap()), true))) return false;
  push(instruction.ref);
  return true;
}

bool FuncValidator::validate_br_on_null(const Instruction& instruction) {
  ValType ref;
  if (!check_label(instruction.index) || !pop_ref(ref)) return false;
  const std::span<const ValType> types = label(instruction.index).label_types();
  if (!pop_types(types) || !push_types(types)) return false;
  push(ref.as_non_null());
  return true;
}

bool FuncValidator::validate_br_on_non_null(const Instruction& instruction) {
  if (!check_label(instruction.index)) return false;
  const std::span<const ValType> types = label(instruction.index).label_types();
  if (types.empty() || !types.back().is_ref()) {
    return invalid("type mismatch: instruction requires reference type but label has " + errors::type_list(types));
  }
  if (!pop(ValType::ref(types.back().heap(), true))) return false;
  const std::span<const ValType> others = types.first(types.size() - 1);
  return pop_types(others) && push_types(others);
}

// `carried`: what goes to the label.
bool FuncValidator::check_cast_types(const Instruction& instruction, ValType carried) {
  if (!check_label(instruction.index) || !check_val_type(instruction.ref) || !check_val_type(instruction.ref2)) {
    return false;
  }
  if (!types_.matches(instruction.ref2, instruction.ref)) {
    return invalid(fmt::format("type mismatch on cast: type {} does not match {}", to_string(instruction.ref2),
                               to_string(instruction.ref)));
  }
  const std::span<const ValType> types = label(instruction.index).label_types();
  if (types.empty() || !types_.matches(carried, types.back())) {
    return invalid(fmt::format("type mismatch: instruction requires type {} but label has {}", to_string(carried),
                               errors::type_list(types)));
  }
  return true;
}

bool FuncValidator::validate_br_on_cast(const Instruction& instruction) {
  if (!check_cast_types(instruction, instruction.ref2) || !pop(instruction.ref)) return false;
  const std::span<const ValType> types = label(instruction.index).label_types();
  const std::span<const ValType> others = types.first(types.size() - 1);
  if (!pop_types(others) || !push_types(others)) return false;
  push(without(instruction.ref, instruction.ref2));
  return true;
}

bool FuncValidator::validate_br_on_cast_fail(const Instruction& instruction) {
  if (!check_cast_types(instruction, without(instruction.ref, instruction.ref2)) || !pop(instruction.ref)) return false;
  const std::span<const ValType> types = label(instruction.index).label_types();
  const std::span<const ValType> others = types.first(types.size() - 1);
  if (!pop_types(others) || !push_types(others)) return false;
  push(instruction.ref2);
  return true;
}

bool FuncValidator::validate_any_convert_extern() {
  ValType ref;
  if (!pop_ref(ref)) return false;
  push(ref);
  if (!pop(ValType::ref(HeapType::Extern, ref.nullable()))) return false;
  push(ValType::ref(HeapType::Any, ref.nullable()));
  return true;
}

bool FuncValidator::validate_extern_convert_any() {
  ValType ref;
  if (!pop_ref(ref)) return false;
  push(ref);
  if (!pop(ValType::ref(HeapType::Any, ref.nullable()))) return false;
  push(ValType::ref(HeapType::Extern, ref.nullable()));
  return true;
}

bool FuncValidator::validate_ref_i31() {
  if (!pop(ValType::I32)) return false;
  push(ValType::ref(HeapType::I31, false));
  return true;
}

bool FuncValidator::validate_i31_get() {
  if (!pop(ValType::ref(HeapType::I31, true))) return false;
  push(ValType::I32);
  return true;
}

}  // namespace wrt
