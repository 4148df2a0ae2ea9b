// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A module that moves to LLVM's code as early and in as small steps as can be, for tests: what has just become hot is
// compiled while the guest waits, in this process and on a thread with a stack of its own.
#pragma once

#include <memory>

#include "api/validated_module.h"
#include "compiler/compiler.h"
#include "runtime/loaded_module.h"

namespace wrt {

// How often a function of such a test is entered, or a loop repeated, before it moves.
inline constexpr std::int32_t kStressThreshold = 2;

// `loaded` was made of `validated`, keeps room for LLVM's code, and nothing of it has run. A mistake of the compiler's
// or the runtime's ends the process.
void move_at_once(const LoadedModule& loaded, std::shared_ptr<const ValidatedModule> validated,
                  const CompileOptions& options);

}  // namespace wrt
