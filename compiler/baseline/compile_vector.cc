// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Vectors (section 4.3.5).
#include "compiler/baseline/function_compiler.h"

namespace wrt::baseline {

void FunctionCompiler::compile_vector(const Instruction& instruction, const OpcodeInfo&) {
  unsupported(instruction);
}

}  // namespace wrt::baseline
