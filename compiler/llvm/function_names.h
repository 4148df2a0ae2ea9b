// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The ELF symbols of an artefact's functions, for profilers, debuggers and disassemblers.
#pragma once

#include <string>
#include <vector>

#include "lib/wasm/module.h"

namespace wrt::llvm_compiler {

// By function index, imports included: "qsort.w12" with the name section's name, else "func.w12". The suffix keeps
// symbols apart from each other and from every C function that LLVM or the linker might know by name ("memcpy");
// demanglers skip it. A malformed name section yields no names. Empty for those that are not wanted.
std::vector<std::string> function_symbols(const Module& module, const std::vector<bool>& wanted);

}  // namespace wrt::llvm_compiler
