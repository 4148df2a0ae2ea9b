// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Atomic instructions of the threads proposal. All are sequentially consistent, and trap on an address that is not a
// multiple of the access's size before anything else is checked.
#pragma once

#include "compiler/llvm/emitter.h"

namespace wrt::llvm_compiler {

void emit_atomic_notify(Emitter& emitter, const EmitArgs& args);
void emit_atomic_wait(Emitter& emitter, const EmitArgs& args);
void emit_atomic_fence(Emitter& emitter, const EmitArgs& args);
void emit_atomic_load(Emitter& emitter, const EmitArgs& args);
void emit_atomic_store(Emitter& emitter, const EmitArgs& args);
void emit_atomic_rmw_add(Emitter& emitter, const EmitArgs& args);
void emit_atomic_rmw_sub(Emitter& emitter, const EmitArgs& args);
void emit_atomic_rmw_and(Emitter& emitter, const EmitArgs& args);
void emit_atomic_rmw_or(Emitter& emitter, const EmitArgs& args);
void emit_atomic_rmw_xor(Emitter& emitter, const EmitArgs& args);
void emit_atomic_rmw_xchg(Emitter& emitter, const EmitArgs& args);
void emit_atomic_rmw_cmpxchg(Emitter& emitter, const EmitArgs& args);

}  // namespace wrt::llvm_compiler
