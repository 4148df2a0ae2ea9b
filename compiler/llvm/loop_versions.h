// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Loops that are made twice: as they were, and as they can be where something holds that is looked at before they
// begin.
#pragma once

#include <llvm/ADT/STLFunctionalExtras.h>
#include <llvm/Analysis/LoopInfo.h>
#include <llvm/Analysis/ScalarEvolution.h>
#include <llvm/IR/Dominators.h>
#include <llvm/IR/PassManager.h>

namespace wrt::llvm_compiler {

// What is known of a function and its loops.
struct LoopContext {
  llvm::LoopInfo& loops;
  llvm::DominatorTree& dominators;
  llvm::ScalarEvolution& evolution;
};

// A pass: what `change` does to each innermost loop of the function, where it says whether anything changed. It may add
// loops, which it is not given.
llvm::PreservedAnalyses for_innermost_loops(llvm::Function& function, llvm::FunctionAnalysisManager& analyses,
                                            llvm::function_ref<bool(llvm::Loop&, const LoopContext&)> change);

// Brings a loop into the form that the others need. Whether anything changed.
bool prepare_for_versions(llvm::Loop& loop, const LoopContext& context);

// Whether a loop can be made twice, and is small enough for that.
bool can_have_versions(const llvm::Loop& loop);

// Puts a copy of the loop beside it, which runs where `condition`, a value at the end of its preheader, is false, and
// returns that. The preheader of `loop` is another block then. Scalar evolution must be told to forget the loop, and
// dominators be computed anew.
llvm::Loop& make_versions(llvm::Loop& loop, llvm::Value* condition, const LoopContext& context);

}  // namespace wrt::llvm_compiler
