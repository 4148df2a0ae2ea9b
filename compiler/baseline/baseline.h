// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The baseline tier: machine code for one function at a time, in one pass over its body, in little more time than
// reading it takes. It is linked into wrt itself; the LLVM compiler (compiler/compiler.h) makes better code later.
#pragma once

#include <memory>

#include "lib/abi/bounds_check.h"
#include "lib/abi/function_code.h"
#include "lib/abi/vm_layout.h"
#include "lib/support/result.h"
#include "lib/wasm/module.h"
#include "lib/wasm/subtyping.h"

namespace wrt::baseline {

// Whether this machine runs its code.
bool is_supported();

// For one module, which is validated, bodies included; it and `types` must outlive this. Each thread has its own.
class Baseline {
 public:
  // If it `counts`, code counts how often it runs, and gives way to better code (Builtin::GetHot).
  Baseline(const Module& module, const TypeContext& types, bool counts, BoundsCheck bounds_check);
  ~Baseline();
  Baseline(Baseline&&) noexcept;

  // Precondition: the body is valid.
  Result<FunctionCode> function(FuncIndex function, bool with_positions);
  static FunctionCode array_entry(const FuncType& type);
  static FunctionCode host_entry(const FuncType& type);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace wrt::baseline
