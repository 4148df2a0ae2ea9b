// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Table instructions (3.4.5). Positions and sizes have the address type of their table.
#include <fmt/format.h>

#include "lib/valid/func_validator.h"

namespace wrt {

bool FuncValidator::validate_table_get(const Instruction& instruction) {
  const Table* read = table(instruction.index);
  if (read == nullptr || !pop(address_val_type(read->type.address))) return false;
  push(read->type.element);
  return true;
}

bool FuncValidator::validate_table_set(const Instruction& instruction) {
  const Table* written = table(instruction.index);
  return written != nullptr && pop({address_val_type(written->type.address), written->type.element});
}

bool FuncValidator::validate_table_size(const Instruction& instruction) {
  const Table* measured = table(instruction.index);
  if (measured == nullptr) return false;
  push(address_val_type(measured->type.address));
  return true;
}

bool FuncValidator::validate_table_grow(const Instruction& instruction) {
  const Table* grown = table(instruction.index);
  if (grown == nullptr) return false;
  const ValType address = address_val_type(grown->type.address);
  if (!pop({grown->type.element, address})) return false;
  push(address);
  return true;
}

bool FuncValidator::validate_table_fill(const Instruction& instruction) {
  const Table* filled = table(instruction.index);
  if (filled == nullptr) return false;
  const ValType address = address_val_type(filled->type.address);
  return pop({address, filled->type.element, address});
}

bool FuncValidator::validate_table_copy(const Instruction& instruction) {
  const Table* destination = table(instruction.index);
  const Table* source = destination == nullptr ? nullptr : table(instruction.index2);
  if (source == nullptr) return false;
  if (!types_.matches(source->type.element, destination->type.element)) {
    return invalid(fmt::format("type mismatch: source element type {} does not match destination element type {}",
                               to_string(source->type.element), to_string(destination->type.element)));
  }
  const AddressType size = std::min(destination->type.address, source->type.address);
  return pop(
      {address_val_type(destination->type.address), address_val_type(source->type.address), address_val_type(size)});
}

bool FuncValidator::validate_table_init(const Instruction& instruction) {
  const Table* destination = table(instruction.index2);
  const ElementSegment* segment = destination == nullptr ? nullptr : element_segment(instruction.index);
  if (segment == nullptr) return false;
  if (!types_.matches(segment->type, destination->type.element)) {
    return invalid(fmt::format("type mismatch: element segment's type {} does not match table's element type {}",
                               to_string(segment->type), to_string(destination->type.element)));
  }
  return pop({address_val_type(destination->type.address), ValType::I32, ValType::I32});
}

bool FuncValidator::validate_elem_drop(const Instruction& instruction) {
  return element_segment(instruction.index) != nullptr;
}

}  // namespace wrt
