// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From a SIMPLE row's meaning to the function that emits it, a line each, in the order of enum Meaning. There is no
// default: a meaning without a line does not compile.
#include "compiler/llvm/emitter.h"

#include "compiler/llvm/emit_atomic.h"
#include "compiler/llvm/emit_convert.h"
#include "compiler/llvm/emit_memory.h"
#include "compiler/llvm/emit_numeric.h"
#include "compiler/llvm/emit_relaxed.h"
#include "compiler/llvm/emit_simd.h"
#include "lib/support/check.h"

namespace wrt::llvm_compiler {

void emit_simple(Emitter& emitter, const EmitArgs& args) {
  switch (args.info.meaning) {
    case Meaning::Nop: return;
    case Meaning::Load: return emit_load(emitter, args);
    case Meaning::LoadS: return emit_load_s(emitter, args);
    case Meaning::LoadU: return emit_load_u(emitter, args);
    case Meaning::Store: return emit_store(emitter, args);
    case Meaning::Eqz: return emit_eqz(emitter, args);
    case Meaning::Eq: return emit_eq(emitter, args);
    case Meaning::Ne: return emit_ne(emitter, args);
    case Meaning::LtS: return emit_lt_s(emitter, args);
    case Meaning::LtU: return emit_lt_u(emitter, args);
    case Meaning::GtS: return emit_gt_s(emitter, args);
    case Meaning::GtU: return emit_gt_u(emitter, args);
    case Meaning::LeS: return emit_le_s(emitter, args);
    case Meaning::LeU: return emit_le_u(emitter, args);
    case Meaning::GeS: return emit_ge_s(emitter, args);
    case Meaning::GeU: return emit_ge_u(emitter, args);
    case Meaning::Lt: return emit_lt(emitter, args);
    case Meaning::Gt: return emit_gt(emitter, args);
    case Meaning::Le: return emit_le(emitter, args);
    case Meaning::Ge: return emit_ge(emitter, args);
    case Meaning::Clz: return emit_clz(emitter, args);
    case Meaning::Ctz: return emit_ctz(emitter, args);
    case Meaning::Popcnt: return emit_popcnt(emitter, args);
    case Meaning::Add: return emit_add(emitter, args);
    case Meaning::Sub: return emit_sub(emitter, args);
    case Meaning::Mul: return emit_mul(emitter, args);
    case Meaning::DivS: return emit_div_s(emitter, args);
    case Meaning::DivU: return emit_div_u(emitter, args);
    case Meaning::RemS: return emit_rem_s(emitter, args);
    case Meaning::RemU: return emit_rem_u(emitter, args);
    case Meaning::And: return emit_and(emitter, args);
    case Meaning::Or: return emit_or(emitter, args);
    case Meaning::Xor: return emit_xor(emitter, args);
    case Meaning::Shl: return emit_shl(emitter, args);
    case Meaning::ShrS: return emit_shr_s(emitter, args);
    case Meaning::ShrU: return emit_shr_u(emitter, args);
    case Meaning::Rotl: return emit_rotl(emitter, args);
    case Meaning::Rotr: return emit_rotr(emitter, args);
    case Meaning::Abs: return emit_abs(emitter, args);
    case Meaning::Neg: return emit_neg(emitter, args);
    case Meaning::Ceil: return emit_ceil(emitter, args);
    case Meaning::Floor: return emit_floor(emitter, args);
    case Meaning::Trunc: return emit_trunc(emitter, args);
    case Meaning::Nearest: return emit_nearest(emitter, args);
    case Meaning::Sqrt: return emit_sqrt(emitter, args);
    case Meaning::Div: return emit_div(emitter, args);
    case Meaning::Min: return emit_min(emitter, args);
    case Meaning::Max: return emit_max(emitter, args);
    case Meaning::Copysign: return emit_copysign(emitter, args);
    case Meaning::Wrap: return emit_wrap(emitter, args);
    case Meaning::TruncS: return emit_trunc_s(emitter, args);
    case Meaning::TruncU: return emit_trunc_u(emitter, args);
    case Meaning::ExtendS: return emit_extend_s(emitter, args);
    case Meaning::ExtendU: return emit_extend_u(emitter, args);
    case Meaning::ConvertS: return emit_convert_s(emitter, args);
    case Meaning::ConvertU: return emit_convert_u(emitter, args);
    case Meaning::Demote: return emit_demote(emitter, args);
    case Meaning::Promote: return emit_promote(emitter, args);
    case Meaning::Reinterpret: return emit_reinterpret(emitter, args);
    case Meaning::TruncSatS: return emit_trunc_sat_s(emitter, args);
    case Meaning::TruncSatU: return emit_trunc_sat_u(emitter, args);
    case Meaning::Add128: return emit_add128(emitter, args);
    case Meaning::Sub128: return emit_sub128(emitter, args);
    case Meaning::MulWideS: return emit_mul_wide_s(emitter, args);
    case Meaning::MulWideU: return emit_mul_wide_u(emitter, args);
    case Meaning::LoadExtendS: return emit_load_extend_s(emitter, args);
    case Meaning::LoadExtendU: return emit_load_extend_u(emitter, args);
    case Meaning::LoadSplat: return emit_load_splat(emitter, args);
    case Meaning::Shuffle: return emit_shuffle(emitter, args);
    case Meaning::Swizzle: return emit_swizzle(emitter, args);
    case Meaning::Splat: return emit_splat(emitter, args);
    case Meaning::ExtractLaneS: return emit_extract_lane_s(emitter, args);
    case Meaning::ExtractLaneU: return emit_extract_lane_u(emitter, args);
    case Meaning::ReplaceLane: return emit_replace_lane(emitter, args);
    case Meaning::ExtractLane: return emit_extract_lane(emitter, args);
    case Meaning::Not: return emit_not(emitter, args);
    case Meaning::AndNot: return emit_and_not(emitter, args);
    case Meaning::Bitselect: return emit_bitselect(emitter, args);
    case Meaning::AnyTrue: return emit_any_true(emitter, args);
    case Meaning::LoadLane: return emit_load_lane(emitter, args);
    case Meaning::StoreLane: return emit_store_lane(emitter, args);
    case Meaning::LoadZero: return emit_load_zero(emitter, args);
    case Meaning::DemoteZero: return emit_demote_zero(emitter, args);
    case Meaning::PromoteLow: return emit_promote_low(emitter, args);
    case Meaning::AllTrue: return emit_all_true(emitter, args);
    case Meaning::Bitmask: return emit_bitmask(emitter, args);
    case Meaning::NarrowS: return emit_narrow_s(emitter, args);
    case Meaning::NarrowU: return emit_narrow_u(emitter, args);
    case Meaning::AddSatS: return emit_add_sat_s(emitter, args);
    case Meaning::AddSatU: return emit_add_sat_u(emitter, args);
    case Meaning::SubSatS: return emit_sub_sat_s(emitter, args);
    case Meaning::SubSatU: return emit_sub_sat_u(emitter, args);
    case Meaning::MinS: return emit_min_s(emitter, args);
    case Meaning::MinU: return emit_min_u(emitter, args);
    case Meaning::MaxS: return emit_max_s(emitter, args);
    case Meaning::MaxU: return emit_max_u(emitter, args);
    case Meaning::AvgrU: return emit_avgr_u(emitter, args);
    case Meaning::ExtAddPairwiseS: return emit_ext_add_pairwise_s(emitter, args);
    case Meaning::ExtAddPairwiseU: return emit_ext_add_pairwise_u(emitter, args);
    case Meaning::Q15MulrSatS: return emit_q15mulr_sat_s(emitter, args);
    case Meaning::ExtendLowS: return emit_extend_low_s(emitter, args);
    case Meaning::ExtendHighS: return emit_extend_high_s(emitter, args);
    case Meaning::ExtendLowU: return emit_extend_low_u(emitter, args);
    case Meaning::ExtendHighU: return emit_extend_high_u(emitter, args);
    case Meaning::ExtMulLowS: return emit_ext_mul_low_s(emitter, args);
    case Meaning::ExtMulHighS: return emit_ext_mul_high_s(emitter, args);
    case Meaning::ExtMulLowU: return emit_ext_mul_low_u(emitter, args);
    case Meaning::ExtMulHighU: return emit_ext_mul_high_u(emitter, args);
    case Meaning::DotS: return emit_dot_s(emitter, args);
    case Meaning::Pmin: return emit_pmin(emitter, args);
    case Meaning::Pmax: return emit_pmax(emitter, args);
    case Meaning::TruncSatZeroS: return emit_trunc_sat_zero_s(emitter, args);
    case Meaning::TruncSatZeroU: return emit_trunc_sat_zero_u(emitter, args);
    case Meaning::ConvertLowS: return emit_convert_low_s(emitter, args);
    case Meaning::ConvertLowU: return emit_convert_low_u(emitter, args);
    case Meaning::RelaxedSwizzle: return emit_relaxed_swizzle(emitter, args);
    case Meaning::RelaxedTruncS: return emit_relaxed_trunc_s(emitter, args);
    case Meaning::RelaxedTruncU: return emit_relaxed_trunc_u(emitter, args);
    case Meaning::RelaxedTruncZeroS: return emit_relaxed_trunc_zero_s(emitter, args);
    case Meaning::RelaxedTruncZeroU: return emit_relaxed_trunc_zero_u(emitter, args);
    case Meaning::RelaxedMadd: return emit_relaxed_madd(emitter, args);
    case Meaning::RelaxedNmadd: return emit_relaxed_nmadd(emitter, args);
    case Meaning::RelaxedLaneselect: return emit_relaxed_laneselect(emitter, args);
    case Meaning::RelaxedMin: return emit_relaxed_min(emitter, args);
    case Meaning::RelaxedMax: return emit_relaxed_max(emitter, args);
    case Meaning::RelaxedQ15MulrS: return emit_relaxed_q15mulr_s(emitter, args);
    case Meaning::RelaxedDotS: return emit_relaxed_dot_s(emitter, args);
    case Meaning::RelaxedDotAddS: return emit_relaxed_dot_add_s(emitter, args);
    case Meaning::AtomicNotify: return emit_atomic_notify(emitter, args);
    case Meaning::AtomicWait: return emit_atomic_wait(emitter, args);
    case Meaning::AtomicFence: return emit_atomic_fence(emitter, args);
    case Meaning::AtomicLoad: return emit_atomic_load(emitter, args);
    case Meaning::AtomicStore: return emit_atomic_store(emitter, args);
    case Meaning::AtomicRmwAdd: return emit_atomic_rmw_add(emitter, args);
    case Meaning::AtomicRmwSub: return emit_atomic_rmw_sub(emitter, args);
    case Meaning::AtomicRmwAnd: return emit_atomic_rmw_and(emitter, args);
    case Meaning::AtomicRmwOr: return emit_atomic_rmw_or(emitter, args);
    case Meaning::AtomicRmwXor: return emit_atomic_rmw_xor(emitter, args);
    case Meaning::AtomicRmwXchg: return emit_atomic_rmw_xchg(emitter, args);
    case Meaning::AtomicRmwCmpxchg:
      return emit_atomic_rmw_cmpxchg(emitter, args);

// Of SPECIAL rows, which the function translator emits itself.
#define SIMPLE(name, code, text, immediate, operands, result, lane, meaning, feature)
#define SPECIAL(name, code, text, immediate, feature) case Meaning::name:
#include "lib/wasm/opcodes.def"
#undef SIMPLE
#undef SPECIAL
      WRT_UNREACHABLE();
  }
  WRT_UNREACHABLE();
}

}  // namespace wrt::llvm_compiler
