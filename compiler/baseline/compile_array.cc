// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Arrays (3.4.8). An element access is a comparison with the length and one load or store; filling is a loop; what
// copies from segments or between arrays is the runtime's, null and bounds included.
#include <bit>

#include "compiler/baseline/function_compiler.h"
#include "lib/abi/gc_layout.h"

namespace wrt::baseline {

namespace {

// Elements of 16 bytes are beyond what an address scales by.
constexpr std::uint8_t kLargestScale = 3;

std::uint8_t size_log2(ValType storage) {
  return static_cast<std::uint8_t>(std::countr_zero(storage_size(storage)));
}

}  // namespace

// --- Elements ---

// The address of an element, not checked; `index` is changed if it is no local's register, where it must be scaled.
Mem FunctionCompiler::element_of(Gpr array, const Operand& index, Gpr index_reg, ValType storage) {
  const std::uint8_t scale = size_log2(storage);
  if (scale <= kLargestScale) return {array, kArrayElementsOffset, index_reg, scale};
  Gpr scaled = index_reg;
  if (index.place == Place::Local) {
    scaled = alloc_gpr();
    asm_.mov(Width::W32, scaled, index_reg);
  }
  asm_.shift_imm(Shift::Shl, Width::W64, scaled, scale);
  return {array, kArrayElementsOffset, scaled, 0};
}

// Pops the array and the index.
Mem FunctionCompiler::pop_element(ValType storage) {
  const Operand index = pop();
  const Gpr number = to_gpr(index);
  const Gpr array = pop_gpr();
  check_not_null(array, TrapCode::NullArrayReference);
  asm_.alu(Alu::Cmp, Width::W32, number, {array, kArrayLengthOffset});
  trap_if(Condition::AboveEqual, TrapCode::ArrayOutOfBounds);
  return element_of(array, index, number, storage);
}

void FunctionCompiler::compile_array_get(const Instruction& instruction) {
  const ValType storage = element_storage(instruction.index);
  push_storage(pop_element(storage), storage, instruction.opcode == Opcode::ArrayGetS);
}

void FunctionCompiler::compile_array_set(TypeIndex type) {
  const Operand value = pop();
  const ValType storage = element_storage(type);
  store_storage(pop_element(storage), value, storage);
}

void FunctionCompiler::compile_array_len() {
  const Gpr array = pop_gpr();
  check_not_null(array, TrapCode::NullArrayReference);
  const Gpr length = alloc_gpr();
  asm_.load(Width::W32, length, {array, kArrayLengthOffset});
  push_gpr(length, ValType::I32);
}

// --- Allocation ---

// The length is on top of the stack, and popped. The new array is in rax, and held.
void FunctionCompiler::allocate_array(TypeIndex type) {
  flush();
  call_builtin(Builtin::ArrayNew, {}, 1, type);
}

// What is zero already is not stored again.
void FunctionCompiler::compile_array_new(TypeIndex type) {
  allocate_array(type);
  const Operand value = pop();
  if (!value.is_const() || value.bits != 0) {
    const Gpr count = alloc_gpr();
    const Gpr to = alloc_gpr();
    asm_.load(Width::W32, count, {Gpr::Rax, kArrayLengthOffset});
    asm_.lea(Width::W64, to, {Gpr::Rax, kArrayElementsOffset});
    fill(to, count, value, element_storage(type));
  }
  push_gpr(Gpr::Rax, ValType::Ref);
}

void FunctionCompiler::compile_array_new_default(TypeIndex type) {
  allocate_array(type);
  push_gpr(Gpr::Rax, ValType::Ref);
}

void FunctionCompiler::compile_array_new_fixed(const Instruction& instruction) {
  const ValType storage = element_storage(instruction.index);
  const std::int32_t size = static_cast<std::int32_t>(storage_size(storage));
  const std::uint32_t length = instruction.index2;
  begin_allocation(instruction.index, array_size(storage_size(storage), length), Builtin::ArrayNew, length);
  asm_.store_imm(Width::W32, {Gpr::Rax, kArrayLengthOffset}, static_cast<std::int32_t>(length));
  for (std::int32_t i = static_cast<std::int32_t>(length); i-- > 0;)
    store_storage({Gpr::Rax, static_cast<std::int32_t>(kArrayElementsOffset) + i * size}, pop(), storage);
  finish_allocation();
}

void FunctionCompiler::compile_array_new_segment(const Instruction& instruction, Builtin builtin) {
  call_builtin(builtin, {{std::uint64_t{instruction.index2}}}, 2, instruction.index);
  push_gpr(Gpr::Rax, ValType::Ref);
}

// --- Many elements ---

// Stores an operand that was popped to `count` elements from `to` on; both registers are changed.
void FunctionCompiler::fill(Gpr to, Gpr count, const Operand& value, ValType storage) {
  // In a register once, before the loop.
  Operand repeated = value;
  if (is_vector_register_type(value.type)) {
    repeated.xmm = to_xmm(value);
    repeated.place = Place::Xmm;
  } else {
    repeated.gpr = to_gpr(value);
    repeated.place = Place::Gpr;
  }
  Label loop;
  Label done;
  asm_.test(Width::W64, count, count);
  asm_.jcc(Condition::Equal, done);
  asm_.bind(loop);
  store_storage({to, 0}, repeated, storage);
  asm_.alu_imm(Alu::Add, Width::W64, to, static_cast<std::int32_t>(storage_size(storage)));
  asm_.alu_imm(Alu::Sub, Width::W64, count, 1);
  asm_.jcc(Condition::NotEqual, loop);
  asm_.bind(done);
}

void FunctionCompiler::compile_array_fill(TypeIndex type) {
  const ValType storage = element_storage(type);
  const Gpr count = to_own_gpr(pop());
  const Operand value = pop();
  const Gpr index = to_own_gpr(pop());
  const Gpr array = pop_gpr();
  check_not_null(array, TrapCode::NullArrayReference);
  // length - index, neither below zero nor below the count.
  asm_.load(Width::W32, kScratch, {array, kArrayLengthOffset});
  asm_.alu(Alu::Sub, Width::W64, kScratch, index);
  trap_if(Condition::Below, TrapCode::ArrayOutOfBounds);
  asm_.alu(Alu::Cmp, Width::W64, kScratch, count);
  trap_if(Condition::Below, TrapCode::ArrayOutOfBounds);
  Operand own;
  own.place = Place::Gpr;
  asm_.lea(Width::W64, index, element_of(array, own, index, storage));
  fill(index, count, value, storage);
}

void FunctionCompiler::compile_array_copy() {
  call_builtin(Builtin::ArrayCopy, {}, 5);
}

void FunctionCompiler::compile_array_init_segment(const Instruction& instruction, Builtin builtin) {
  call_builtin(builtin, {{std::uint64_t{instruction.index2}}}, 4);
}

}  // namespace wrt::baseline
