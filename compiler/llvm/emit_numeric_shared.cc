// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The meanings that integers and floats share. Integers wrap around (section 4.3.2); floats go through
// emit_numeric_float.cc, which knows the NaN rules.
#include "compiler/llvm/emit_numeric.h"
#include "compiler/llvm/emit_util.h"

namespace wrt::llvm_compiler {

void emit_add(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  push_result(emitter, lhs->getType()->isFPOrFPVectorTy() ? float_add(emitter, lhs, rhs)
                                                          : emitter.builder().CreateAdd(lhs, rhs));
}

void emit_sub(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  push_result(emitter, lhs->getType()->isFPOrFPVectorTy() ? float_sub(emitter, lhs, rhs)
                                                          : emitter.builder().CreateSub(lhs, rhs));
}

void emit_mul(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  push_result(emitter, lhs->getType()->isFPOrFPVectorTy() ? float_mul(emitter, lhs, rhs)
                                                          : emitter.builder().CreateMul(lhs, rhs));
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
