// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Loops that are made twice: as they were, and as they can be where something holds that is looked at before they
// begin.
#pragma once

#include <llvm/Analysis/LoopInfo.h>
#include <llvm/Analysis/ScalarEvolution.h>
#include <llvm/IR/Dominators.h>

namespace wrt::llvm_compiler {

// Brings a loop into the form that the others need. Whether anything changed.
bool prepare_for_versions(llvm::Loop& loop, llvm::LoopInfo& loops, llvm::DominatorTree& dominators,
                          llvm::ScalarEvolution& evolution);

// Whether a loop can be made twice, and is small enough for that.
bool can_have_versions(const llvm::Loop& loop);

// Puts a copy of the loop beside it, which runs where `condition`, a value at the end of its preheader, is false, and
// returns that. The preheader of `loop` is another block then. Scalar evolution must be told to forget the loop, and
// dominators be computed anew.
llvm::Loop& make_versions(llvm::Loop& loop, llvm::Value* condition, llvm::LoopInfo& loops,
                          llvm::DominatorTree& dominators);

}  // namespace wrt::llvm_compiler
