// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The passes that run on a partition's IR before code generation. What comes in was optimised by its producer, so the
// pipeline is short: it removes what the translation itself made, and does what WebAssembly cannot express.
#pragma once

#include <llvm/IR/Module.h>
#include <llvm/Target/TargetMachine.h>

#include "compiler/compiler.h"
#include "compiler/llvm/function_costs.h"

namespace wrt::llvm_compiler {

void optimise(llvm::Module& module, llvm::TargetMachine& target, const CompileOptions& options, FunctionCosts& costs);

}  // namespace wrt::llvm_compiler
