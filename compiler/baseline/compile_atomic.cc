// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Atomic accesses (threads).
#include "compiler/baseline/function_compiler.h"

namespace wrt::baseline {

void FunctionCompiler::compile_atomic(const Instruction& instruction, const OpcodeInfo&) {
  unsupported(instruction);
}

}  // namespace wrt::baseline
