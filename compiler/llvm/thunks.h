// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The functions between the two calling conventions of lib/abi/vm_layout.h, a pair for each function type: array_entry
// lets C++ call compiled code, host_entry lets compiled code call C++.
#pragma once

#include <string>
#include <vector>

#include "compiler/llvm/module_emitter.h"

namespace wrt::llvm_compiler {

// Symbols of the thunks of one type; empty for types that are not of functions.
struct ThunkSymbols {
  std::string array_entry;
  std::string host_entry;
};

// By type index. Types that look the same in registers share their thunks.
std::vector<ThunkSymbols> thunk_symbols(const Module& module);

// Defines all of them.
void emit_thunks(ModuleEmitter& module);

}  // namespace wrt::llvm_compiler
