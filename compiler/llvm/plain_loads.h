// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A load from guest memory can trap, which LLVM does not know: it would delete one whose value nobody uses, and the
// trap with it, or move one to the only place that uses it, where it may not come. So such loads are made volatile at
// first (Emitter::guest_load), and this pass, behind a first cleanup, makes those plain whose value reaches a side
// effect on every way that the code may take from there: they stay, and may be merged and vectorised. It runs once more
// behind all other passes, before code is generated: what these have left without such effects becomes volatile.
#pragma once

#include <llvm/IR/PassManager.h>

namespace wrt::llvm_compiler {

class PlainLoadsPass : public llvm::PassInfoMixin<PlainLoadsPass> {
 public:
  enum class When : bool { First, Last };
  explicit PlainLoadsPass(When when) : when_(when) {}
  llvm::PreservedAnalyses run(llvm::Function& function, llvm::FunctionAnalysisManager& analyses);
  static bool isRequired() { return true; }

 private:
  When when_;
};

}  // namespace wrt::llvm_compiler
