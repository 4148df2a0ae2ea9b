// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The meanings that integers and floats share. Integers wrap around (section 4.3.2); floats follow the NaN rules of
// section 4.3.3, with the help of quiet_nans.h.
#include "compiler/llvm/emit_numeric.h"
#include "compiler/llvm/emit_util.h"

namespace wrt::llvm_compiler {

void emit_add(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  llvm::IRBuilder<>& builder = emitter.builder();
  const bool is_float = lhs->getType()->isFPOrFPVectorTy();
  push_result(emitter, is_float ? builder.CreateFAdd(lhs, rhs) : builder.CreateAdd(lhs, rhs));
}

void emit_sub(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  llvm::IRBuilder<>& builder = emitter.builder();
  const bool is_float = lhs->getType()->isFPOrFPVectorTy();
  push_result(emitter, is_float ? builder.CreateFSub(lhs, rhs) : builder.CreateSub(lhs, rhs));
}

void emit_mul(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  llvm::IRBuilder<>& builder = emitter.builder();
  const bool is_float = lhs->getType()->isFPOrFPVectorTy();
  push_result(emitter, is_float ? builder.CreateFMul(lhs, rhs) : builder.CreateMul(lhs, rhs));
}

// Of a float, abs and neg change the sign bit and nothing else, also of a NaN; LLVM's fabs and fneg do the same.
void emit_abs(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* operand = pop_operand(emitter, args);
  if (operand->getType()->isFPOrFPVectorTy()) {
    push_result(emitter, call_intrinsic(emitter, llvm::Intrinsic::fabs, {operand}));
  } else {
    // Of the smallest integer itself, as the specification wants.
    push_result(emitter, call_intrinsic(emitter, llvm::Intrinsic::abs, {operand, emitter.builder().getFalse()}));
  }
}

void emit_neg(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* operand = pop_operand(emitter, args);
  push_result(emitter, operand->getType()->isFPOrFPVectorTy() ? emitter.builder().CreateFNeg(operand)
                                                              : emitter.builder().CreateNeg(operand));
}

}  // namespace wrt::llvm_compiler
