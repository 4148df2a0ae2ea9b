// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Conversions between number types (section 4.3.4), scalar and lane by lane.
#pragma once

#include "compiler/llvm/emitter.h"

namespace wrt::llvm_compiler {

void emit_wrap(Emitter& emitter, const EmitArgs& args);
void emit_extend_s(Emitter& emitter, const EmitArgs& args);
void emit_extend_u(Emitter& emitter, const EmitArgs& args);
void emit_trunc_s(Emitter& emitter, const EmitArgs& args);
void emit_trunc_u(Emitter& emitter, const EmitArgs& args);
void emit_trunc_sat_s(Emitter& emitter, const EmitArgs& args);
void emit_trunc_sat_u(Emitter& emitter, const EmitArgs& args);
void emit_trunc_sat_zero_s(Emitter& emitter, const EmitArgs& args);
void emit_trunc_sat_zero_u(Emitter& emitter, const EmitArgs& args);
void emit_convert_s(Emitter& emitter, const EmitArgs& args);
void emit_convert_u(Emitter& emitter, const EmitArgs& args);
void emit_convert_low_s(Emitter& emitter, const EmitArgs& args);
void emit_convert_low_u(Emitter& emitter, const EmitArgs& args);
void emit_demote(Emitter& emitter, const EmitArgs& args);
void emit_demote_zero(Emitter& emitter, const EmitArgs& args);
void emit_promote(Emitter& emitter, const EmitArgs& args);
void emit_promote_low(Emitter& emitter, const EmitArgs& args);
void emit_reinterpret(Emitter& emitter, const EmitArgs& args);

}  // namespace wrt::llvm_compiler
