// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Innermost loops whose addresses change evenly from round to round, in 32 bits. Each address of a guest is such a
// number made longer by zeros, and it may wrap around: 2^32 - 8 and the same plus 8 are not 8 apart. A producer that
// unrolls a loop makes several addresses that are a constant apart, and ends it where its counter is equal to some
// number, which it may never be: all of which it could do because the language that it compiles has none of that. LLVM
// sees neither how far apart such accesses are nor how many rounds there will be, and does not vectorise.
//
// So such a loop is made twice (loop_versions.h): where no address and no counter can wrap around before the loop ends,
// as is seen from the first and the last of each, and what is written has nothing in common with what else is accessed,
// their distances hold in 64 bits, and rounds are counted; otherwise it is the loop as it was that runs.
#pragma once

#include <llvm/IR/PassManager.h>

namespace wrt::llvm_compiler {

class EvenAddressesPass : public llvm::PassInfoMixin<EvenAddressesPass> {
 public:
  llvm::PreservedAnalyses run(llvm::Function& function, llvm::FunctionAnalysisManager& analyses);
  static bool isRequired() { return true; }
};

// Behind the vectoriser: removes what the other told LLVM of accesses that do not overlap. That holds for one execution
// of a loop, and not for one and the next, which other passes might take it for.
class ForgetApartPass : public llvm::PassInfoMixin<ForgetApartPass> {
 public:
  llvm::PreservedAnalyses run(llvm::Function& function, llvm::FunctionAnalysisManager& analyses);
  static bool isRequired() { return true; }
};

}  // namespace wrt::llvm_compiler
