// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// FunctionMaker: what the runtime asks of a compiler that makes one function at a time (runtime/lazy_module_code.h).
// It belongs to one module, and to its LoadedModule, which it may not refer to: what it needs of the module it has
// itself. Thread-safe. It is asked on guest stacks, with kBuiltinRoom of them left (runtime/guest_thread.h), and when
// the sandbox is closed.
#pragma once

#include "lib/abi/bounds_check.h"
#include "lib/abi/function_code.h"
#include "lib/support/result.h"
#include "lib/wasm/types.h"

namespace wrt {

class FunctionMaker {
 public:
  FunctionMaker() = default;
  virtual ~FunctionMaker() = default;
  FunctionMaker(const FunctionMaker&) = delete;
  FunctionMaker& operator=(const FunctionMaker&) = delete;

  // The wasm_entry of a function that the module defines: the same code at every call, `positions` aside. Errors:
  // Invalid; a module that is loaded was validated, and has none.
  virtual Result<FunctionCode> function(FuncIndex index, bool with_positions) = 0;
  // Thunks for a type of the module (lib/abi/vm_layout.h).
  virtual FunctionCode array_entry(const FuncType& type) = 0;
  virtual FunctionCode host_entry(const FuncType& type) = 0;

  // Whether the code counts the instructions that it executes.
  virtual bool is_metered() const { return false; }
  // How the code checks accesses to memories: always the same.
  virtual BoundsCheck bounds_check() const { return BoundsCheck::Guard; }
};

}  // namespace wrt
