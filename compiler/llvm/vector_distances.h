// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A mark for loops that LLVM 19 would vectorise wrongly. It takes two accesses to be independent if they are further
// apart than from the first round of the loop to the last (isSafeDependenceDistance in LoopAccessAnalysis.cpp). That is
// so where the distance is a multiple of their size, as it is in C, and not in WebAssembly, where any two accesses may
// overlap in part: 42 bytes apart, six rounds of 8 bytes end in the middle of what the first has written.
#pragma once

#include <llvm/IR/PassManager.h>

namespace wrt::llvm_compiler {

// Keeps the loop vectoriser away from such loops; it is next.
class VectorDistancesPass : public llvm::PassInfoMixin<VectorDistancesPass> {
 public:
  llvm::PreservedAnalyses run(llvm::Function& function, llvm::FunctionAnalysisManager& analyses);
  static bool isRequired() { return true; }
};

}  // namespace wrt::llvm_compiler
