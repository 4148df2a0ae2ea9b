// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Copying loops, and what lies behind them.
#include "compiler/llvm/loop_versions.h"

#include <llvm/IR/Instructions.h>
#include <llvm/Transforms/Utils/BasicBlockUtils.h>
#include <llvm/Transforms/Utils/Cloning.h>
#include <llvm/Transforms/Utils/LoopSimplify.h>
#include <llvm/Transforms/Utils/LoopUtils.h>

namespace wrt::llvm_compiler {

namespace {

// A loop that is larger would hardly be faster, and a second one of it takes its time to compile.
constexpr std::size_t kMostInstructions = 400;

// What the exits of the loop collect, they now collect from the copy too.
void add_exits_of(const llvm::Loop& loop, const llvm::ValueToValueMapTy& copies) {
  llvm::SmallVector<llvm::BasicBlock*, 8> exits;
  loop.getUniqueExitBlocks(exits);
  for (llvm::BasicBlock* exit : exits) {
    for (llvm::PHINode& phi : exit->phis()) {
      for (unsigned i = 0, count = phi.getNumIncomingValues(); i < count; ++i) {
        const auto block = copies.find(phi.getIncomingBlock(i));
        if (block == copies.end()) continue;
        const auto value = copies.find(phi.getIncomingValue(i));
        phi.addIncoming(value == copies.end() ? phi.getIncomingValue(i) : static_cast<llvm::Value*>(value->second),
                        llvm::cast<llvm::BasicBlock>(block->second));
      }
    }
  }
}

}  // namespace

bool prepare_for_versions(llvm::Loop& loop, llvm::LoopInfo& loops, llvm::DominatorTree& dominators,
                          llvm::ScalarEvolution& evolution) {
  const bool changed =
      llvm::simplifyLoop(&loop, &dominators, &loops, &evolution, nullptr, nullptr, /*PreserveLCSSA=*/false);
  return llvm::formLCSSA(loop, dominators, &loops, &evolution) || changed;
}

bool can_have_versions(const llvm::Loop& loop) {
  if (loop.getLoopPreheader() == nullptr || loop.getLoopLatch() == nullptr || !loop.isSafeToClone()) return false;
  std::size_t size = 0;
  for (const llvm::BasicBlock* block : loop.blocks()) size += block->size();
  return size <= kMostInstructions;
}

llvm::Loop& make_versions(llvm::Loop& loop, llvm::Value* condition, llvm::LoopInfo& loops,
                          llvm::DominatorTree& dominators) {
  llvm::BasicBlock* before = loop.getLoopPreheader();
  llvm::BasicBlock* preheader =
      llvm::SplitBlock(before, before->getTerminator(), &dominators, &loops, nullptr, "version");
  llvm::ValueToValueMapTy copies;
  llvm::SmallVector<llvm::BasicBlock*, 8> blocks;
  llvm::Loop* copy =
      llvm::cloneLoopWithPreheader(preheader, before, &loop, copies, ".other", &loops, &dominators, blocks);
  llvm::remapInstructionsInBlocks(blocks, copies);
  add_exits_of(loop, copies);
  llvm::ReplaceInstWithInst(before->getTerminator(), llvm::BranchInst::Create(preheader, blocks.front(), condition));
  return *copy;
}

}  // namespace wrt::llvm_compiler
