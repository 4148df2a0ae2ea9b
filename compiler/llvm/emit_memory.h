// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Loads and stores (section 4.6.9), those of vectors and lanes included.
#pragma once

#include "compiler/llvm/emitter.h"

namespace wrt::llvm_compiler {

void emit_load(Emitter& emitter, const EmitArgs& args);
void emit_load_s(Emitter& emitter, const EmitArgs& args);
void emit_load_u(Emitter& emitter, const EmitArgs& args);
void emit_store(Emitter& emitter, const EmitArgs& args);
void emit_load_extend_s(Emitter& emitter, const EmitArgs& args);
void emit_load_extend_u(Emitter& emitter, const EmitArgs& args);
void emit_load_splat(Emitter& emitter, const EmitArgs& args);
void emit_load_zero(Emitter& emitter, const EmitArgs& args);
void emit_load_lane(Emitter& emitter, const EmitArgs& args);
void emit_store_lane(Emitter& emitter, const EmitArgs& args);

}  // namespace wrt::llvm_compiler
