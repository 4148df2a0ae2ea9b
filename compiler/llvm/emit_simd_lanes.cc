// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Vector instructions that move lanes, that treat the 128 bits as bits, and that ask all lanes a question. Lane
// indices are constants, which the validator has checked, except for swizzle's.
#include <algorithm>
#include <array>

#include <llvm/IR/IntrinsicsAArch64.h>
#include <llvm/IR/IntrinsicsX86.h>

#include "compiler/llvm/emit_simd.h"
#include "compiler/llvm/emit_util.h"

namespace wrt::llvm_compiler {

void emit_shuffle(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* rhs = emitter.pop_vector(Lane::I8);
  llvm::Value* lhs = emitter.pop_vector(Lane::I8);
  std::array<int, 16> indices{};
  std::ranges::copy(args.instruction.v128, indices.begin());
  emitter.push_vector(emitter.builder().CreateShuffleVector(lhs, rhs, indices));
}

namespace {

// A lane at a time, for targets without a byte shuffle.
llvm::Value* portable_swizzle(Emitter& emitter, llvm::Value* vector, llvm::Value* indices) {
  llvm::IRBuilder<>& builder = emitter.builder();
  llvm::Value* in_range = builder.CreateICmpULT(indices, constant(indices->getType(), 16));
  llvm::Value* masked = builder.CreateAnd(indices, constant(indices->getType(), 15));
  llvm::Value* picked = llvm::PoisonValue::get(vector->getType());
  for (std::uint64_t i = 0; i < 16; ++i) {
    llvm::Value* element = builder.CreateExtractElement(vector, builder.CreateExtractElement(masked, i));
    picked = builder.CreateInsertElement(picked, element, i);
  }
  return builder.CreateSelect(in_range, picked, llvm::Constant::getNullValue(vector->getType()));
}

}  // namespace

llvm::Value* swizzle(Emitter& emitter, llvm::Value* vector, llvm::Value* indices) {
  if (targets_aarch64(emitter)) {
    return call_intrinsic(emitter, llvm::Intrinsic::aarch64_neon_tbl1, {vector, indices});
  }
  if (!targets_x86(emitter) || !has_feature(emitter, "ssse3")) return portable_swizzle(emitter, vector, indices);
  // pshufb gives 0 where an index has its top bit set: adding 0x70 sets it from 16 on, and saturation keeps it.
  llvm::Value* saturated =
      call_intrinsic(emitter, llvm::Intrinsic::uadd_sat, {indices, constant(indices->getType(), 0x70)});
  return call_target_intrinsic(emitter, llvm::Intrinsic::x86_ssse3_pshuf_b_128, {vector, saturated});
}

void emit_swizzle(Emitter& emitter, const EmitArgs&) {
  llvm::Value* indices = emitter.pop_vector(Lane::I8);
  llvm::Value* vector = emitter.pop_vector(Lane::I8);
  emitter.push_vector(swizzle(emitter, vector, indices));
}

void emit_splat(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* element = emitter.pop();
  llvm::IRBuilder<>& builder = emitter.builder();
  if (element->getType()->isIntegerTy()) element = builder.CreateTrunc(element, emitter.lane_type(args.info.lane));
  emitter.push_vector(builder.CreateVectorSplat(16 / lane_size(args.info.lane), element));
}

namespace {

llvm::Value* extract_lane(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* vector = emitter.pop_vector(args.info.lane);
  return emitter.builder().CreateExtractElement(vector, std::uint64_t{args.instruction.lane});
}

}  // namespace

void emit_extract_lane(Emitter& emitter, const EmitArgs& args) {
  emitter.push(extract_lane(emitter, args));
}

void emit_extract_lane_s(Emitter& emitter, const EmitArgs& args) {
  emitter.push(emitter.builder().CreateSExt(extract_lane(emitter, args), result_type(emitter, args)));
}

void emit_extract_lane_u(Emitter& emitter, const EmitArgs& args) {
  emitter.push(emitter.builder().CreateZExt(extract_lane(emitter, args), result_type(emitter, args)));
}

void emit_replace_lane(Emitter& emitter, const EmitArgs& args) {
  llvm::Value* element = emitter.pop();
  llvm::Value* vector = emitter.pop_vector(args.info.lane);
  llvm::IRBuilder<>& builder = emitter.builder();
  if (element->getType()->isIntegerTy()) element = builder.CreateTrunc(element, emitter.lane_type(args.info.lane));
  emitter.push_vector(builder.CreateInsertElement(vector, element, std::uint64_t{args.instruction.lane}));
}

// --- 128 bits ---

void emit_not(Emitter& emitter, const EmitArgs&) {
  emitter.push_vector(emitter.builder().CreateNot(emitter.pop_vector(Lane::V128)));
}

void emit_and_not(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  emitter.push_vector(emitter.builder().CreateAnd(lhs, emitter.builder().CreateNot(rhs)));
}

// Also of a relaxed laneselect, whatever its lanes.
void emit_bitselect(Emitter& emitter, const EmitArgs&) {
  llvm::Value* mask = emitter.pop_vector(Lane::V128);
  llvm::Value* rhs = emitter.pop_vector(Lane::V128);
  llvm::Value* lhs = emitter.pop_vector(Lane::V128);
  llvm::IRBuilder<>& builder = emitter.builder();
  llvm::Value* from_rhs = builder.CreateAnd(rhs, builder.CreateNot(mask));
  emitter.push_vector(builder.CreateOr(builder.CreateAnd(lhs, mask), from_rhs));
}

// --- Questions, answered by an i32 ---

void emit_any_true(Emitter& emitter, const EmitArgs&) {
  llvm::IRBuilder<>& builder = emitter.builder();
  llvm::Value* bits = builder.CreateBitCast(emitter.pop_vector(Lane::V128), builder.getInt128Ty());
  llvm::Value* any = builder.CreateICmpNE(bits, constant(bits->getType(), 0));
  emitter.push(builder.CreateZExt(any, builder.getInt32Ty()));
}

void emit_all_true(Emitter& emitter, const EmitArgs& args) {
  llvm::IRBuilder<>& builder = emitter.builder();
  llvm::Value* vector = emitter.pop_vector(args.info.lane);
  llvm::Value* is_set = builder.CreateICmpNE(vector, llvm::Constant::getNullValue(vector->getType()));
  emitter.push(builder.CreateZExt(builder.CreateAndReduce(is_set), builder.getInt32Ty()));
}

void emit_bitmask(Emitter& emitter, const EmitArgs& args) {
  llvm::IRBuilder<>& builder = emitter.builder();
  llvm::Value* vector = emitter.pop_vector(args.info.lane);
  llvm::Value* is_negative = builder.CreateICmpSLT(vector, llvm::Constant::getNullValue(vector->getType()));
  llvm::Type* mask = builder.getIntNTy(16 / lane_size(args.info.lane));
  emitter.push(builder.CreateZExt(builder.CreateBitCast(is_negative, mask), builder.getInt32Ty()));
}

}  // namespace wrt::llvm_compiler
