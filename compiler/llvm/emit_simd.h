// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Vector instructions (section 4.6.3) that no scalar instruction shares.
#pragma once

#include "compiler/llvm/emitter.h"

namespace wrt::llvm_compiler {

// emit_simd_lanes.cc: moving lanes, and bits without regard to lanes
void emit_shuffle(Emitter& emitter, const EmitArgs& args);
void emit_swizzle(Emitter& emitter, const EmitArgs& args);
void emit_splat(Emitter& emitter, const EmitArgs& args);
void emit_extract_lane(Emitter& emitter, const EmitArgs& args);
void emit_extract_lane_s(Emitter& emitter, const EmitArgs& args);
void emit_extract_lane_u(Emitter& emitter, const EmitArgs& args);
void emit_replace_lane(Emitter& emitter, const EmitArgs& args);
void emit_not(Emitter& emitter, const EmitArgs& args);
void emit_and_not(Emitter& emitter, const EmitArgs& args);
void emit_bitselect(Emitter& emitter, const EmitArgs& args);
void emit_any_true(Emitter& emitter, const EmitArgs& args);
void emit_all_true(Emitter& emitter, const EmitArgs& args);
void emit_bitmask(Emitter& emitter, const EmitArgs& args);

// emit_simd_integer.cc: lane-wise integer arithmetic
void emit_narrow_s(Emitter& emitter, const EmitArgs& args);
void emit_narrow_u(Emitter& emitter, const EmitArgs& args);
void emit_add_sat_s(Emitter& emitter, const EmitArgs& args);
void emit_add_sat_u(Emitter& emitter, const EmitArgs& args);
void emit_sub_sat_s(Emitter& emitter, const EmitArgs& args);
void emit_sub_sat_u(Emitter& emitter, const EmitArgs& args);
void emit_min_s(Emitter& emitter, const EmitArgs& args);
void emit_min_u(Emitter& emitter, const EmitArgs& args);
void emit_max_s(Emitter& emitter, const EmitArgs& args);
void emit_max_u(Emitter& emitter, const EmitArgs& args);
void emit_avgr_u(Emitter& emitter, const EmitArgs& args);
void emit_q15mulr_sat_s(Emitter& emitter, const EmitArgs& args);

// emit_simd_extend.cc: results with lanes twice as wide
void emit_extend_low_s(Emitter& emitter, const EmitArgs& args);
void emit_extend_low_u(Emitter& emitter, const EmitArgs& args);
void emit_extend_high_s(Emitter& emitter, const EmitArgs& args);
void emit_extend_high_u(Emitter& emitter, const EmitArgs& args);
void emit_ext_mul_low_s(Emitter& emitter, const EmitArgs& args);
void emit_ext_mul_low_u(Emitter& emitter, const EmitArgs& args);
void emit_ext_mul_high_s(Emitter& emitter, const EmitArgs& args);
void emit_ext_mul_high_u(Emitter& emitter, const EmitArgs& args);
void emit_ext_add_pairwise_s(Emitter& emitter, const EmitArgs& args);
void emit_ext_add_pairwise_u(Emitter& emitter, const EmitArgs& args);
void emit_dot_s(Emitter& emitter, const EmitArgs& args);

// The lanes of `vector` at `indices`; an index of 16 or more gives 0. <16 x i8> each.
llvm::Value* swizzle(Emitter& emitter, llvm::Value* vector, llvm::Value* indices);
// Sum of neighbouring lanes, extended with their sign to twice the width.
llvm::Value* ext_add_pairwise_s(Emitter& emitter, llvm::Value* vector, Lane result_lane);
// (lhs * rhs + 2^14) >> 15 in 16 bits, with -1 * -1 giving 1 - 2^-15. <8 x i16> each.
llvm::Value* q15mulr_sat_s(Emitter& emitter, llvm::Value* lhs, llvm::Value* rhs);

}  // namespace wrt::llvm_compiler
