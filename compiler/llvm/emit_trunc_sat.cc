// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Float to integer, saturating: 0 for a NaN, the nearest bound for what does not fit. LLVM has intrinsics for it, but
// takes vectors apart on x86. There, the conversion instructions give -2^31 for everything that does not fit, and a
// few lane-wise operations before and after them do the rest.
#include <llvm/IR/IntrinsicsX86.h>

#include "compiler/llvm/emit_convert.h"
#include "compiler/llvm/emit_util.h"

namespace wrt::llvm_compiler {

namespace {

llvm::Value* saturate(Emitter& emitter, llvm::Intrinsic::ID id, llvm::Value* operand, llvm::Type* result) {
  return emitter.builder().CreateIntrinsic(id, {result, operand->getType()}, {operand});
}

// --- x86 ---

llvm::Value* float_constant(llvm::Value* like, double value) {
  return llvm::ConstantFP::get(like->getType(), value);
}

// -2^31 in lanes that are NaN or out of range.
llvm::Value* convert_f32x4(Emitter& emitter, llvm::Value* operand) {
  return call_target_intrinsic(emitter, llvm::Intrinsic::x86_sse2_cvttps2dq, {operand});
}

// Lanes of all ones where `condition` holds.
llvm::Value* mask(Emitter& emitter, llvm::Value* condition) {
  return emitter.builder().CreateSExt(condition, emitter.vector_type(Lane::I32));
}

// The operand, or 0 where it is negative or a NaN.
llvm::Value* not_below_zero(Emitter& emitter, llvm::Value* operand) {
  llvm::IRBuilder<>& builder = emitter.builder();
  llvm::Value* zero = float_constant(operand, 0);
  return builder.CreateSelect(builder.CreateFCmpOGT(operand, zero), operand, zero);
}

// The operand, or `bound` where it is larger. Precondition: no NaN.
llvm::Value* not_above(Emitter& emitter, llvm::Value* operand, double bound) {
  llvm::IRBuilder<>& builder = emitter.builder();
  llvm::Value* limit = float_constant(operand, bound);
  return builder.CreateSelect(builder.CreateFCmpOLT(operand, limit), operand, limit);
}

llvm::Value* trunc_sat_s_x86(Emitter& emitter, llvm::Value* operand) {
  llvm::IRBuilder<>& builder = emitter.builder();
  llvm::Value* converted = convert_f32x4(emitter, operand);
  // Too large: all bits of -2^31 flipped.
  llvm::Value* too_large = builder.CreateFCmpOGE(operand, float_constant(operand, 0x1p31));
  converted = builder.CreateXor(converted, mask(emitter, too_large));
  return builder.CreateAnd(converted, mask(emitter, builder.CreateFCmpORD(operand, operand)));
}

// Below 2^31 the signed conversion will do. From there on it gives -2^31, the top bit; the bits below it are what the
// operand less 2^31 converts to, saturated.
llvm::Value* trunc_sat_u_x86(Emitter& emitter, llvm::Value* operand) {
  llvm::IRBuilder<>& builder = emitter.builder();
  operand = not_below_zero(emitter, operand);
  llvm::Value* low = convert_f32x4(emitter, operand);
  llvm::Value* excess = builder.CreateFSub(operand, float_constant(operand, 0x1p31));
  llvm::Value* too_large = builder.CreateFCmpOGE(excess, float_constant(operand, 0x1p31));
  llvm::Value* high = builder.CreateXor(convert_f32x4(emitter, excess), mask(emitter, too_large));
  llvm::Value* is_large = builder.CreateICmpSLT(low, constant(low->getType(), 0));
  return builder.CreateOr(low, builder.CreateAnd(high, mask(emitter, is_large)));
}

// Two lanes, and two of zeros.
llvm::Value* trunc_sat_zero_s_x86(Emitter& emitter, llvm::Value* operand) {
  llvm::IRBuilder<>& builder = emitter.builder();
  llvm::Value* is_number = builder.CreateFCmpORD(operand, operand);
  operand = builder.CreateSelect(is_number, operand, float_constant(operand, 0));
  operand = not_above(emitter, operand, 2147483647.0);
  return call_target_intrinsic(emitter, llvm::Intrinsic::x86_sse2_cvttpd2dq, {operand});
}

// Added to 2^52, an integer stands in the low bits of the sum.
llvm::Value* trunc_sat_zero_u_x86(Emitter& emitter, llvm::Value* operand) {
  llvm::IRBuilder<>& builder = emitter.builder();
  operand = not_above(emitter, not_below_zero(emitter, operand), 4294967295.0);
  operand = call_intrinsic(emitter, llvm::Intrinsic::trunc, {operand});
  llvm::Value* sum = builder.CreateFAdd(operand, float_constant(operand, 0x1p52));
  llvm::Value* halves = builder.CreateBitCast(sum, emitter.vector_type(Lane::I32));
  return pad_with_zeros(emitter, every_second(emitter, halves, 0));
}

}  // namespace

void emit_trunc_sat_s(Emitter& emitter, const EmitArgs& args) {
  if (!takes_vector(args)) {
    emitter.push(saturate(emitter, llvm::Intrinsic::fptosi_sat, emitter.pop(), result_type(emitter, args)));
    return;
  }
  llvm::Value* operand = emitter.pop_vector(Lane::F32);
  emitter.push_vector(targets_x86(emitter)
                          ? trunc_sat_s_x86(emitter, operand)
                          : saturate(emitter, llvm::Intrinsic::fptosi_sat, operand, emitter.vector_type(Lane::I32)));
}

void emit_trunc_sat_u(Emitter& emitter, const EmitArgs& args) {
  if (!takes_vector(args)) {
    emitter.push(saturate(emitter, llvm::Intrinsic::fptoui_sat, emitter.pop(), result_type(emitter, args)));
    return;
  }
  llvm::Value* operand = emitter.pop_vector(Lane::F32);
  emitter.push_vector(targets_x86(emitter)
                          ? trunc_sat_u_x86(emitter, operand)
                          : saturate(emitter, llvm::Intrinsic::fptoui_sat, operand, emitter.vector_type(Lane::I32)));
}

void emit_trunc_sat_zero_s(Emitter& emitter, const EmitArgs&) {
  llvm::Value* operand = emitter.pop_vector(Lane::F64);
  if (targets_x86(emitter)) {
    emitter.push_vector(trunc_sat_zero_s_x86(emitter, operand));
    return;
  }
  llvm::Type* type = vector_of(emitter, Lane::I32, 2);
  emitter.push_vector(pad_with_zeros(emitter, saturate(emitter, llvm::Intrinsic::fptosi_sat, operand, type)));
}

void emit_trunc_sat_zero_u(Emitter& emitter, const EmitArgs&) {
  llvm::Value* operand = emitter.pop_vector(Lane::F64);
  // Without SSE4.1 there is no instruction that rounds.
  if (targets_x86(emitter) && has_feature(emitter, "sse4.1")) {
    emitter.push_vector(trunc_sat_zero_u_x86(emitter, operand));
    return;
  }
  llvm::Type* type = vector_of(emitter, Lane::I32, 2);
  emitter.push_vector(pad_with_zeros(emitter, saturate(emitter, llvm::Intrinsic::fptoui_sat, operand, type)));
}

}  // namespace wrt::llvm_compiler
