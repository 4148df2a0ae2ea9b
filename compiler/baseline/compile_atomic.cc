// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Atomic instructions (threads proposal), all sequentially consistent: x86's loads are plain ones, its stores
// exchanges. An address that is not a multiple of the access's size traps before anything else is checked. Narrow
// accesses zero-extend what they return, and wrap what they take, the expected value of a cmpxchg included.
#include "compiler/baseline/function_compiler.h"
#include "lib/support/check.h"

namespace wrt::baseline {

namespace {

// Opcodes of the forms for 16 to 64 bits; those for 8 bits are one less.
constexpr std::uint32_t kLoad = 0x8b;
constexpr std::uint32_t kXchg = 0x87;
constexpr std::uint32_t kXadd = 0x0fc1;
constexpr std::uint32_t kCmpxchg = 0x0fb1;

}  // namespace

void FunctionCompiler::compile_atomic(const Instruction& instruction, const OpcodeInfo& info) {
  switch (info.meaning) {
    case Meaning::AtomicNotify:
    case Meaning::AtomicWait: return compile_atomic_wait(instruction, info);
    case Meaning::AtomicFence: return asm_.mfence();
    case Meaning::AtomicLoad: check_alignment(instruction.memarg, info.lane); return compile_load(instruction, info);
    case Meaning::AtomicStore: return compile_atomic_store(instruction, info);
    case Meaning::AtomicRmwAdd:
    case Meaning::AtomicRmwSub:
    case Meaning::AtomicRmwXchg: return compile_atomic_exchange(instruction, info);
    case Meaning::AtomicRmwAnd: return compile_atomic_logic(instruction, info, Alu::And);
    case Meaning::AtomicRmwOr: return compile_atomic_logic(instruction, info, Alu::Or);
    case Meaning::AtomicRmwXor: return compile_atomic_logic(instruction, info, Alu::Xor);
    case Meaning::AtomicRmwCmpxchg: return compile_atomic_cmpxchg(instruction, info);
    default: WRT_UNREACHABLE();
  }
}

// Looks at the address on top of the stack, which may go to a register by it. The guest's address tells as much as the
// host's: memories are page-aligned. Only the low bits of the sum count, so that it may wrap around.
void FunctionCompiler::check_alignment(const MemArg& memarg, Lane lane) {
  const std::int32_t mask = static_cast<std::int32_t>(lane_size(lane)) - 1;
  if (mask == 0) return;
  const std::int32_t low_bits = static_cast<std::int32_t>(memarg.offset & static_cast<std::uint64_t>(mask));
  const Gpr address = top_in_gpr();
  if (low_bits == 0) {
    asm_.test_imm(Width::W32, address, mask);
  } else {
    asm_.lea(Width::W32, kScratch, {address, low_bits});
    asm_.test_imm(Width::W32, kScratch, mask);
  }
  trap_if(Condition::NotEqual, TrapCode::UnalignedAtomic);
}

Mem FunctionCompiler::pop_atomic_address(const MemArg& memarg, Lane lane) {
  check_alignment(memarg, lane);
  return pop_guest_address(memarg, lane_size(lane));
}

// An instruction with a memory operand of the lane's size.
void FunctionCompiler::emit_atomic(std::uint32_t opcode, Lane lane, Gpr reg, const Mem& where) {
  const std::uint8_t number = static_cast<std::uint8_t>(reg);
  switch (lane) {
    case Lane::I8: return asm_.op(Prefix::None, Width::W32, opcode - 1, number, where, true);
    case Lane::I16: return asm_.op(Prefix::P66, Width::W32, opcode, number, where);
    case Lane::I32: return asm_.op(Prefix::None, Width::W32, opcode, number, where);
    default: return asm_.op(Prefix::None, Width::W64, opcode, number, where);
  }
}

// What was read, whose upper bits may be anything: in a register of the instruction.
void FunctionCompiler::push_lane(Gpr reg, const OpcodeInfo& info) {
  switch (info.lane) {
    case Lane::I8: asm_.movzx8(reg, reg); break;
    case Lane::I16: asm_.movzx16(reg, reg); break;
    case Lane::I32: asm_.mov(Width::W32, reg, reg); break;
    default: break;
  }
  push_gpr(reg, info.result == "I" ? ValType::I64 : ValType::I32);
}

void FunctionCompiler::compile_atomic_store(const Instruction& instruction, const OpcodeInfo& info) {
  const Gpr value = to_own_gpr(pop());
  emit_atomic(kXchg, info.lane, value, pop_atomic_address(instruction.memarg, info.lane));
}

// xchg with memory locks by itself.
void FunctionCompiler::compile_atomic_exchange(const Instruction& instruction, const OpcodeInfo& info) {
  const Gpr value = to_own_gpr(pop());
  const Mem where = pop_atomic_address(instruction.memarg, info.lane);
  if (info.meaning == Meaning::AtomicRmwSub) asm_.neg(Width::W64, value);
  if (info.meaning != Meaning::AtomicRmwXchg) asm_.lock();
  emit_atomic(info.meaning == Meaning::AtomicRmwXchg ? kXchg : kXadd, info.lane, value, where);
  push_lane(value, info);
}

// What x86 does only without telling the old value: tried until nobody came between.
void FunctionCompiler::compile_atomic_logic(const Instruction& instruction, const OpcodeInfo& info, Alu which) {
  take_gpr(Gpr::Rax);
  const Gpr value = to_gpr(pop());
  const Mem where = pop_atomic_address(instruction.memarg, info.lane);
  // The bytes above the lane's may be anything.
  emit_atomic(kLoad, info.lane, Gpr::Rax, where);
  Label again;
  asm_.bind(again);
  asm_.mov(Width::W64, kScratch, Gpr::Rax);
  asm_.alu(which, Width::W64, kScratch, value);
  asm_.lock();
  emit_atomic(kCmpxchg, info.lane, kScratch, where);
  asm_.jcc(Condition::NotEqual, again);
  push_lane(Gpr::Rax, info);
}

void FunctionCompiler::compile_atomic_cmpxchg(const Instruction& instruction, const OpcodeInfo& info) {
  take_gpr(Gpr::Rax);
  const Gpr replacement = to_gpr(pop());
  const Operand expected = pop();
  load_into(Gpr::Rax, expected);
  if (expected.place == Place::Gpr) release(expected.gpr);
  const Mem where = pop_atomic_address(instruction.memarg, info.lane);
  asm_.lock();
  emit_atomic(kCmpxchg, info.lane, replacement, where);
  push_lane(Gpr::Rax, info);
}

// The runtime itself touches no guest memory: a load that nobody looks at traps if the address is outside. It gets the
// address with the offset.
void FunctionCompiler::compile_atomic_wait(const Instruction& instruction, const OpcodeInfo& info) {
  const MemArg& memarg = instruction.memarg;
  const std::vector<Operand> others = pop_arguments(info.operands.size() - 1);
  check_alignment(memarg, info.lane);
  const Gpr address = to_own_gpr(pop());
  push_gpr(address, address_val_type(wasm().memories[memarg.memory].type.address).kind());
  emit_atomic(kLoad, info.lane, kScratch, pop_guest_address(memarg, lane_size(info.lane)));
  if (memarg.offset != 0) {
    asm_.mov_imm(kScratch, memarg.offset);
    asm_.alu(Alu::Add, Width::W64, address, kScratch);
  }
  push_gpr(address, ValType::I64);
  for (const Operand& each : others) push_again(each);
  Builtin builtin = info.lane == Lane::I64 ? Builtin::AtomicWait64 : Builtin::AtomicWait32;
  if (info.meaning == Meaning::AtomicNotify) builtin = Builtin::AtomicNotify;
  call_builtin(builtin, {{std::uint64_t{memarg.memory}}}, static_cast<std::uint32_t>(info.operands.size()));
  asm_.mov(Width::W32, Gpr::Rax, Gpr::Rax);
  push_gpr(Gpr::Rax, ValType::I32);
}

}  // namespace wrt::baseline
