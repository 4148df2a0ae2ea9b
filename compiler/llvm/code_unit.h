// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// CodeUnit: what becomes one function of LLVM's: a function of the module, or the part of one that can be reached from
// the start of one of its loops.
#pragma once

#include <compare>
#include <cstddef>

#include "lib/wasm/module.h"

namespace wrt::llvm_compiler {

struct CodeUnit {
  FuncIndex function = 0;
  std::size_t loop_offset = 0;  // of the `loop` instruction in the module's file; 0 for the function itself

  bool is_loop() const { return loop_offset != 0; }
  friend auto operator<=>(const CodeUnit&, const CodeUnit&) = default;
};

}  // namespace wrt::llvm_compiler
