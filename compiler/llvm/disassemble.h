// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Machine code back to instructions that a person can read, by LLVM's MC layer. Nothing that compiles needs it.
#pragma once

#include <memory>

#include "compiler/compiler.h"

namespace wrt::llvm_compiler {

// Errors: Unsupported for an architecture that code cannot be generated for.
Result<std::unique_ptr<Disassembler>> make_disassembler(Architecture architecture);

}  // namespace wrt::llvm_compiler
