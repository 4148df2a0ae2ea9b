// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Distances of accesses whose addresses change evenly, in pairs of which one is a store.
#include "compiler/llvm/vector_distances.h"

#include <algorithm>
#include <vector>

#include <llvm/Analysis/LoopInfo.h>
#include <llvm/Analysis/ScalarEvolution.h>
#include <llvm/Analysis/ScalarEvolutionExpressions.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/Module.h>
#include <llvm/Transforms/Utils/LoopUtils.h>

namespace wrt::llvm_compiler {

namespace {

// Loops with more accesses are not vectorised: comparing them in pairs would take too long.
constexpr std::size_t kMostAccesses = 500;

struct Access {
  const llvm::SCEVAddRecExpr* address;
  std::uint64_t size;
  bool is_store;
};

class LoopDistances {
 public:
  LoopDistances(llvm::Loop& loop, llvm::ScalarEvolution& evolution)
      : evolution_(evolution), predicated_(evolution, loop) {
    for (llvm::BasicBlock* block : loop.blocks()) {
      for (llvm::Instruction& each : *block) add(each);
    }
  }

  bool may_be_misjudged() {
    if (accesses_.size() > kMostAccesses) return true;
    for (auto first = accesses_.begin(); first != accesses_.end(); ++first) {
      for (auto second = first + 1; second != accesses_.end(); ++second) {
        if ((first->is_store || second->is_store) && may_be_misjudged(*first, *second)) return true;
      }
    }
    return false;
  }

 private:
  // As the vectoriser does, with what it would check before the loop.
  void add(llvm::Instruction& instruction) {
    llvm::Value* pointer = llvm::getLoadStorePointerOperand(&instruction);
    if (pointer == nullptr) return;
    const llvm::DataLayout& layout = instruction.getModule()->getDataLayout();
    const llvm::SCEVAddRecExpr* address = predicated_.getAsAddRec(pointer);
    if (address == nullptr) return;
    const std::uint64_t size = layout.getTypeAllocSize(llvm::getLoadStoreType(&instruction));
    accesses_.push_back({address, size, llvm::isa<llvm::StoreInst>(instruction)});
  }

  bool may_be_misjudged(const Access& first, const Access& second) {
    const llvm::SCEV* distance = evolution_.getMinusSCEV(second.address, first.address);
    if (llvm::isa<llvm::SCEVCouldNotCompute>(distance)) return false;
    const std::uint64_t size = std::max(first.size, second.size);
    if (const auto* constant = llvm::dyn_cast<llvm::SCEVConstant>(distance))
      return constant->getAPInt().abs().urem(size) != 0;
    return is_hardly_safe(distance, size, first, second) ||
           is_hardly_safe(evolution_.getNegativeSCEV(distance), size, first, second);
  }

  // Whether the distance is known to be more than all rounds cover, and not by how much.
  bool is_hardly_safe(const llvm::SCEV* distance, std::uint64_t size, const Access& first, const Access& second) {
    const llvm::SCEV* rounds = predicated_.getSymbolicMaxBackedgeTakenCount();
    if (llvm::isa<llvm::SCEVCouldNotCompute>(rounds)) return false;
    llvm::Type* wide = distance->getType();
    const llvm::SCEV* covered =
        evolution_.getMulExpr(rounds, evolution_.getConstant(rounds->getType(), step_of(first, second)));
    if (evolution_.getTypeSizeInBits(covered->getType()) > evolution_.getTypeSizeInBits(wide)) return false;
    const llvm::SCEV* beyond = evolution_.getMinusSCEV(distance, evolution_.getNoopOrZeroExtend(covered, wide));
    if (!evolution_.isKnownPositive(beyond)) return false;
    return !evolution_.isKnownNonNegative(evolution_.getMinusSCEV(beyond, evolution_.getConstant(wide, size)));
  }

  // In bytes, of the faster one.
  std::uint64_t step_of(const Access& first, const Access& second) {
    std::uint64_t most = 0;
    for (const Access* each : {&first, &second}) {
      const auto* step = llvm::dyn_cast<llvm::SCEVConstant>(each->address->getStepRecurrence(evolution_));
      if (step != nullptr) most = std::max(most, step->getAPInt().abs().getLimitedValue());
    }
    return most;
  }

  llvm::ScalarEvolution& evolution_;
  llvm::PredicatedScalarEvolution predicated_;
  std::vector<Access> accesses_;
};

}  // namespace

llvm::PreservedAnalyses VectorDistancesPass::run(llvm::Function& function, llvm::FunctionAnalysisManager& analyses) {
  llvm::ScalarEvolution& evolution = analyses.getResult<llvm::ScalarEvolutionAnalysis>(function);
  for (llvm::Loop* loop : analyses.getResult<llvm::LoopAnalysis>(function).getLoopsInPreorder()) {
    if (!loop->isInnermost() || !LoopDistances(*loop, evolution).may_be_misjudged()) continue;
    llvm::addStringMetadataToLoop(loop, "llvm.loop.vectorize.enable", 0);
  }
  return llvm::PreservedAnalyses::all();
}

}  // namespace wrt::llvm_compiler
