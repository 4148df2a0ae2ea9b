// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Vector instructions whose result has lanes twice as wide as the operands'. The row's lane is the result's.
#include <llvm/IR/IntrinsicsAArch64.h>
#include <llvm/IR/IntrinsicsX86.h>

#include "compiler/llvm/emit_simd.h"
#include "compiler/llvm/emit_util.h"

namespace wrt::llvm_compiler {

namespace {

using Half = llvm::Value* (*)(Emitter&, llvm::Value*);

// The low or high lanes of the top operand, extended.
llvm::Value* pop_extended(Emitter& emitter, const EmitArgs& args, Half half, bool is_signed) {
  llvm::Value* lanes = half(emitter, emitter.pop_vector(narrower(args.info.lane)));
  return emitter.builder().CreateIntCast(lanes, emitter.vector_type(args.info.lane), is_signed);
}

// No product overflows: it has as many bits as both factors together.
void ext_mul(Emitter& emitter, const EmitArgs& args, Half half, bool is_signed) {
  llvm::Value* rhs = pop_extended(emitter, args, half, is_signed);
  llvm::Value* lhs = pop_extended(emitter, args, half, is_signed);
  emitter.push_vector(emitter.builder().CreateMul(lhs, rhs));
}

// x86's multiply-and-add of neighbours, with ones: for signed lanes.
llvm::Value* add_pairs_x86(Emitter& emitter, llvm::Value* vector, Lane result_lane) {
  llvm::Constant* ones = constant(vector->getType(), 1);
  if (result_lane == Lane::I32) {
    return call_target_intrinsic(emitter, llvm::Intrinsic::x86_sse2_pmadd_wd, {vector, ones});
  }
  // The first factor is unsigned.
  return call_target_intrinsic(emitter, llvm::Intrinsic::x86_ssse3_pmadd_ub_sw_128, {ones, vector});
}

llvm::Value* ext_add_pairwise(Emitter& emitter, llvm::Value* vector, Lane result_lane, bool is_signed) {
  llvm::IRBuilder<>& builder = emitter.builder();
  llvm::Type* type = emitter.vector_type(result_lane);
  if (targets_aarch64(emitter)) {
    const auto id = is_signed ? llvm::Intrinsic::aarch64_neon_saddlp : llvm::Intrinsic::aarch64_neon_uaddlp;
    return builder.CreateIntrinsic(id, {type, vector->getType()}, {vector});
  }
  if (is_signed && targets_x86(emitter) && (result_lane == Lane::I32 || has_feature(emitter, "ssse3"))) {
    return add_pairs_x86(emitter, vector, result_lane);
  }
  // A pair of lanes is one lane of the result, the even one in its low half.
  llvm::Value* pairs = builder.CreateBitCast(vector, type);
  llvm::Constant* half = constant(type, lane_size(result_lane) * 4);
  llvm::Value* even = builder.CreateShl(pairs, half);
  even = is_signed ? builder.CreateAShr(even, half) : builder.CreateLShr(even, half);
  llvm::Value* odd = is_signed ? builder.CreateAShr(pairs, half) : builder.CreateLShr(pairs, half);
  return builder.CreateAdd(even, odd);
}

}  // namespace

void emit_extend_low_s(Emitter& emitter, const EmitArgs& args) {
  emitter.push_vector(pop_extended(emitter, args, low_half, true));
}

void emit_extend_low_u(Emitter& emitter, const EmitArgs& args) {
  emitter.push_vector(pop_extended(emitter, args, low_half, false));
}

void emit_extend_high_s(Emitter& emitter, const EmitArgs& args) {
  emitter.push_vector(pop_extended(emitter, args, high_half, true));
}

void emit_extend_high_u(Emitter& emitter, const EmitArgs& args) {
  emitter.push_vector(pop_extended(emitter, args, high_half, false));
}

void emit_ext_mul_low_s(Emitter& emitter, const EmitArgs& args) {
  ext_mul(emitter, args, low_half, true);
}
void emit_ext_mul_low_u(Emitter& emitter, const EmitArgs& args) {
  ext_mul(emitter, args, low_half, false);
}
void emit_ext_mul_high_s(Emitter& emitter, const EmitArgs& args) {
  ext_mul(emitter, args, high_half, true);
}
void emit_ext_mul_high_u(Emitter& emitter, const EmitArgs& args) {
  ext_mul(emitter, args, high_half, false);
}

llvm::Value* ext_add_pairwise_s(Emitter& emitter, llvm::Value* vector, Lane result_lane) {
  return ext_add_pairwise(emitter, vector, result_lane, true);
}

void emit_ext_add_pairwise_s(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* vector = emitter.pop_vector(narrower(args.info.lane));
  emitter.push_vector(ext_add_pairwise(emitter, vector, args.info.lane, true));
}

void emit_ext_add_pairwise_u(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* vector = emitter.pop_vector(narrower(args.info.lane));
  emitter.push_vector(ext_add_pairwise(emitter, vector, args.info.lane, false));
}

// Products of i16 lanes, neighbours added; -2^15 * -2^15 twice wraps around to -2^31, as the specification says.
void emit_dot_s(Emitter& emitter, const EmitArgs& args) {
  llvm::IRBuilder<>& builder = emitter.builder();
  llvm::Value* rhs = emitter.pop_vector(narrower(args.info.lane));
  llvm::Value* lhs = emitter.pop_vector(narrower(args.info.lane));
  llvm::Type* wide = vector_of(emitter, args.info.lane, 8);
  llvm::Value* products = builder.CreateMul(builder.CreateSExt(lhs, wide), builder.CreateSExt(rhs, wide));
  emitter.push_vector(builder.CreateAdd(every_second(emitter, products, 0), every_second(emitter, products, 1)));
}

}  // namespace wrt::llvm_compiler
