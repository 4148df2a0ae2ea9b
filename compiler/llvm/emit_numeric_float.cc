// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Float instructions (section 4.3.3). That an arithmetic NaN has its quiet bit set is the hardware's work, and
// quiet_nans()'s where LLVM would undo it; min and max see to it here, because LLVM's own code for x86 hands a
// signalling NaN through.
#include <llvm/IR/Constants.h>
#include <llvm/IR/IntrinsicsAArch64.h>

#include "compiler/llvm/emit_numeric.h"
#include "compiler/llvm/emit_util.h"

namespace wrt::llvm_compiler {

llvm::Value* float_operation(Emitter& emitter, llvm::Instruction::BinaryOps operation, llvm::Value* lhs,
                             llvm::Value* rhs) {
  return emitter.builder().Insert(llvm::BinaryOperator::Create(operation, lhs, rhs));
}

void emit_div(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  push_result(emitter, float_operation(emitter, llvm::Instruction::FDiv, lhs, rhs));
}

// --- Rounding and roots: each is one instruction on the targets, which quiets NaNs ---

void emit_ceil(Emitter& emitter, const EmitArgs& args) {
  push_result(emitter, call_intrinsic(emitter, llvm::Intrinsic::ceil, {pop_operand(emitter, args)}));
}

void emit_floor(Emitter& emitter, const EmitArgs& args) {
  push_result(emitter, call_intrinsic(emitter, llvm::Intrinsic::floor, {pop_operand(emitter, args)}));
}

void emit_trunc(Emitter& emitter, const EmitArgs& args) {
  push_result(emitter, call_intrinsic(emitter, llvm::Intrinsic::trunc, {pop_operand(emitter, args)}));
}

void emit_nearest(Emitter& emitter, const EmitArgs& args) {
  push_result(emitter, call_intrinsic(emitter, llvm::Intrinsic::roundeven, {pop_operand(emitter, args)}));
}

void emit_sqrt(Emitter& emitter, const EmitArgs& args) {
  push_result(emitter, call_intrinsic(emitter, llvm::Intrinsic::sqrt, {pop_operand(emitter, args)}));
}

// --- Minimum and maximum ---

namespace {

// llvm.minimum and llvm.maximum agree with WebAssembly except for signalling NaNs.
llvm::Value* minimum_or_maximum(Emitter& emitter, llvm::Intrinsic::ID id, const Operands& operands) {
  const auto [lhs, rhs] = operands;
  auto* result = llvm::cast<llvm::Instruction>(call_intrinsic(emitter, id, {lhs, rhs}));
  // Where this is poison, the select below takes the other value.
  result->setHasNoNaNs(true);
  llvm::Value* unordered = emitter.builder().CreateFCmpUNO(lhs, rhs);
  return emitter.builder().CreateSelect(unordered, llvm::ConstantFP::getQNaN(lhs->getType()), result);
}

// AArch64 has an instruction that is right as it is; as a target intrinsic LLVM finds no way around it.
bool has_vector_minimum(Emitter& emitter, const EmitArgs& args) {
  return takes_vector(args) && targets_aarch64(emitter);
}

}  // namespace

void emit_min(Emitter& emitter, const EmitArgs& args) {
  const Operands operands = pop_operands(emitter, args);
  if (has_vector_minimum(emitter, args)) {
    emitter.push_vector(call_intrinsic(emitter, llvm::Intrinsic::aarch64_neon_fmin, {operands.lhs, operands.rhs}));
  } else {
    push_result(emitter, minimum_or_maximum(emitter, llvm::Intrinsic::minimum, operands));
  }
}

void emit_max(Emitter& emitter, const EmitArgs& args) {
  const Operands operands = pop_operands(emitter, args);
  if (has_vector_minimum(emitter, args)) {
    emitter.push_vector(call_intrinsic(emitter, llvm::Intrinsic::aarch64_neon_fmax, {operands.lhs, operands.rhs}));
  } else {
    push_result(emitter, minimum_or_maximum(emitter, llvm::Intrinsic::maximum, operands));
  }
}

// pmin and pmax are a comparison and a choice: NaNs and zeros come out as they are.
void emit_pmin(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  llvm::IRBuilder<>& builder = emitter.builder();
  push_result(emitter, builder.CreateSelect(builder.CreateFCmpOLT(rhs, lhs), rhs, lhs));
}

void emit_pmax(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  llvm::IRBuilder<>& builder = emitter.builder();
  push_result(emitter, builder.CreateSelect(builder.CreateFCmpOLT(lhs, rhs), rhs, lhs));
}

void emit_copysign(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  push_result(emitter, call_intrinsic(emitter, llvm::Intrinsic::copysign, {lhs, rhs}));
}

}  // namespace wrt::llvm_compiler
