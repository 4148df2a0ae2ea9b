// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Numeric instructions (section 4.3), scalar and lane-wise: emit_numeric_*.cc. Meanings
// that integers and floats share (add, eq, …) decide by the row's lane.
#pragma once

#include "compiler/llvm/emitter.h"

namespace wrt::llvm_compiler {

// emit_numeric_shared.cc: integers and floats
void emit_add(Emitter& emitter, const EmitArgs& args);
void emit_sub(Emitter& emitter, const EmitArgs& args);
void emit_mul(Emitter& emitter, const EmitArgs& args);
void emit_abs(Emitter& emitter, const EmitArgs& args);
void emit_neg(Emitter& emitter, const EmitArgs& args);

// emit_numeric_integer.cc
void emit_clz(Emitter& emitter, const EmitArgs& args);
void emit_ctz(Emitter& emitter, const EmitArgs& args);
void emit_popcnt(Emitter& emitter, const EmitArgs& args);
void emit_div_s(Emitter& emitter, const EmitArgs& args);
void emit_div_u(Emitter& emitter, const EmitArgs& args);
void emit_rem_s(Emitter& emitter, const EmitArgs& args);
void emit_rem_u(Emitter& emitter, const EmitArgs& args);
void emit_and(Emitter& emitter, const EmitArgs& args);
void emit_or(Emitter& emitter, const EmitArgs& args);
void emit_xor(Emitter& emitter, const EmitArgs& args);
void emit_shl(Emitter& emitter, const EmitArgs& args);
void emit_shr_s(Emitter& emitter, const EmitArgs& args);
void emit_shr_u(Emitter& emitter, const EmitArgs& args);
void emit_rotl(Emitter& emitter, const EmitArgs& args);
void emit_rotr(Emitter& emitter, const EmitArgs& args);
void emit_add128(Emitter& emitter, const EmitArgs& args);
void emit_sub128(Emitter& emitter, const EmitArgs& args);
void emit_mul_wide_s(Emitter& emitter, const EmitArgs& args);
void emit_mul_wide_u(Emitter& emitter, const EmitArgs& args);

// emit_numeric_float.cc
void emit_ceil(Emitter& emitter, const EmitArgs& args);
void emit_floor(Emitter& emitter, const EmitArgs& args);
void emit_trunc(Emitter& emitter, const EmitArgs& args);
void emit_nearest(Emitter& emitter, const EmitArgs& args);
void emit_sqrt(Emitter& emitter, const EmitArgs& args);
void emit_div(Emitter& emitter, const EmitArgs& args);
void emit_min(Emitter& emitter, const EmitArgs& args);
void emit_max(Emitter& emitter, const EmitArgs& args);
void emit_copysign(Emitter& emitter, const EmitArgs& args);
void emit_pmin(Emitter& emitter, const EmitArgs& args);
void emit_pmax(Emitter& emitter, const EmitArgs& args);

// FAdd, FSub, FMul or FDiv. Not through the builder, which would fold `-0 + c` to c before quiet_nans() has seen it.
llvm::Value* float_operation(Emitter& emitter, llvm::Instruction::BinaryOps operation, llvm::Value* lhs,
                             llvm::Value* rhs);

// emit_numeric_compare.cc
void emit_eqz(Emitter& emitter, const EmitArgs& args);
void emit_eq(Emitter& emitter, const EmitArgs& args);
void emit_ne(Emitter& emitter, const EmitArgs& args);
void emit_lt_s(Emitter& emitter, const EmitArgs& args);
void emit_lt_u(Emitter& emitter, const EmitArgs& args);
void emit_gt_s(Emitter& emitter, const EmitArgs& args);
void emit_gt_u(Emitter& emitter, const EmitArgs& args);
void emit_le_s(Emitter& emitter, const EmitArgs& args);
void emit_le_u(Emitter& emitter, const EmitArgs& args);
void emit_ge_s(Emitter& emitter, const EmitArgs& args);
void emit_ge_u(Emitter& emitter, const EmitArgs& args);
void emit_lt(Emitter& emitter, const EmitArgs& args);
void emit_gt(Emitter& emitter, const EmitArgs& args);
void emit_le(Emitter& emitter, const EmitArgs& args);
void emit_ge(Emitter& emitter, const EmitArgs& args);

}  // namespace wrt::llvm_compiler
