// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Loads and stores (section 4.6.9). An i32 in a register has a zero upper half, so that an address of 32 bits is an
// index as it is. What such an address reaches outside of the memory faults in its reservation; other memories are
// checked, and all where that is asked for (lib/abi/bounds_check.h).
#include "compiler/baseline/function_compiler.h"
#include "lib/abi/least_memory.h"
#include "lib/support/check.h"

namespace wrt::baseline {

Gpr FunctionCompiler::memory_base(MemoryIndex index) {
  if (index == 0) return kMemoryBase;
  const Gpr base = alloc_gpr();
  load_vmctx(base);
  const std::size_t offset = context_.layout.memory_slot(index) + kVMMemorySlot_base;
  WRT_CHECK(offset <= INT32_MAX);
  asm_.load(Width::W64, base, {base, static_cast<std::int32_t>(offset)});
  return base;
}

Mem FunctionCompiler::memory_length(MemoryIndex index) {
  load_vmctx(kScratch);
  const std::size_t offset = context_.layout.memory_slot(index) + kVMMemorySlot_memory;
  asm_.load(Width::W64, kScratch, {kScratch, static_cast<std::int32_t>(offset)});
  return {kScratch, kVMMemory_length};
}

void FunctionCompiler::check_bounds(AccessCheck check, const MemArg& memarg, Gpr address, std::uint32_t size) {
  switch (check) {
    case AccessCheck::None: return;
    case AccessCheck::Address:
      asm_.alu(Alu::Cmp, Width::W64, address, memory_length(memarg.memory));
      return trap_if(Condition::AboveEqual, TrapCode::MemoryOutOfBounds);
    case AccessCheck::End: return check_end(memarg, address, size);
  }
}

// Traps unless address + memarg.offset + size <= length, computed without wrapping.
void FunctionCompiler::check_end(const MemArg& memarg, Gpr address, std::uint32_t size) {
  const std::uint64_t reach = memarg.offset + size;
  if (reach < size) {
    asm_.alu(Alu::Cmp, Width::W64, Gpr::Rsp, Gpr::Rsp);
    return trap_if(Condition::Equal, TrapCode::MemoryOutOfBounds);
  }
  const Gpr end = alloc_gpr();
  asm_.mov_imm(end, reach);
  asm_.alu(Alu::Add, Width::W64, end, address);
  trap_if(Condition::Below, TrapCode::MemoryOutOfBounds);
  asm_.alu(Alu::Cmp, Width::W64, end, memory_length(memarg.memory));
  trap_if(Condition::Above, TrapCode::MemoryOutOfBounds);
  release(end);
}

Mem FunctionCompiler::pop_guest_address(const MemArg& memarg, std::uint32_t size) {
  const Operand address = pop();
  const Gpr base = memory_base(memarg.memory);
  const MemoryType& memory = wasm().memories[memarg.memory].type;
  const AccessCheck check = address.is_const() && is_always_inside(memory, address.bits, memarg.offset, size)
                                ? AccessCheck::None
                                : access_check(context_.bounds_check, memory, memarg.offset, size);
  const bool is_wide = memory.address == AddressType::I64;
  if (check == AccessCheck::None && !is_wide && address.is_const()) {
    const std::uint64_t sum = address.bits + memarg.offset;
    if (sum <= INT32_MAX) return {base, static_cast<std::int32_t>(sum)};
    const Gpr offset = alloc_gpr();
    asm_.mov_imm(offset, sum);
    return {base, 0, offset, 0};
  }
  const Gpr index = to_gpr(address);
  check_bounds(check, memarg, index, size);
  if (memarg.offset <= INT32_MAX) return {base, static_cast<std::int32_t>(memarg.offset), index, 0};
  const Gpr sum = alloc_gpr();
  asm_.mov_imm(sum, memarg.offset);
  asm_.alu(Alu::Add, Width::W64, sum, index);
  return {base, 0, sum, 0};
}

void FunctionCompiler::compile_load(const Instruction& instruction, const OpcodeInfo& info) {
  const Mem where = pop_guest_address(instruction.memarg, lane_size(info.lane));
  const char result = info.result.front();
  if (result == 'f' || result == 'F' || result == 'v') {
    const Xmm reg = alloc_xmm();
    if (result == 'v') {
      asm_.load_vector(reg, where);
      return push_xmm(reg, ValType::V128);
    }
    asm_.load_float(result == 'f' ? Width::W32 : Width::W64, reg, where);
    return push_xmm(reg, result == 'f' ? ValType::F32 : ValType::F64);
  }
  const Gpr reg = alloc_gpr();
  const Width width = result == 'i' ? Width::W32 : Width::W64;
  const std::uint8_t number = static_cast<std::uint8_t>(reg);
  const bool is_signed = info.meaning == Meaning::LoadS;
  switch (info.lane) {
    case Lane::I8:
      asm_.op(Prefix::None, is_signed ? width : Width::W32, is_signed ? 0x0fbe : 0x0fb6, number, where);
      break;
    case Lane::I16:
      asm_.op(Prefix::None, is_signed ? width : Width::W32, is_signed ? 0x0fbf : 0x0fb7, number, where);
      break;
    case Lane::I32:
      if (is_signed) {
        asm_.op(Prefix::None, Width::W64, 0x63, number, where);
      } else {
        asm_.load(Width::W32, reg, where);
      }
      break;
    default: asm_.load(Width::W64, reg, where); break;
  }
  push_gpr(reg, result == 'i' ? ValType::I32 : ValType::I64);
}

void FunctionCompiler::compile_store(const Instruction& instruction, const OpcodeInfo& info) {
  const Operand value = pop();
  const std::uint32_t size = lane_size(info.lane);
  if (is_vector_register_type(value.type)) {
    const Xmm reg = to_xmm(value);
    const Mem where = pop_guest_address(instruction.memarg, size);
    if (value.type == ValType::V128) return asm_.store_vector(where, reg);
    return asm_.store_float(width_of(value.type), where, reg);
  }
  const bool is_word = info.lane == Lane::I32 || info.lane == Lane::I64;
  const Width width = info.lane == Lane::I64 ? Width::W64 : Width::W32;
  const std::int64_t bits = static_cast<std::int64_t>(value.bits);
  if (value.is_const() && is_word && (width == Width::W32 || (bits >= INT32_MIN && bits <= INT32_MAX))) {
    const Mem where = pop_guest_address(instruction.memarg, size);
    return asm_.store_imm(width, where, static_cast<std::int32_t>(bits));
  }
  const Gpr reg = to_gpr(value);
  const Mem where = pop_guest_address(instruction.memarg, size);
  switch (info.lane) {
    case Lane::I8: return asm_.store8(where, reg);
    case Lane::I16: return asm_.store16(where, reg);
    default: return asm_.store(width, where, reg);
  }
}

}  // namespace wrt::baseline
