// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Loops that a producer unrolled, and the vectoriser has vectorised. In each round such a loop does the same with the
// elements 2i and 2i+1 of an array. The vectoriser sees two accesses with gaps, makes one wide load of both, takes the
// even and the odd elements apart, computes with each, and puts the results together again for one wide store. What is
// done is the same for all, so it can be done without taking them apart; the shuffles cost more than the arithmetic.
// LLVM 20 does this in the vectoriser for the simplest case (narrowInterleaveGroups).
#pragma once

#include <llvm/IR/PassManager.h>

namespace wrt::llvm_compiler {

// Comes after the loop vectoriser.
class InterleavedGroupsPass : public llvm::PassInfoMixin<InterleavedGroupsPass> {
 public:
  llvm::PreservedAnalyses run(llvm::Function& function, llvm::FunctionAnalysisManager& analyses);
  static bool isRequired() { return true; }
};

}  // namespace wrt::llvm_compiler
