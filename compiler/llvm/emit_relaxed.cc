// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Relaxed vector instructions. Each function names the choice that it makes among the lawful results; x86 is the
// target that needs thought, because its instructions have corner cases of their own.
#include "compiler/llvm/emit_relaxed.h"

#include <llvm/IR/IntrinsicsX86.h>

#include "compiler/llvm/emit_convert.h"
#include "compiler/llvm/emit_numeric.h"
#include "compiler/llvm/emit_simd.h"
#include "compiler/llvm/emit_util.h"

namespace wrt::llvm_compiler {

namespace {

bool has_ssse3(Emitter& emitter) {
  return targets_x86(emitter) && has_feature(emitter, "ssse3");
}

}  // namespace

// x86: an index from 16 to 127 counts modulo 16, as pshufb does. Elsewhere: 0.
void emit_relaxed_swizzle(Emitter& emitter, const EmitArgs&) {
  llvm::Value* indices = emitter.pop_vector(Lane::I8);
  llvm::Value* vector = emitter.pop_vector(Lane::I8);
  if (has_ssse3(emitter)) {
    emitter.push_vector(call_target_intrinsic(emitter, llvm::Intrinsic::x86_ssse3_pshuf_b_128, {vector, indices}));
  } else {
    emitter.push_vector(swizzle(emitter, vector, indices));
  }
}

// --- Truncation. x86, signed: -2^31 for a NaN and whatever does not fit. Otherwise as trunc_sat. ---

void emit_relaxed_trunc_s(Emitter& emitter, const EmitArgs& args) {
  if (!targets_x86(emitter)) return emit_trunc_sat_s(emitter, args);
  emitter.push_vector(
      call_target_intrinsic(emitter, llvm::Intrinsic::x86_sse2_cvttps2dq, {emitter.pop_vector(Lane::F32)}));
}

void emit_relaxed_trunc_u(Emitter& emitter, const EmitArgs& args) {
  emit_trunc_sat_u(emitter, args);
}

void emit_relaxed_trunc_zero_s(Emitter& emitter, const EmitArgs& args) {
  if (!targets_x86(emitter)) return emit_trunc_sat_zero_s(emitter, args);
  // cvttpd2dq clears the upper half.
  emitter.push_vector(
      call_target_intrinsic(emitter, llvm::Intrinsic::x86_sse2_cvttpd2dq, {emitter.pop_vector(Lane::F64)}));
}

void emit_relaxed_trunc_zero_u(Emitter& emitter, const EmitArgs& args) {
  emit_trunc_sat_zero_u(emitter, args);
}

// --- Multiply and add: fused where the target does that in one instruction, otherwise rounded twice ---

namespace {

llvm::Value* multiply_add(Emitter& emitter, llvm::Value* lhs, llvm::Value* rhs, llvm::Value* addend) {
  const bool fuses = targets_aarch64(emitter) || (targets_x86(emitter) && has_feature(emitter, "fma"));
  if (fuses) return call_intrinsic(emitter, llvm::Intrinsic::fma, {lhs, rhs, addend});
  llvm::Value* product = float_operation(emitter, llvm::Instruction::FMul, lhs, rhs);
  return float_operation(emitter, llvm::Instruction::FAdd, product, addend);
}

}  // namespace

void emit_relaxed_madd(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* addend = emitter.pop_vector(args.info.lane);
  const auto [lhs, rhs] = pop_operands(emitter, args);
  emitter.push_vector(multiply_add(emitter, lhs, rhs, addend));
}

void emit_relaxed_nmadd(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* addend = emitter.pop_vector(args.info.lane);
  const auto [lhs, rhs] = pop_operands(emitter, args);
  emitter.push_vector(multiply_add(emitter, emitter.builder().CreateFNeg(lhs), rhs, addend));
}

// --- Selection. x86: by the top bit of each mask lane, as blendv does; of 16 bits by that of each byte ---

void emit_relaxed_laneselect(Emitter& emitter, const EmitArgs& args) {
  if (!targets_x86(emitter) || !has_feature(emitter, "sse4.1")) return emit_bitselect(emitter, args);
  llvm::IRBuilder<>& builder = emitter.builder();
  const Lane lane = args.info.lane == Lane::I16 ? Lane::I8 : args.info.lane;
  llvm::Value* mask = emitter.pop_vector(lane);
  llvm::Value* rhs = emitter.pop_vector(lane);
  llvm::Value* lhs = emitter.pop_vector(lane);
  llvm::Value* top_bit = builder.CreateICmpSLT(mask, llvm::Constant::getNullValue(mask->getType()));
  emitter.push_vector(builder.CreateSelect(top_bit, lhs, rhs));
}

// --- Minimum and maximum. x86: the second operand for a NaN and for zeros of both signs, as minps does. ---

void emit_relaxed_min(Emitter& emitter, const EmitArgs& args) {
  if (!targets_x86(emitter)) return emit_min(emitter, args);
  const auto [lhs, rhs] = pop_operands(emitter, args);
  llvm::IRBuilder<>& builder = emitter.builder();
  emitter.push_vector(builder.CreateSelect(builder.CreateFCmpOLT(lhs, rhs), lhs, rhs));
}

void emit_relaxed_max(Emitter& emitter, const EmitArgs& args) {
  if (!targets_x86(emitter)) return emit_max(emitter, args);
  const auto [lhs, rhs] = pop_operands(emitter, args);
  llvm::IRBuilder<>& builder = emitter.builder();
  emitter.push_vector(builder.CreateSelect(builder.CreateFCmpOGT(lhs, rhs), lhs, rhs));
}

// --- Fixed-point and dot products ---

// x86: -1 * -1 wraps around to -1.
void emit_relaxed_q15mulr_s(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  if (has_ssse3(emitter)) {
    emitter.push_vector(call_target_intrinsic(emitter, llvm::Intrinsic::x86_ssse3_pmul_hr_sw_128, {lhs, rhs}));
  } else {
    emitter.push_vector(q15mulr_sat_s(emitter, lhs, rhs));
  }
}

namespace {

// x86: the second operand's lanes are unsigned, and the sums saturate. Elsewhere: signed, and the sums wrap around.
llvm::Value* pop_relaxed_dot(Emitter& emitter) {
  llvm::IRBuilder<>& builder = emitter.builder();
  llvm::Value* rhs = emitter.pop_vector(Lane::I8);
  llvm::Value* lhs = emitter.pop_vector(Lane::I8);
  if (has_ssse3(emitter)) {
    // pmaddubsw takes the unsigned factor first.
    return call_target_intrinsic(emitter, llvm::Intrinsic::x86_ssse3_pmadd_ub_sw_128, {rhs, lhs});
  }
  llvm::Type* wide = vector_of(emitter, Lane::I16, 16);
  llvm::Value* products = builder.CreateMul(builder.CreateSExt(lhs, wide), builder.CreateSExt(rhs, wide));
  return builder.CreateAdd(every_second(emitter, products, 0), every_second(emitter, products, 1));
}

}  // namespace

void emit_relaxed_dot_s(Emitter& emitter, const EmitArgs&) {
  emitter.push_vector(pop_relaxed_dot(emitter));
}

void emit_relaxed_dot_add_s(Emitter& emitter, const EmitArgs&) {
  llvm::Value* addend = emitter.pop_vector(Lane::I32);
  llvm::Value* sums = ext_add_pairwise_s(emitter, pop_relaxed_dot(emitter), Lane::I32);
  emitter.push_vector(emitter.builder().CreateAdd(sums, addend));
}

}  // namespace wrt::llvm_compiler
