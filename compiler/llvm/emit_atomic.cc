// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Atomic instructions (threads proposal).
//
// The alignment check looks at the guest's address, not the host's: memories are page-aligned, so both agree, and the
// check needs no address computation that could trap before it. Narrow accesses zero-extend what they return, and
// wrap what they take, the expected value of a cmpxchg included.
#include "compiler/llvm/emit_atomic.h"

#include "compiler/llvm/emit_util.h"

namespace wrt::llvm_compiler {

namespace {

constexpr auto kOrdering = llvm::AtomicOrdering::SequentiallyConsistent;

std::uint32_t access_size(const EmitArgs& args) {
  return lane_size(args.info.lane);
}

// The host address of an aligned access at guest address `address`.
llvm::Value* aligned_address(Emitter& emitter, const EmitArgs& args, llvm::Value* address) {
  const MemArg& memarg = args.instruction.memarg;
  const std::uint64_t mask = access_size(args) - 1;
  if (mask != 0) {
    llvm::IRBuilder<>& builder = emitter.builder();
    // Only the low bits count, so that this sum may wrap around.
    llvm::Value* low_bits = builder.CreateAdd(address, constant(address->getType(), memarg.offset & mask));
    low_bits = builder.CreateAnd(low_bits, constant(address->getType(), mask));
    emitter.trap_if(builder.CreateICmpNE(low_bits, constant(address->getType(), 0)), TrapCode::UnalignedAtomic);
  }
  return emitter.guest_address(memarg, address, access_size(args));
}

// The popped operand in the access's width.
llvm::Value* pop_wrapped(Emitter& emitter, const EmitArgs& args) {
  return emitter.builder().CreateTrunc(emitter.pop(), emitter.lane_type(args.info.lane));
}

void push_extended(Emitter& emitter, const EmitArgs& args, llvm::Value* value) {
  emitter.push(emitter.builder().CreateZExt(value, result_type(emitter, args)));
}

void rmw(Emitter& emitter, const EmitArgs& args, llvm::AtomicRMWInst::BinOp operation) {
  llvm::Value* value = pop_wrapped(emitter, args);
  llvm::Value* pointer = aligned_address(emitter, args, emitter.pop());
  llvm::AtomicRMWInst* old =
      emitter.builder().CreateAtomicRMW(operation, pointer, value, llvm::Align(access_size(args)), kOrdering);
  // Adding 0, or another operation that changes nothing, would be no access at all but a fence.
  old->setVolatile(true);
  push_extended(emitter, args, old);
}

// The address that wait and notify hand to the runtime, which itself touches no guest memory: a load nobody looks at
// traps if the address is out of bounds.
llvm::Value* checked_guest_address(Emitter& emitter, const EmitArgs& args, llvm::Value* address) {
  llvm::IRBuilder<>& builder = emitter.builder();
  const MemArg& memarg = args.instruction.memarg;
  llvm::Value* pointer = aligned_address(emitter, args, address);
  emitter.guest_load(emitter.lane_type(args.info.lane), pointer, memarg, kOrdering)->setVolatile(true);
  return builder.CreateAdd(builder.CreateZExt(address, builder.getInt64Ty()), builder.getInt64(memarg.offset));
}

}  // namespace

void emit_atomic_notify(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* count = emitter.pop();
  llvm::Value* address = checked_guest_address(emitter, args, emitter.pop());
  llvm::Value* memory = emitter.builder().getInt32(args.instruction.memarg.memory);
  emitter.push(emitter.call_builtin(Builtin::AtomicNotify, {memory, address, count}));
}

void emit_atomic_wait(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* timeout = emitter.pop();
  llvm::Value* expected = emitter.pop();
  llvm::Value* address = checked_guest_address(emitter, args, emitter.pop());
  llvm::Value* memory = emitter.builder().getInt32(args.instruction.memarg.memory);
  const Builtin wait = args.info.lane == Lane::I64 ? Builtin::AtomicWait64 : Builtin::AtomicWait32;
  emitter.push(emitter.call_builtin(wait, {memory, address, expected, timeout}));
}

void emit_atomic_fence(Emitter& emitter, const EmitArgs&) {
  emitter.builder().CreateFence(kOrdering);
}

void emit_atomic_load(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* pointer = aligned_address(emitter, args, emitter.pop());
  llvm::Type* type = emitter.lane_type(args.info.lane);
  push_extended(emitter, args, emitter.guest_load(type, pointer, args.instruction.memarg, kOrdering));
}

void emit_atomic_store(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* value = pop_wrapped(emitter, args);
  llvm::Value* pointer = aligned_address(emitter, args, emitter.pop());
  emitter.guest_store(value, pointer, args.instruction.memarg, kOrdering);
}

void emit_atomic_rmw_add(Emitter& emitter, const EmitArgs& args) {
  rmw(emitter, args, llvm::AtomicRMWInst::Add);
}
void emit_atomic_rmw_sub(Emitter& emitter, const EmitArgs& args) {
  rmw(emitter, args, llvm::AtomicRMWInst::Sub);
}
void emit_atomic_rmw_and(Emitter& emitter, const EmitArgs& args) {
  rmw(emitter, args, llvm::AtomicRMWInst::And);
}
void emit_atomic_rmw_or(Emitter& emitter, const EmitArgs& args) {
  rmw(emitter, args, llvm::AtomicRMWInst::Or);
}
void emit_atomic_rmw_xor(Emitter& emitter, const EmitArgs& args) {
  rmw(emitter, args, llvm::AtomicRMWInst::Xor);
}
void emit_atomic_rmw_xchg(Emitter& emitter, const EmitArgs& args) {
  rmw(emitter, args, llvm::AtomicRMWInst::Xchg);
}

void emit_atomic_rmw_cmpxchg(Emitter& emitter, const EmitArgs& args) {
  llvm::IRBuilder<>& builder = emitter.builder();
  llvm::Value* replacement = pop_wrapped(emitter, args);
  llvm::Value* expected = pop_wrapped(emitter, args);
  llvm::Value* pointer = aligned_address(emitter, args, emitter.pop());
  llvm::AtomicCmpXchgInst* old =
      builder.CreateAtomicCmpXchg(pointer, expected, replacement, llvm::Align(access_size(args)), kOrdering, kOrdering);
  old->setVolatile(true);
  push_extended(emitter, args, builder.CreateExtractValue(old, 0));
}

}  // namespace wrt::llvm_compiler
