// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Copying loops, and what lies behind them.
#include "compiler/llvm/loop_versions.h"

#include <vector>

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

llvm::PreservedAnalyses for_innermost_loops(llvm::Function& function, llvm::FunctionAnalysisManager& analyses,
                                            llvm::function_ref<bool(llvm::Loop&, const LoopContext&)> change) {
  const LoopContext context{analyses.getResult<llvm::LoopAnalysis>(function),
                            analyses.getResult<llvm::DominatorTreeAnalysis>(function),
                            analyses.getResult<llvm::ScalarEvolutionAnalysis>(function)};
  std::vector<llvm::Loop*> innermost;
  for (llvm::Loop* each : context.loops.getLoopsInPreorder()) {
    if (each->isInnermost()) innermost.push_back(each);
  }
  bool changed = false;
  for (llvm::Loop* each : innermost) changed |= change(*each, context);
  return changed ? llvm::PreservedAnalyses::none() : llvm::PreservedAnalyses::all();
}

bool prepare_for_versions(llvm::Loop& loop, const LoopContext& context) {
  const bool changed = llvm::simplifyLoop(&loop, &context.dominators, &context.loops, &context.evolution, nullptr,
                                          nullptr, /*PreserveLCSSA=*/false);
  return llvm::formLCSSA(loop, context.dominators, &context.loops, &context.evolution) || changed;
}

bool can_have_versions(const llvm::Loop& loop) {
  if (loop.getLoopPreheader() == nullptr || loop.getLoopLatch() == nullptr || !loop.isSafeToClone()) return false;
  std::size_t size = 0;
  for (const llvm::BasicBlock* block : loop.blocks()) size += block->size();
  return size <= kMostInstructions;
}

llvm::Loop& make_versions(llvm::Loop& loop, llvm::Value* condition, const LoopContext& context) {
  llvm::BasicBlock* before = loop.getLoopPreheader();
  llvm::BasicBlock* preheader =
      llvm::SplitBlock(before, before->getTerminator(), &context.dominators, &context.loops, nullptr, "version");
  llvm::ValueToValueMapTy copies;
  llvm::SmallVector<llvm::BasicBlock*, 8> blocks;
  llvm::Loop* copy = llvm::cloneLoopWithPreheader(preheader, before, &loop, copies, ".other", &context.loops,
                                                  &context.dominators, blocks);
  llvm::remapInstructionsInBlocks(blocks, copies);
  add_exits_of(loop, copies);
  llvm::ReplaceInstWithInst(before->getTerminator(), llvm::BranchInst::Create(preheader, blocks.front(), condition));
  return *copy;
}

}  // namespace wrt::llvm_compiler
