// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A load from guest memory can trap, which LLVM does not know: it would delete one whose value nobody uses, and the
// trap with it. So such loads are made volatile at first (Emitter::guest_load), and this pass, behind a first cleanup,
// makes those plain again whose value reaches a side effect: they will not be deleted, and may be moved, merged and
// vectorised. What is left volatile is rare: loads for the sake of the trap.
#pragma once

#include <llvm/IR/PassManager.h>

namespace wrt::llvm_compiler {

class PlainLoadsPass : public llvm::PassInfoMixin<PlainLoadsPass> {
 public:
  llvm::PreservedAnalyses run(llvm::Function& function, llvm::FunctionAnalysisManager& analyses);
  static bool isRequired() { return true; }
};

}  // namespace wrt::llvm_compiler
