// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Loops of code that compares addresses with the length of their memory (AccessCheck). An address that changes evenly
// from round to round is inside in all of them if it is in the first and in the last. So such a loop is made twice:
// what stands before it looks at the ends, and chooses between the loop as it was and one without the comparisons,
// which can be vectorised. No trap is lost, invented or moved: where an access will be outside, it is the loop as it
// was that runs.
#pragma once

#include <llvm/IR/PassManager.h>

namespace wrt::llvm_compiler {

class CheckedLoopsPass : public llvm::PassInfoMixin<CheckedLoopsPass> {
 public:
  llvm::PreservedAnalyses run(llvm::Function& function, llvm::FunctionAnalysisManager& analyses);
  static bool isRequired() { return true; }
};

}  // namespace wrt::llvm_compiler
