// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Making all functions of a module at once, on several threads, with a FunctionMaker.
#pragma once

#include <cstddef>
#include <functional>
#include <span>

#include "lib/abi/function_code.h"
#include "lib/support/result.h"
#include "lib/wasm/types.h"
#include "runtime/function_maker.h"

namespace wrt {

// The functions of a module, by their indices from `first` on, and what is made of them.
struct FunctionsToMake {
  FuncIndex first = 0;
  std::size_t count = 0;
  std::size_t body_bytes = 0;  // of all together
};

// Takes the code of functions that follow each other, from `first` on. Called by one thread at a time.
using TakeFunctions = std::function<void(FuncIndex first, std::span<FunctionCode> codes)>;

// Has `maker` make all of them, and `take` take them in any order; when it returns, there are no more threads than
// before. With `threads` == 0 there are as many as pay, at most one a core. Errors: the maker's, of one of the
// functions.
Result<> make_functions(FunctionMaker& maker, const FunctionsToMake& functions, unsigned threads,
                        const TakeFunctions& take);

}  // namespace wrt
