// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Structs and arrays (3.4.8, 3.4.9).
#include <fmt/format.h>

#include "lib/valid/func_validator.h"
#include "lib/wasm/limits.h"

namespace wrt {

namespace {

RefType nullable_ref(TypeIndex index) {
  return ValType::ref(HeapType::defined(index), true);
}
RefType new_ref(TypeIndex index) {
  return ValType::ref(HeapType::defined(index), false);
}

}  // namespace

// A packed field is read with a sign or without, any other in the plain form.
bool FuncValidator::check_packing(const FieldType& field, bool extends, const char* what) {
  if (field.storage.is_packed() == extends) return true;
  return invalid(fmt::format("type mismatch: {} is {}", what, extends ? "unpacked" : "packed"));
}

// --- Structs ---

bool FuncValidator::validate_struct_new(const Instruction& instruction) {
  const SubType* type = struct_type(instruction.index);
  if (type == nullptr) return false;
  // Backwards: the last field is on top.
  for (std::size_t i = type->fields.size(); i-- > 0;) {
    if (!pop(type->fields[i].storage.unpacked())) return false;
  }
  push(new_ref(instruction.index));
  return true;
}

bool FuncValidator::validate_struct_new_default(const Instruction& instruction) {
  const SubType* type = struct_type(instruction.index);
  if (type == nullptr) return false;
  for (const FieldType& field : type->fields) {
    if (!field.storage.defaultable()) return invalid("type mismatch: field type is not defaultable");
  }
  push(new_ref(instruction.index));
  return true;
}

bool FuncValidator::validate_struct_get(const Instruction& instruction) {
  const FieldType* field = field_type(instruction);
  if (field == nullptr || !check_packing(*field, instruction.opcode != Opcode::StructGet, "field")) return false;
  if (!pop(nullable_ref(instruction.index))) return false;
  push(field->storage.unpacked());
  return true;
}

bool FuncValidator::validate_struct_set(const Instruction& instruction) {
  const FieldType* field = field_type(instruction);
  if (field == nullptr) return false;
  if (!field->is_mutable) return invalid("immutable field");
  return pop({nullable_ref(instruction.index), field->storage.unpacked()});
}

// --- Arrays ---

const FieldType* FuncValidator::mutable_array_type(TypeIndex index) {
  const FieldType* field = array_type(index);
  if (field != nullptr && !field->is_mutable) return invalid("immutable array"), nullptr;
  return field;
}

bool FuncValidator::check_data_for_array(std::uint32_t segment, const FieldType& field) {
  if (!check_data_segment(segment)) return false;
  return !field.storage.is_ref() || invalid("array type is not numeric or vector");
}

bool FuncValidator::check_elements_for_array(std::uint32_t segment, const FieldType& field) {
  const ElementSegment* elements = element_segment(segment);
  if (elements == nullptr) return false;
  if (types_.matches(elements->type, field.storage.unpacked())) return true;
  return invalid(fmt::format("type mismatch: element segment's type {} does not match array's field type {}",
                             to_string(elements->type), to_string(field.storage)));
}

bool FuncValidator::validate_array_new(const Instruction& instruction) {
  const FieldType* field = array_type(instruction.index);
  if (field == nullptr || !pop({field->storage.unpacked(), ValType::I32})) return false;
  push(new_ref(instruction.index));
  return true;
}

bool FuncValidator::validate_array_new_default(const Instruction& instruction) {
  const FieldType* field = array_type(instruction.index);
  if (field == nullptr) return false;
  if (!field->storage.defaultable()) return invalid("type mismatch: array type is not defaultable");
  if (!pop(ValType::I32)) return false;
  push(new_ref(instruction.index));
  return true;
}

bool FuncValidator::validate_array_new_fixed(const Instruction& instruction) {
  const FieldType* field = array_type(instruction.index);
  if (field == nullptr) return false;
  if (instruction.index2 > kMaxArrayNewFixed) {
    return fail(ErrorKind::Limit, fmt::format("too many operands of array.new_fixed: {}, at most {} are supported",
                                              instruction.index2, kMaxArrayNewFixed));
  }
  const ValType type = field->storage.unpacked();
  for (std::uint32_t i = 0; i < instruction.index2; ++i) {
    if (!pop(type)) return false;
  }
  push(new_ref(instruction.index));
  return true;
}

bool FuncValidator::validate_array_new_data(const Instruction& instruction) {
  const FieldType* field = array_type(instruction.index);
  if (field == nullptr || !check_data_for_array(instruction.index2, *field)) return false;
  if (!pop({ValType::I32, ValType::I32})) return false;
  push(new_ref(instruction.index));
  return true;
}

bool FuncValidator::validate_array_new_elem(const Instruction& instruction) {
  const FieldType* field = array_type(instruction.index);
  if (field == nullptr || !check_elements_for_array(instruction.index2, *field)) return false;
  if (!pop({ValType::I32, ValType::I32})) return false;
  push(new_ref(instruction.index));
  return true;
}

bool FuncValidator::validate_array_get(const Instruction& instruction) {
  const FieldType* field = array_type(instruction.index);
  if (field == nullptr || !check_packing(*field, instruction.opcode != Opcode::ArrayGet, "array")) return false;
  if (!pop({nullable_ref(instruction.index), ValType::I32})) return false;
  push(field->storage.unpacked());
  return true;
}

bool FuncValidator::validate_array_set(const Instruction& instruction) {
  const FieldType* field = mutable_array_type(instruction.index);
  return field != nullptr && pop({nullable_ref(instruction.index), ValType::I32, field->storage.unpacked()});
}

bool FuncValidator::validate_array_len() {
  if (!pop(ValType::ref(HeapType::Array, true))) return false;
  push(ValType::I32);
  return true;
}

bool FuncValidator::validate_array_fill(const Instruction& instruction) {
  const FieldType* field = mutable_array_type(instruction.index);
  return field != nullptr &&
         pop({nullable_ref(instruction.index), ValType::I32, field->storage.unpacked(), ValType::I32});
}

bool FuncValidator::validate_array_copy(const Instruction& instruction) {
  const FieldType* destination = mutable_array_type(instruction.index);
  const FieldType* source = destination == nullptr ? nullptr : array_type(instruction.index2);
  if (source == nullptr) return false;
  if (!types_.matches(source->storage, destination->storage)) return invalid("array types do not match");
  return pop(
      {nullable_ref(instruction.index), ValType::I32, nullable_ref(instruction.index2), ValType::I32, ValType::I32});
}

bool FuncValidator::validate_array_init_data(const Instruction& instruction) {
  const FieldType* field = mutable_array_type(instruction.index);
  return field != nullptr && check_data_for_array(instruction.index2, *field) &&
         pop({nullable_ref(instruction.index), ValType::I32, ValType::I32, ValType::I32});
}

bool FuncValidator::validate_array_init_elem(const Instruction& instruction) {
  const FieldType* field = mutable_array_type(instruction.index);
  return field != nullptr && check_elements_for_array(instruction.index2, *field) &&
         pop({nullable_ref(instruction.index), ValType::I32, ValType::I32, ValType::I32});
}

}  // namespace wrt
