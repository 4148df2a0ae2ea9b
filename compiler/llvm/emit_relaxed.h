// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Relaxed vector instructions: of the results that the specification allows, each target takes the one that its
// hardware gives fastest, and always the same one for a target and its features.
#pragma once

#include "compiler/llvm/emitter.h"

namespace wrt::llvm_compiler {

void emit_relaxed_swizzle(Emitter& emitter, const EmitArgs& args);
void emit_relaxed_trunc_s(Emitter& emitter, const EmitArgs& args);
void emit_relaxed_trunc_u(Emitter& emitter, const EmitArgs& args);
void emit_relaxed_trunc_zero_s(Emitter& emitter, const EmitArgs& args);
void emit_relaxed_trunc_zero_u(Emitter& emitter, const EmitArgs& args);
void emit_relaxed_madd(Emitter& emitter, const EmitArgs& args);
void emit_relaxed_nmadd(Emitter& emitter, const EmitArgs& args);
void emit_relaxed_laneselect(Emitter& emitter, const EmitArgs& args);
void emit_relaxed_min(Emitter& emitter, const EmitArgs& args);
void emit_relaxed_max(Emitter& emitter, const EmitArgs& args);
void emit_relaxed_q15mulr_s(Emitter& emitter, const EmitArgs& args);
void emit_relaxed_dot_s(Emitter& emitter, const EmitArgs& args);
void emit_relaxed_dot_add_s(Emitter& emitter, const EmitArgs& args);

}  // namespace wrt::llvm_compiler
