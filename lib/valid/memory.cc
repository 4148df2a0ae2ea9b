// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Memory instructions that are not loads, stores or atomics (3.4.6). Positions and sizes have the address type of
// their memory.
#include "lib/valid/func_validator.h"

namespace wrt {

bool FuncValidator::validate_memory_size(const Instruction& instruction) {
  const Memory* measured = memory(instruction.index);
  if (measured == nullptr) return false;
  push(address_val_type(measured->type.address));
  return true;
}

bool FuncValidator::validate_memory_grow(const Instruction& instruction) {
  const Memory* grown = memory(instruction.index);
  if (grown == nullptr) return false;
  const ValType address = address_val_type(grown->type.address);
  if (!pop(address)) return false;
  push(address);
  return true;
}

bool FuncValidator::validate_memory_fill(const Instruction& instruction) {
  const Memory* filled = memory(instruction.index);
  if (filled == nullptr) return false;
  const ValType address = address_val_type(filled->type.address);
  return pop({address, ValType::I32, address});
}

bool FuncValidator::validate_memory_copy(const Instruction& instruction) {
  const Memory* destination = memory(instruction.index);
  const Memory* source = destination == nullptr ? nullptr : memory(instruction.index2);
  if (source == nullptr) return false;
  const AddressType size = std::min(destination->type.address, source->type.address);
  return pop(
      {address_val_type(destination->type.address), address_val_type(source->type.address), address_val_type(size)});
}

bool FuncValidator::validate_memory_init(const Instruction& instruction) {
  const Memory* destination = memory(instruction.index2);
  if (destination == nullptr || !check_data_segment(instruction.index)) return false;
  return pop({address_val_type(destination->type.address), ValType::I32, ValType::I32});
}

bool FuncValidator::validate_data_drop(const Instruction& instruction) {
  return check_data_segment(instruction.index);
}

}  // namespace wrt
