// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Integer arithmetic on vectors that scalars do not have: saturation, minimum and maximum, rounding averages and
// fixed-point products. Written as what it means in a wider type where LLVM recognises that and picks the target's
// instruction.
#include <optional>

#include <llvm/IR/IntrinsicsAArch64.h>
#include <llvm/IR/IntrinsicsX86.h>

#include "compiler/llvm/emit_simd.h"
#include "compiler/llvm/emit_util.h"

namespace wrt::llvm_compiler {

namespace {

// The lanes of two vectors, clamped to [smallest, largest] as signed integers, in lanes of half the width.
llvm::Value* narrow(Emitter& emitter, const Operands& operands, Lane lane, std::int64_t smallest,
                    std::int64_t largest) {
  llvm::Value* lanes = concatenate(emitter, operands.lhs, operands.rhs);
  llvm::Type* type = lanes->getType();
  lanes = call_intrinsic(emitter, llvm::Intrinsic::smax, {lanes, constant(type, static_cast<std::uint64_t>(smallest))});
  lanes = call_intrinsic(emitter, llvm::Intrinsic::smin, {lanes, constant(type, static_cast<std::uint64_t>(largest))});
  return emitter.builder().CreateTrunc(lanes, emitter.vector_type(lane));
}

// x86's pack instructions do exactly this; LLVM, given the clamps, takes a detour through 256 bits where it can.
std::optional<llvm::Intrinsic::ID> pack_instruction(Emitter& emitter, Lane lane, bool is_signed) {
  if (!targets_x86(emitter)) return std::nullopt;
  if (lane == Lane::I8) {
    return is_signed ? llvm::Intrinsic::x86_sse2_packsswb_128 : llvm::Intrinsic::x86_sse2_packuswb_128;
  }
  if (is_signed) return llvm::Intrinsic::x86_sse2_packssdw_128;
  if (has_feature(emitter, "sse4.1")) return llvm::Intrinsic::x86_sse41_packusdw;
  return std::nullopt;
}

// Both read signed lanes; what differs is the range they are clamped to.
void narrow(Emitter& emitter, const EmitArgs& args, bool is_signed) {
  const Lane lane = args.info.lane;
  llvm::Value* rhs = emitter.pop_vector(wider(lane));
  llvm::Value* lhs = emitter.pop_vector(wider(lane));
  if (const std::optional<llvm::Intrinsic::ID> pack = pack_instruction(emitter, lane, is_signed)) {
    emitter.push_vector(call_target_intrinsic(emitter, *pack, {lhs, rhs}));
    return;
  }
  const std::int64_t count = std::int64_t{1} << (lane_size(lane) * 8);
  emitter.push_vector(is_signed ? narrow(emitter, {lhs, rhs}, lane, -count / 2, count / 2 - 1)
                                : narrow(emitter, {lhs, rhs}, lane, 0, count - 1));
}

void emit_binary(Emitter& emitter, const EmitArgs& args, llvm::Intrinsic::ID id) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  emitter.push_vector(call_intrinsic(emitter, id, {lhs, rhs}));
}

}  // namespace

void emit_narrow_s(Emitter& emitter, const EmitArgs& args) {
  narrow(emitter, args, true);
}
void emit_narrow_u(Emitter& emitter, const EmitArgs& args) {
  narrow(emitter, args, false);
}
void emit_add_sat_s(Emitter& emitter, const EmitArgs& args) {
  emit_binary(emitter, args, llvm::Intrinsic::sadd_sat);
}
void emit_add_sat_u(Emitter& emitter, const EmitArgs& args) {
  emit_binary(emitter, args, llvm::Intrinsic::uadd_sat);
}
void emit_sub_sat_s(Emitter& emitter, const EmitArgs& args) {
  emit_binary(emitter, args, llvm::Intrinsic::ssub_sat);
}
void emit_sub_sat_u(Emitter& emitter, const EmitArgs& args) {
  emit_binary(emitter, args, llvm::Intrinsic::usub_sat);
}
void emit_min_s(Emitter& emitter, const EmitArgs& args) {
  emit_binary(emitter, args, llvm::Intrinsic::smin);
}
void emit_min_u(Emitter& emitter, const EmitArgs& args) {
  emit_binary(emitter, args, llvm::Intrinsic::umin);
}
void emit_max_s(Emitter& emitter, const EmitArgs& args) {
  emit_binary(emitter, args, llvm::Intrinsic::smax);
}
void emit_max_u(Emitter& emitter, const EmitArgs& args) {
  emit_binary(emitter, args, llvm::Intrinsic::umax);
}

// (lhs + rhs + 1) / 2 without overflow.
void emit_avgr_u(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  llvm::IRBuilder<>& builder = emitter.builder();
  llvm::Type* wide = vector_of(emitter, wider(args.info.lane), 16 / lane_size(args.info.lane));
  llvm::Value* sum = builder.CreateAdd(builder.CreateZExt(lhs, wide), builder.CreateZExt(rhs, wide));
  sum = builder.CreateAdd(sum, constant(wide, 1));
  emitter.push_vector(builder.CreateTrunc(builder.CreateLShr(sum, constant(wide, 1)), lhs->getType()));
}

llvm::Value* q15mulr_sat_s(Emitter& emitter, llvm::Value* lhs, llvm::Value* rhs) {
  llvm::IRBuilder<>& builder = emitter.builder();
  if (targets_aarch64(emitter)) {
    return call_intrinsic(emitter, llvm::Intrinsic::aarch64_neon_sqrdmulh, {lhs, rhs});
  }
  if (targets_x86(emitter) && has_feature(emitter, "ssse3")) {
    // pmulhrsw wraps in the one case that should saturate; flipping all bits of -2^15 gives 2^15 - 1.
    llvm::Value* product = call_target_intrinsic(emitter, llvm::Intrinsic::x86_ssse3_pmul_hr_sw_128, {lhs, rhs});
    llvm::Value* wrapped = builder.CreateICmpEQ(product, constant(product->getType(), 0x8000));
    return builder.CreateXor(product, builder.CreateSExt(wrapped, product->getType()));
  }
  llvm::Type* wide = vector_of(emitter, Lane::I32, 8);
  llvm::Value* product = builder.CreateMul(builder.CreateSExt(lhs, wide), builder.CreateSExt(rhs, wide));
  product = builder.CreateAShr(builder.CreateAdd(product, constant(wide, 0x4000)), constant(wide, 15));
  product = call_intrinsic(emitter, llvm::Intrinsic::smin, {product, constant(wide, 0x7fff)});
  return builder.CreateTrunc(product, lhs->getType());
}

void emit_q15mulr_sat_s(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  emitter.push_vector(q15mulr_sat_s(emitter, lhs, rhs));
}

}  // namespace wrt::llvm_compiler
