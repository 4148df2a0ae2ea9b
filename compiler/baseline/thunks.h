// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The thunks between the two conventions of lib/abi/vm_layout.h, for one function type: what compiler/llvm/thunks.h
// makes for artefacts.
#pragma once

#include "lib/abi/function_code.h"
#include "lib/wasm/types.h"

namespace wrt::baseline {

// An ArrayEntry that calls callee->wasm_entry.
FunctionCode make_array_entry(const FuncType& type);
// The wasm_entry of host functions of this type: calls func_ref->array_entry.
FunctionCode make_host_entry(const FuncType& type);

}  // namespace wrt::baseline
