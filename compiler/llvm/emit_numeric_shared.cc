// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The meanings that integers and floats share. Integers wrap around (section 4.3.2); floats follow the NaN rules of
// section 4.3.3, with the help of quiet_nans.h.
#include "compiler/llvm/emit_numeric.h"
#include "compiler/llvm/emit_util.h"

namespace wrt::llvm_compiler {

namespace {

bool is_float(llvm::Value* value) {
  return value->getType()->isFPOrFPVectorTy();
}

}  // namespace

void emit_add(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  push_result(emitter, is_float(lhs) ? float_operation(emitter, llvm::Instruction::FAdd, lhs, rhs)
                                     : emitter.builder().CreateAdd(lhs, rhs));
}

void emit_sub(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  push_result(emitter, is_float(lhs) ? float_operation(emitter, llvm::Instruction::FSub, lhs, rhs)
                                     : emitter.builder().CreateSub(lhs, rhs));
}

void emit_mul(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  push_result(emitter, is_float(lhs) ? float_operation(emitter, llvm::Instruction::FMul, lhs, rhs)
                                     : emitter.builder().CreateMul(lhs, rhs));
}

// Of a float, abs and neg change the sign bit and nothing else, also of a NaN; LLVM's fabs and fneg do the same.
void emit_abs(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* operand = pop_operand(emitter, args);
  if (is_float(operand) && operand->getType()->isVectorTy()) {
    // LLVM 19's code generator does not end on fabs of a vector that is a comparison of constants.
    llvm::IRBuilder<>& builder = emitter.builder();
    llvm::Type* bits = llvm::VectorType::getInteger(llvm::cast<llvm::VectorType>(operand->getType()));
    llvm::Value* mask = llvm::ConstantInt::get(bits, llvm::APInt::getSignedMaxValue(bits->getScalarSizeInBits()));
    llvm::Value* cleared = builder.CreateAnd(builder.CreateBitCast(operand, bits), mask);
    push_result(emitter, builder.CreateBitCast(cleared, operand->getType()));
  } else if (is_float(operand)) {
    push_result(emitter, call_intrinsic(emitter, llvm::Intrinsic::fabs, {operand}));
  } else {
    // Of the smallest integer itself, as the specification wants.
    push_result(emitter, call_intrinsic(emitter, llvm::Intrinsic::abs, {operand, emitter.builder().getFalse()}));
  }
}

void emit_neg(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* operand = pop_operand(emitter, args);
  push_result(emitter,
              is_float(operand) ? emitter.builder().CreateFNeg(operand) : emitter.builder().CreateNeg(operand));
}

}  // namespace wrt::llvm_compiler
