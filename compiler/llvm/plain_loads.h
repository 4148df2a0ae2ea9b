// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A load from guest memory can trap, which LLVM does not know: it would delete one whose value nobody uses, and the
// trap with it, or move one to the only place that uses it, where it may not come. So such loads are made volatile at
// first (Emitter::guest_load). Behind a first cleanup those become plain whose value reaches a side effect on every way
// that the code may take from there: they stay, and may be merged, hoisted and vectorised. Before code is generated
// all are volatile again, because code generation narrows loads, makes one of two that are chosen from, and moves them.
#pragma once

#include <llvm/IR/PassManager.h>

namespace wrt::llvm_compiler {

class PlainLoadsPass : public llvm::PassInfoMixin<PlainLoadsPass> {
 public:
  llvm::PreservedAnalyses run(llvm::Function& function, llvm::FunctionAnalysisManager& analyses);
  static bool isRequired() { return true; }
};

class VolatileLoadsPass : public llvm::PassInfoMixin<VolatileLoadsPass> {
 public:
  llvm::PreservedAnalyses run(llvm::Function& function, llvm::FunctionAnalysisManager& analyses);
  static bool isRequired() { return true; }
};

}  // namespace wrt::llvm_compiler
