// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Innermost loops in which a length does not change, and the comparisons in them that LLVM's scalar evolution can
// follow.
#include "compiler/llvm/checked_loops.h"

#include <optional>
#include <vector>

#include <llvm/Analysis/LoopInfo.h>
#include <llvm/Analysis/ScalarEvolution.h>
#include <llvm/Analysis/ScalarEvolutionExpressions.h>
#include <llvm/IR/Dominators.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/PatternMatch.h>
#include <llvm/Transforms/Utils/BasicBlockUtils.h>
#include <llvm/Transforms/Utils/ScalarEvolutionExpander.h>

#include "compiler/llvm/loop_versions.h"
#include "lib/abi/traps.h"

namespace wrt::llvm_compiler {

namespace {

// So that step * rounds, and an address and a constant with it, stay far from 64 bits.
constexpr std::int64_t kMostStep = std::int64_t{1} << 24;
constexpr std::uint64_t kMostConstant = std::uint64_t{1} << 40;
constexpr std::uint64_t kMostRounds = 0xffff'ffff;
constexpr unsigned kAddressBits = 48;

// Whether the block does nothing but trap because an access is out of bounds.
bool is_bounds_trap(const llvm::BasicBlock& block) {
  const auto* call = llvm::dyn_cast<llvm::IntrinsicInst>(&*block.getFirstNonPHIOrDbg());
  if (call == nullptr || call->getIntrinsicID() != llvm::Intrinsic::ubsantrap) return false;
  return llvm::cast<llvm::ConstantInt>(call->getArgOperand(0))
      ->equalsInt(static_cast<std::uint64_t>(TrapCode::MemoryOutOfBounds));
}

// A comparison that traps: address + constant >= length, or > length.
struct Check {
  llvm::BranchInst* branch = nullptr;
  llvm::BasicBlock* inside = nullptr;  // where the branch goes if it does not trap
  llvm::Value* length = nullptr;
  llvm::CmpInst::Predicate outside = llvm::CmpInst::ICMP_UGE;
  std::uint64_t constant = 0;
  const llvm::SCEV* first = nullptr;  // address of the first round, 64 bits
  std::int64_t step = 0;              // 0: it is the same in all rounds
};

class CheckedLoop {
 public:
  CheckedLoop(llvm::Loop& loop, llvm::ScalarEvolution& evolution) : loop_(loop), evolution_(evolution) {}

  // Whether it has comparisons that it can be made without.
  bool find_checks() {
    if (!can_have_versions(loop_)) return false;
    for (llvm::BasicBlock* block : loop_.blocks()) {
      auto* branch = llvm::dyn_cast<llvm::BranchInst>(block->getTerminator());
      if (branch == nullptr || !branch->isConditional()) continue;
      if (const std::optional<Check> check = check_of(*branch)) checks_.push_back(*check);
    }
    return !checks_.empty() && find_rounds();
  }

  // False, and nothing has changed, if the ends cannot be computed.
  bool make_both(const LoopContext& context);

 private:
  std::optional<Check> check_of(llvm::BranchInst& branch) const;
  bool follow(llvm::Value* address, Check& check) const;
  bool find_rounds();
  llvm::Value* are_inside(llvm::Instruction* before);

  llvm::Loop& loop_;
  llvm::ScalarEvolution& evolution_;
  std::vector<Check> checks_;
  const llvm::SCEV* rounds_ = nullptr;  // at most so often its latch is left for its header
};

bool CheckedLoop::follow(llvm::Value* address, Check& check) const {
  llvm::Type* word = llvm::Type::getInt64Ty(address->getContext());
  const llvm::SCEV* evolved = evolution_.getSCEV(address);
  // With this the constant cannot wrap, whatever it is behind.
  const auto is_far_from_end = [&] {
    return check.constant == 0 || evolution_.getUnsignedRangeMax(check.first).getActiveBits() <= kAddressBits;
  };
  if (evolution_.isLoopInvariant(evolved, &loop_)) {
    check.first = evolved;
    return is_far_from_end();
  }
  if (const auto* extended = llvm::dyn_cast<llvm::SCEVZeroExtendExpr>(evolved)) evolved = extended->getOperand();
  const auto* recurrence = llvm::dyn_cast<llvm::SCEVAddRecExpr>(evolved);
  if (recurrence == nullptr || recurrence->getLoop() != &loop_ || !recurrence->isAffine()) return false;
  const auto* step = llvm::dyn_cast<llvm::SCEVConstant>(recurrence->getStepRecurrence(evolution_));
  if (step == nullptr || step->getAPInt().getSignificantBits() > 32) return false;
  check.step = step->getAPInt().getSExtValue();
  check.first = evolution_.getNoopOrZeroExtend(recurrence->getStart(), word);
  return check.step >= -kMostStep && check.step <= kMostStep && is_far_from_end();
}

std::optional<Check> CheckedLoop::check_of(llvm::BranchInst& branch) const {
  using namespace llvm::PatternMatch;
  const unsigned trapping = is_bounds_trap(*branch.getSuccessor(0)) ? 0 : 1;
  if (!is_bounds_trap(*branch.getSuccessor(trapping)) || !loop_.contains(branch.getSuccessor(1 - trapping)))
    return std::nullopt;
  auto* compare = llvm::dyn_cast<llvm::ICmpInst>(branch.getCondition());
  if (compare == nullptr || !compare->getOperand(0)->getType()->isIntegerTy(64)) return std::nullopt;
  Check check;
  check.branch = &branch;
  check.inside = branch.getSuccessor(1 - trapping);
  check.outside = trapping == 0 ? compare->getPredicate() : compare->getInversePredicate();
  llvm::Value* address = compare->getOperand(0);
  check.length = compare->getOperand(1);
  if (check.outside == llvm::CmpInst::ICMP_ULE || check.outside == llvm::CmpInst::ICMP_ULT) {
    std::swap(address, check.length);
    check.outside = llvm::CmpInst::getSwappedPredicate(check.outside);
  }
  const bool is_known = check.outside == llvm::CmpInst::ICMP_UGE || check.outside == llvm::CmpInst::ICMP_UGT;
  if (!is_known || !loop_.isLoopInvariant(check.length)) return std::nullopt;
  const llvm::APInt* constant = nullptr;
  llvm::Value* sum = nullptr;
  if (match(address, m_NUWAdd(m_Value(sum), m_APInt(constant)))) {
    if (constant->ugt(kMostConstant)) return std::nullopt;
    check.constant = constant->getZExtValue();
    address = sum;
  }
  if (!follow(address, check)) return std::nullopt;
  return check;
}

// Any exit but a trap bounds the number of rounds.
bool CheckedLoop::find_rounds() {
  llvm::SmallVector<llvm::BasicBlock*, 8> exiting;
  loop_.getExitingBlocks(exiting);
  for (llvm::BasicBlock* block : exiting) {
    if (llvm::any_of(llvm::successors(block), [](llvm::BasicBlock* next) { return is_bounds_trap(*next); })) continue;
    const llvm::SCEV* count = evolution_.getExitCount(&loop_, block);
    if (llvm::isa<llvm::SCEVCouldNotCompute>(count) || !evolution_.isLoopInvariant(count, &loop_)) continue;
    if (evolution_.getTypeSizeInBits(count->getType()) > 64) continue;
    rounds_ = evolution_.getNoopOrZeroExtend(count, llvm::Type::getInt64Ty(block->getContext()));
    return true;
  }
  return false;
}

// Whether all that the checks look at is inside, in the first round and the last, and so in all: an address of 32 bits
// cannot have wrapped between two that are below the length.
llvm::Value* CheckedLoop::are_inside(llvm::Instruction* before) {
  llvm::IRBuilder<> builder(before);
  llvm::SCEVExpander expander(evolution_, before->getDataLayout(), "ends");
  const auto is_safe = [&](const llvm::SCEV* value) { return expander.isSafeToExpandAt(value, before); };
  if (!is_safe(rounds_) || !llvm::all_of(checks_, [&](const Check& check) { return is_safe(check.first); }))
    return nullptr;
  const auto is_inside = [&](const Check& check, const llvm::SCEV* address) {
    address = evolution_.getAddExpr(address, evolution_.getConstant(address->getType(), check.constant));
    return builder.CreateICmp(llvm::CmpInst::getInversePredicate(check.outside),
                              expander.expandCodeFor(address, address->getType(), before), check.length);
  };
  llvm::Value* all = builder.getTrue();
  const auto add = [&](llvm::Value* condition) { all = builder.CreateAnd(all, condition); };
  if (evolution_.getUnsignedRangeMax(rounds_).ugt(kMostRounds))
    add(builder.CreateICmpULE(expander.expandCodeFor(rounds_, rounds_->getType(), before),
                              builder.getInt64(kMostRounds)));
  for (const Check& check : checks_) {
    add(is_inside(check, check.first));
    if (check.step == 0) continue;
    const llvm::SCEV* step = evolution_.getConstant(rounds_->getType(), static_cast<std::uint64_t>(check.step));
    add(is_inside(check, evolution_.getAddExpr(check.first, evolution_.getMulExpr(step, rounds_))));
  }
  return builder.CreateFreeze(all);
}

bool CheckedLoop::make_both(const LoopContext& context) {
  llvm::Value* inside = are_inside(loop_.getLoopPreheader()->getTerminator());
  if (inside == nullptr) return false;
  make_versions(loop_, inside, context);
  for (const Check& check : checks_) {
    // A trap has no phis.
    llvm::ReplaceInstWithInst(check.branch, llvm::BranchInst::Create(check.inside));
    llvm::MergeBlockIntoPredecessor(check.inside, nullptr, &context.loops);
  }
  context.dominators.recalculate(*loop_.getHeader()->getParent());
  evolution_.forgetLoop(&loop_);
  return true;
}

bool can_trap(const llvm::Loop& loop) {
  llvm::SmallVector<llvm::BasicBlock*, 8> exits;
  loop.getExitBlocks(exits);
  return llvm::any_of(exits, [](const llvm::BasicBlock* exit) { return is_bounds_trap(*exit); });
}

}  // namespace

llvm::PreservedAnalyses CheckedLoopsPass::run(llvm::Function& function, llvm::FunctionAnalysisManager& analyses) {
  if (function.hasOptSize()) return llvm::PreservedAnalyses::all();
  return for_innermost_loops(function, analyses, [](llvm::Loop& loop, const LoopContext& context) {
    if (!can_trap(loop)) return false;
    const bool changed = prepare_for_versions(loop, context);
    CheckedLoop checked(loop, context.evolution);
    return (checked.find_checks() && checked.make_both(context)) || changed;
  });
}

}  // namespace wrt::llvm_compiler
