// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The machine that code is generated for.
#pragma once

#include <memory>

#include <llvm/Target/TargetMachine.h>

#include "compiler/compiler.h"
#include "lib/support/result.h"

namespace wrt::llvm_compiler {

// A target machine for the options: this computer unless they name another one. Every thread makes its own. Errors:
// Unsupported, when LLVM does not know the target, or it lacks what code generation relies on.
Result<std::unique_ptr<llvm::LLVMTargetMachine>> make_target(const CompileOptions& options);

}  // namespace wrt::llvm_compiler
