// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The rule of every SIMPLE row: the row's operands are popped, its results pushed; an address has the type of its
// memory, and lanes, alignments and offsets are checked by the kind of the immediate.
#include "lib/valid/errors.h"
#include "lib/valid/func_validator.h"
#include "lib/valid/simple_rules.h"

namespace wrt {

bool FuncValidator::check_memarg(const Instruction& instruction, ValType& address) {
  const MemArg& memarg = instruction.memarg;
  const SimpleRule& rule = kSimpleRules[static_cast<std::size_t>(instruction.opcode)];
  if (memarg.memory >= module_.memories.size()) return unknown("memory", memarg.memory);
  const AddressType type = module_.memories[memarg.memory].type.address;
  if (memarg.align_log2 > rule.natural_align_log2) return invalid("alignment must not be larger than natural");
  if (rule.check == SimpleRule::Check::AtomicMemory && memarg.align_log2 != rule.natural_align_log2) {
    return invalid("atomic alignment must be natural");
  }
  if (type == AddressType::I32 && memarg.offset > 0xffffffff) return invalid("offset out of range");
  address = address_val_type(type);
  return true;
}

bool FuncValidator::check_simple_immediate(const Instruction& instruction, ValType& address) {
  const SimpleRule& rule = kSimpleRules[static_cast<std::size_t>(instruction.opcode)];
  switch (rule.check) {
    case SimpleRule::Check::None: return true;
    case SimpleRule::Check::Memory:
    case SimpleRule::Check::AtomicMemory: return check_memarg(instruction, address);
    case SimpleRule::Check::MemoryLane:
      if (!check_memarg(instruction, address)) return false;
      [[fallthrough]];
    case SimpleRule::Check::Lane: return instruction.lane < rule.lane_count || invalid("invalid lane index");
    case SimpleRule::Check::Shuffle:
      for (const std::uint8_t lane : instruction.v128) {
        if (lane >= 32) return invalid("invalid lane index");
      }
      return true;
  }
  return true;
}

bool FuncValidator::validate_simple(const Instruction& instruction) {
  const SimpleRule& rule = kSimpleRules[static_cast<std::size_t>(instruction.opcode)];
  const std::size_t count = rule.operand_count;
  std::array<ValType, 4> operands = rule.operands;
  if (rule.check != SimpleRule::Check::None && !check_simple_immediate(instruction, operands[0])) return false;
  // FAST: two thirds of all instructions come this way; compared by value, because numbers have no subtypes.
  if (available() >= count) [[likely]] {
    ValType* const base = operands_.data() + operands_.size() - count;
    bool same = true;
    for (std::size_t i = 0; i < count; ++i) same &= base[i] == operands[i];
    if (same) [[likely]] {
      if (count > 0 && rule.result_count == 1) {
        base[0] = rule.results[0];
        operands_.resize(operands_.size() - count + 1);
        return true;
      }
      operands_.resize(operands_.size() - count);
      return push_types({rule.results.data(), rule.result_count});
    }
  }
  return pop_types({operands.data(), count}) && push_types({rule.results.data(), rule.result_count});
}

}  // namespace wrt
