// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What each function of a partition costs, and how far its compilation is.
//
// A partition goes through the compiler step by step, and in each step function by function: so the time between two
// laps is that of the function between them, and a lap costs one system call. Code generation is one walk, too: LLVM
// runs all of its passes on a function before it turns to the next.
#pragma once

#include <cstdint>
#include <vector>

#include <llvm/ADT/DenseMap.h>
#include <llvm/IR/Function.h>

#include "compiler/compiler.h"

namespace wrt::llvm_compiler {

// What a byte of a body counts for in CompileProgress: code generation takes two thirds to three quarters of the time.
inline constexpr std::uint64_t kWorkPerByte = 4;

// The CPU time of the calling thread.
double thread_seconds();

// Belongs to one partition and one thread.
class FunctionCosts {
 public:
  enum class Step : std::uint8_t { Translate, Optimise, Emit };

  // `progress` may be null.
  explicit FunctionCosts(CompileProgress* progress) : progress_(progress) {}

  // A function that laps can be of; others, such as thunks, have none.
  void add(const llvm::Function& function, FuncIndex index, std::size_t wasm_bytes);
  // Time counts from now on.
  void restart() { start_ = thread_seconds(); }
  // This step is done for `function`: the time since the last lap was its.
  void lap(const llvm::Function& function, Step step);

  // In the order in which they were added.
  std::vector<FunctionCost> take() { return std::move(costs_); }

 private:
  CompileProgress* progress_;
  double start_ = 0;
  std::vector<FunctionCost> costs_;
  std::vector<std::uint64_t> work_left_;  // by function, in the order of costs_
  llvm::DenseMap<const llvm::Function*, std::size_t> places_;
};

}  // namespace wrt::llvm_compiler
