// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Locals, globals (3.4.5), and references that are only looked at (3.4.2): references are pointers, null is 0.
#include "compiler/baseline/function_compiler.h"
#include "lib/support/check.h"

namespace wrt::baseline {

void FunctionCompiler::write_local(LocalIndex index, const Operand& value) {
  if (value.place == Place::Local && value.index == index) return;
  settle_reads(index);
  const LocalPlace& local = plan_.locals()[index];
  if (local.gpr != Gpr::None) {
    load_into(local.gpr, value);
  } else if (local.xmm != Xmm::None) {
    load_into(local.xmm, value);
  } else {
    store_to(local_slot(index), value);
  }
}

void FunctionCompiler::compile_local_set(LocalIndex index) {
  write_local(index, pop());
}

void FunctionCompiler::compile_local_tee(LocalIndex index) {
  const Operand value = pop();
  write_local(index, value);
  // What is in a register, or known, stays so; otherwise the local is the better place.
  if (value.place == Place::Gpr && !plan_.locals()[index].in_register()) return push_gpr(value.gpr, value.type);
  if (value.place == Place::Xmm && !plan_.locals()[index].in_register()) return push_xmm(value.xmm, value.type);
  if (value.is_const()) return push(value);
  push_local(index);
}

// A global that the module defines lies in the instance's block; that of another module is behind a pointer. By way of
// the scratch register.
Mem FunctionCompiler::global_address(GlobalIndex index) {
  load_vmctx(kScratch);
  if (index >= wasm().imported_globals) {
    const std::size_t offset = context_.layout.global(index);
    WRT_CHECK(offset <= INT32_MAX);
    return {kScratch, static_cast<std::int32_t>(offset)};
  }
  asm_.load(Width::W64, kScratch, {kScratch, static_cast<std::int32_t>(context_.layout.imported_global_slot(index))});
  return {kScratch, 0};
}

void FunctionCompiler::compile_global_get(GlobalIndex index) {
  const ValType::Kind kind = wasm().globals[index].type.type.kind();
  const Mem where = global_address(index);
  if (!is_vector_register_type(kind)) {
    const Gpr reg = alloc_gpr();
    asm_.load(width_of(kind), reg, where);
    return push_gpr(reg, kind);
  }
  const Xmm reg = alloc_xmm();
  if (kind == ValType::V128) {
    asm_.load_vector(reg, where);
  } else {
    asm_.load_float(width_of(kind), reg, where);
  }
  push_xmm(reg, kind);
}

void FunctionCompiler::compile_global_set(GlobalIndex index) {
  const Operand value = pop();
  if (is_vector_register_type(value.type)) {
    const Xmm reg = to_xmm(value);
    const Mem where = global_address(index);
    if (value.type == ValType::V128) return asm_.store_vector(where, reg);
    return asm_.store_float(width_of(value.type), where, reg);
  }
  const Gpr reg = to_gpr(value);
  asm_.store(width_of(value.type), global_address(index), reg);
}

// --- References ---

void FunctionCompiler::compile_ref_func(FuncIndex index) {
  const Gpr reg = alloc_gpr();
  load_vmctx(reg);
  asm_.lea(Width::W64, reg, {reg, static_cast<std::int32_t>(context_.layout.func_ref(index))});
  push_gpr(reg, ValType::Ref);
}

void FunctionCompiler::compile_ref_is_null() {
  const Gpr reg = pop_gpr();
  asm_.test(Width::W64, reg, reg);
  push_flags(Condition::Equal);
}

// Equal references are equal words.
void FunctionCompiler::compile_ref_eq() {
  const Gpr rhs = pop_gpr();
  const Gpr lhs = pop_gpr();
  asm_.alu(Alu::Cmp, Width::W64, lhs, rhs);
  push_flags(Condition::Equal);
}

// Where an operand is looked at and stays: in a register from then on.
void FunctionCompiler::compile_ref_as_non_null() {
  const Gpr reg = to_own_gpr(pop());
  asm_.test(Width::W64, reg, reg);
  trap_if(Condition::Equal, TrapCode::NullReference);
  push_gpr(reg, ValType::Ref);
}

// The reference is no operand of the label, but stays on the stack where the branch is not taken.
void FunctionCompiler::compile_br_on_null(std::uint32_t depth) {
  const Gpr reg = to_own_gpr(pop());
  asm_.test(Width::W64, reg, reg);
  branch_if(Condition::Equal, depth);
  push_gpr(reg, ValType::Ref);
}

// The other way round.
void FunctionCompiler::compile_br_on_non_null(std::uint32_t depth) {
  const Gpr reg = to_own_gpr(pop());
  push_gpr(reg, ValType::Ref);
  asm_.test(Width::W64, reg, reg);
  branch_if(Condition::NotEqual, depth);
  pop();
}

// --- i31: (value << 1) | 1, the upper half of the pointer zero ---

void FunctionCompiler::compile_ref_i31() {
  const Gpr value = pop_gpr();
  const Gpr result = alloc_gpr();
  asm_.lea(Width::W32, result, {value, 1, value, 0});
  push_gpr(result, ValType::Ref);
}

void FunctionCompiler::compile_i31_get(bool is_signed) {
  const Gpr reg = to_own_gpr(pop());
  check_not_null(reg, TrapCode::NullI31Reference);
  asm_.shift_imm(is_signed ? Shift::ShrS : Shift::ShrU, Width::W32, reg, 1);
  push_gpr(reg, ValType::I32);
}

}  // namespace wrt::baseline
