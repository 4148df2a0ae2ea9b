// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Conversions (section 4.3.4).
//
// LLVM's fptosi and fptoui give poison outside the result's range. The trapping forms therefore branch first, on
// bounds that are exact floats: the largest and smallest operands that truncate into the range lie strictly between
// them. The saturating forms are in emit_trunc_sat.cc.
#include "compiler/llvm/emit_convert.h"

#include <cmath>

#include <llvm/IR/MDBuilder.h>

#include "compiler/llvm/emit_numeric.h"
#include "compiler/llvm/emit_util.h"

namespace wrt::llvm_compiler {

// --- Integer to integer ---

void emit_wrap(Emitter& emitter, const EmitArgs&) {
  emitter.push(emitter.builder().CreateTrunc(emitter.pop(), emitter.builder().getInt32Ty()));
}

// The lane is the part of the operand that counts.
void emit_extend_s(Emitter& emitter, const EmitArgs& args) {
  llvm::IRBuilder<>& builder = emitter.builder();
  llvm::Value* part = builder.CreateTrunc(emitter.pop(), emitter.lane_type(args.info.lane));
  emitter.push(builder.CreateSExt(part, result_type(emitter, args)));
}

void emit_extend_u(Emitter& emitter, const EmitArgs& args) {
  llvm::IRBuilder<>& builder = emitter.builder();
  llvm::Value* part = builder.CreateTrunc(emitter.pop(), emitter.lane_type(args.info.lane));
  emitter.push(builder.CreateZExt(part, result_type(emitter, args)));
}

// --- Float to integer, trapping ---

namespace {

// Whether truncation gives an integer of `bits` bits; false for a NaN.
llvm::Value* truncates_into_range(Emitter& emitter, llvm::Value* operand, unsigned bits, bool is_signed) {
  llvm::IRBuilder<>& builder = emitter.builder();
  llvm::Type* type = operand->getType();
  // Powers of two, which are exact in both float types.
  const double above = std::ldexp(1.0, static_cast<int>(is_signed ? bits - 1 : bits));
  llvm::Value* small_enough = builder.CreateFCmpOLT(operand, llvm::ConstantFP::get(type, above));
  llvm::Value* large_enough = nullptr;
  if (!is_signed) {
    large_enough = builder.CreateFCmpOGT(operand, llvm::ConstantFP::get(type, -1.0));
  } else if (type->isDoubleTy() && bits == 32) {
    // -2^31 - 1 is a double, and whatever lies above it truncates to -2^31 or more.
    large_enough = builder.CreateFCmpOGT(operand, llvm::ConstantFP::get(type, -2147483649.0));
  } else {
    // The next smaller float is a smaller integer: the bound itself still counts.
    large_enough = builder.CreateFCmpOGE(operand, llvm::ConstantFP::get(type, -above));
  }
  return builder.CreateAnd(large_enough, small_enough);
}

void check_truncation(Emitter& emitter, llvm::Value* operand, llvm::Type* result, bool is_signed) {
  llvm::IRBuilder<>& builder = emitter.builder();
  llvm::Value* in_range = truncates_into_range(emitter, operand, result->getIntegerBitWidth(), is_signed);
  llvm::Function* function = builder.GetInsertBlock()->getParent();
  auto* fails = llvm::BasicBlock::Create(emitter.context(), "trunc.fails", function);
  auto* goes_on = llvm::BasicBlock::Create(emitter.context(), "trunc", function);
  builder.CreateCondBr(in_range, goes_on, fails, llvm::MDBuilder(emitter.context()).createLikelyBranchWeights());
  builder.SetInsertPoint(fails);
  emitter.trap_if(builder.CreateFCmpUNO(operand, operand), TrapCode::InvalidConversionToInteger);
  emitter.trap(TrapCode::IntegerOverflow);
  builder.SetInsertPoint(goes_on);
}

}  // namespace

void emit_trunc_s(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* operand = emitter.pop();
  llvm::Type* result = result_type(emitter, args);
  check_truncation(emitter, operand, result, true);
  emitter.push(emitter.builder().CreateFPToSI(operand, result));
}

void emit_trunc_u(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* operand = emitter.pop();
  llvm::Type* result = result_type(emitter, args);
  check_truncation(emitter, operand, result, false);
  emitter.push(emitter.builder().CreateFPToUI(operand, result));
}

// --- Integer to float: rounds to nearest, ties to even ---

void emit_convert_s(Emitter& emitter, const EmitArgs& args) {
  llvm::IRBuilder<>& builder = emitter.builder();
  if (takes_vector(args)) {
    emitter.push_vector(builder.CreateSIToFP(emitter.pop_vector(Lane::I32), emitter.vector_type(Lane::F32)));
  } else {
    emitter.push(builder.CreateSIToFP(emitter.pop(), result_type(emitter, args)));
  }
}

void emit_convert_u(Emitter& emitter, const EmitArgs& args) {
  llvm::IRBuilder<>& builder = emitter.builder();
  if (takes_vector(args)) {
    emitter.push_vector(builder.CreateUIToFP(emitter.pop_vector(Lane::I32), emitter.vector_type(Lane::F32)));
  } else {
    emitter.push(builder.CreateUIToFP(emitter.pop(), result_type(emitter, args)));
  }
}

void emit_convert_low_s(Emitter& emitter, const EmitArgs&) {
  llvm::Value* low = low_half(emitter, emitter.pop_vector(Lane::I32));
  emitter.push_vector(emitter.builder().CreateSIToFP(low, emitter.vector_type(Lane::F64)));
}

void emit_convert_low_u(Emitter& emitter, const EmitArgs&) {
  llvm::Value* low = low_half(emitter, emitter.pop_vector(Lane::I32));
  emitter.push_vector(emitter.builder().CreateUIToFP(low, emitter.vector_type(Lane::F64)));
}

// --- Float to float; quiet_nans.h sees to signalling ones ---

void emit_demote(Emitter& emitter, const EmitArgs&) {
  emitter.push(emitter.builder().CreateFPTrunc(emitter.pop(), emitter.lane_type(Lane::F32)));
}

void emit_demote_zero(Emitter& emitter, const EmitArgs&) {
  llvm::Value* operand = emitter.pop_vector(Lane::F64);
  llvm::Value* low = emitter.builder().CreateFPTrunc(operand, vector_of(emitter, Lane::F32, 2));
  emitter.push_vector(pad_with_zeros(emitter, low));
}

void emit_promote(Emitter& emitter, const EmitArgs&) {
  emitter.push(emitter.builder().CreateFPExt(emitter.pop(), emitter.lane_type(Lane::F64)));
}

void emit_promote_low(Emitter& emitter, const EmitArgs&) {
  llvm::Value* low = low_half(emitter, emitter.pop_vector(Lane::F32));
  emitter.push_vector(emitter.builder().CreateFPExt(low, emitter.vector_type(Lane::F64)));
}

void emit_reinterpret(Emitter& emitter, const EmitArgs& args) {
  emitter.push(emitter.builder().CreateBitCast(emitter.pop(), result_type(emitter, args)));
}

}  // namespace wrt::llvm_compiler
