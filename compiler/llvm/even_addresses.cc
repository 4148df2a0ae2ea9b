// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Addresses are grouped by what they have in common; a group is looked at as one, from its lowest member to its
// highest.
#include "compiler/llvm/even_addresses.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <utility>
#include <vector>

#include <llvm/Analysis/LoopInfo.h>
#include <llvm/Analysis/ScalarEvolution.h>
#include <llvm/Analysis/ScalarEvolutionExpressions.h>
#include <llvm/IR/Dominators.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/MDBuilder.h>
#include <llvm/IR/Module.h>
#include <llvm/Transforms/Utils/Local.h>
#include <llvm/Transforms/Utils/LoopUtils.h>
#include <llvm/Transforms/Utils/ScalarEvolutionExpander.h>

#include "compiler/llvm/loop_versions.h"

namespace wrt::llvm_compiler {

namespace {

// So that step * rounds, and an address with it, stay far from 64 bits: rounds have at most 32.
constexpr std::int64_t kMostStep = std::int64_t{1} << 24;
// What stands before the loop is no longer than that many comparisons.
constexpr std::size_t kMostGroups = 8;
constexpr std::size_t kMostPairs = 6;
constexpr std::uint64_t kLastAddress = 0xffff'ffff;

// (i64)(i32)(start + constant + step * round), by zeros; `start` and `step` are the group's.
struct Address {
  llvm::ZExtInst* extension;
  std::int32_t constant;
};

// A load or store at an address of a group, which is constant bytes behind its lowest.
struct Access {
  llvm::Instruction* instruction;
  std::int64_t begin;
  std::int64_t end;
};

struct Group {
  const llvm::SCEV* start;  // 32 bits; of its first member, in the first round
  std::int64_t step;
  std::vector<Address> addresses;
  std::vector<Access> accesses;
  std::int32_t lowest = 0;  // of the constants
  std::int32_t highest = 0;
  const llvm::SCEV* first = nullptr;  // of the lowest, in the first round, in 64 bits
  llvm::Value* expanded = nullptr;    // the same in front of the loop
};

// The loop's one way out, `counter != bound` behind it, if that is what ends it.
struct Counter {
  const llvm::SCEV* first = nullptr;  // 32 bits; in the first round, before it is compared
  const llvm::SCEV* bound = nullptr;
  std::int64_t step = 0;  // a power of two, or the negative of one
};

class EvenLoop {
 public:
  EvenLoop(llvm::Loop& loop, llvm::ScalarEvolution& evolution) : loop_(loop), evolution_(evolution) {}

  // Whether it is worth to be made twice.
  bool find_addresses();
  // False, and the loop is what it was, if what must be known before it cannot be computed there.
  bool make_both(const LoopContext& context);

 private:
  bool find_rounds();
  bool add(llvm::ZExtInst& extension);
  void find_accesses();
  static bool is_dense(const Group& group);
  bool add(llvm::Instruction& access, llvm::Value* pointer);
  std::vector<std::pair<std::size_t, std::size_t>> pairs() const;
  llvm::Value* are_apart(const Group& one, const Group& other, llvm::IRBuilder<>& builder) const;
  void tell_apart();
  bool expand_rounds(llvm::SCEVExpander& expander, llvm::IRBuilder<>& builder);
  llvm::Value* never_wraps(const Group& group, llvm::IRBuilder<>& builder) const;
  llvm::Value* after_rounds(std::int64_t step, llvm::IRBuilder<>& builder) const {
    return builder.CreateMul(rounds_, builder.getInt64(static_cast<std::uint64_t>(step < 0 ? -step : step)));
  }
  void count_rounds();

  llvm::Loop& loop_;
  llvm::ScalarEvolution& evolution_;
  std::vector<Group> groups_;
  llvm::Value* memory_ = nullptr;             // that all accesses of groups are in, if there are any
  const llvm::SCEV* known_rounds_ = nullptr;  // how often the latch is left for the header; null: see counter_
  Counter counter_;
  // Computed in front of the loop: that number, and whether all is as it must be.
  llvm::Value* rounds_ = nullptr;
  llvm::Value* condition_ = nullptr;
};

// What one round accesses, from the lowest byte to the one behind the highest, relative to the group's lowest address.
std::pair<std::int64_t, std::int64_t> ends_of(const Group& group) {
  std::pair<std::int64_t, std::int64_t> ends(group.accesses.front().begin, group.accesses.front().end);
  for (const Access& each : group.accesses) ends = {std::min(ends.first, each.begin), std::max(ends.second, each.end)};
  return ends;
}

// Whether an instruction keeps the loop from being vectorised, whatever its addresses are.
bool is_opaque(const llvm::Instruction& instruction) {
  if (instruction.isAtomic() || instruction.isVolatile()) return true;
  const auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction);
  return call != nullptr && !llvm::isa<llvm::IntrinsicInst>(call);
}

bool EvenLoop::find_rounds() {
  llvm::BasicBlock* latch = loop_.getLoopLatch();
  const auto* branch = llvm::dyn_cast<llvm::BranchInst>(latch->getTerminator());
  if (loop_.getExitingBlock() != latch || branch == nullptr) return false;
  const llvm::SCEV* rounds = evolution_.getBackedgeTakenCount(&loop_);
  if (!llvm::isa<llvm::SCEVCouldNotCompute>(rounds)) {
    if (evolution_.getTypeSizeInBits(rounds->getType()) > 32) return false;
    known_rounds_ = rounds;
    return true;
  }
  const auto* compare = llvm::dyn_cast<llvm::ICmpInst>(branch->getCondition());
  if (compare == nullptr || !compare->isEquality() || !compare->getOperand(0)->getType()->isIntegerTy(32)) return false;
  const bool goes_on_if_true = branch->getSuccessor(0) == loop_.getHeader();
  if (goes_on_if_true != (compare->getPredicate() == llvm::CmpInst::ICMP_NE)) return false;
  const llvm::SCEV* left = evolution_.getSCEV(compare->getOperand(0));
  const llvm::SCEV* right = evolution_.getSCEV(compare->getOperand(1));
  if (evolution_.isLoopInvariant(left, &loop_)) std::swap(left, right);
  const auto* recurrence = llvm::dyn_cast<llvm::SCEVAddRecExpr>(left);
  if (recurrence == nullptr || recurrence->getLoop() != &loop_ || !recurrence->isAffine() ||
      !evolution_.isLoopInvariant(right, &loop_))
    return false;
  const auto* step = llvm::dyn_cast<llvm::SCEVConstant>(recurrence->getStepRecurrence(evolution_));
  if (step == nullptr) return false;
  counter_ = {recurrence->getStart(), right, step->getAPInt().getSExtValue()};
  const std::int64_t size = counter_.step < 0 ? -counter_.step : counter_.step;
  return size <= kMostStep && llvm::isPowerOf2_64(static_cast<std::uint64_t>(size));
}

// False if its step is too long.
bool EvenLoop::add(llvm::ZExtInst& extension) {
  const auto* recurrence = llvm::dyn_cast<llvm::SCEVAddRecExpr>(evolution_.getSCEV(extension.getOperand(0)));
  if (recurrence == nullptr || recurrence->getLoop() != &loop_ || !recurrence->isAffine()) return true;
  const auto* step = llvm::dyn_cast<llvm::SCEVConstant>(recurrence->getStepRecurrence(evolution_));
  if (step == nullptr) return true;
  const std::int64_t step_size = step->getAPInt().getSExtValue();
  if (step_size < -kMostStep || step_size > kMostStep) return false;

  std::int32_t constant = 0;
  const auto belongs = [&](const Group& each) {
    if (each.step != step_size) return false;
    const llvm::SCEV* difference = evolution_.getMinusSCEV(recurrence->getStart(), each.start);
    const auto* number = llvm::dyn_cast<llvm::SCEVConstant>(difference);
    if (number != nullptr) constant = static_cast<std::int32_t>(number->getAPInt().getSExtValue());
    return number != nullptr;
  };
  auto group = std::ranges::find_if(groups_, belongs);
  if (group == groups_.end()) {
    groups_.push_back({.start = recurrence->getStart(), .step = step_size, .addresses = {}, .accesses = {}});
    group = groups_.end() - 1;
  }
  group->addresses.push_back({&extension, constant});
  group->lowest = std::min(group->lowest, constant);
  group->highest = std::max(group->highest, constant);
  return true;
}

bool EvenLoop::find_addresses() {
  if (!can_have_versions(loop_) || !find_rounds()) return false;
  llvm::Type* word = llvm::Type::getInt64Ty(loop_.getHeader()->getContext());
  for (llvm::BasicBlock* block : loop_.blocks()) {
    for (llvm::Instruction& each : *block) {
      if (is_opaque(each)) return false;
      auto* extension = llvm::dyn_cast<llvm::ZExtInst>(&each);
      if (extension == nullptr || extension->getType() != word || !extension->getOperand(0)->getType()->isIntegerTy(32))
        continue;
      if (!add(*extension)) return false;
    }
  }
  if (groups_.empty() || groups_.size() > kMostGroups) return false;
  for (Group& group : groups_) {
    const llvm::APInt lowest(32, static_cast<std::uint32_t>(group.lowest));
    group.first =
        evolution_.getZeroExtendExpr(evolution_.getAddExpr(group.start, evolution_.getConstant(lowest)), word);
  }
  find_accesses();
  if (!std::ranges::all_of(groups_, &EvenLoop::is_dense)) return false;
  // An address alone, in a loop whose rounds are known, is what the vectoriser can look at by itself.
  return known_rounds_ == nullptr ||
         std::ranges::any_of(groups_, [](const Group& group) { return group.lowest != group.highest; });
}

// Adds an access to the group of its address. False if it is in another memory than those before.
bool EvenLoop::add(llvm::Instruction& access, llvm::Value* pointer) {
  const llvm::DataLayout& layout = access.getModule()->getDataLayout();
  llvm::APInt offset(64, 0);
  pointer = pointer->stripAndAccumulateConstantOffsets(layout, offset, /*AllowNonInbounds=*/true);
  const auto* element = llvm::dyn_cast<llvm::GetElementPtrInst>(pointer);
  if (element == nullptr || element->getNumIndices() != 1 || !element->getSourceElementType()->isIntegerTy(8))
    return true;
  for (Group& group : groups_) {
    const auto found = std::ranges::find_if(
        group.addresses, [&](const Address& each) { return each.extension == element->idx_begin()->get(); });
    if (found == group.addresses.end()) continue;
    const llvm::Value* memory = element->getPointerOperand();
    memory = memory->stripAndAccumulateConstantOffsets(layout, offset, /*AllowNonInbounds=*/true);
    if (memory_ == nullptr) memory_ = const_cast<llvm::Value*>(memory);
    if (memory_ != memory || offset.getSignificantBits() > 40) return false;
    const std::int64_t begin = std::int64_t{found->constant} - group.lowest + offset.getSExtValue();
    const auto size =
        static_cast<std::int64_t>(layout.getTypeStoreSize(llvm::getLoadStoreType(&access)).getFixedValue());
    group.accesses.push_back({&access, begin, begin + size});
    return true;
  }
  return true;
}

// None if the memories are several: what is known of one says nothing of the others.
void EvenLoop::find_accesses() {
  for (llvm::BasicBlock* block : loop_.blocks()) {
    for (llvm::Instruction& each : *block) {
      llvm::Value* pointer = llvm::getLoadStorePointerOperand(&each);
      if (pointer == nullptr || add(each, pointer)) continue;
      for (Group& group : groups_) group.accesses.clear();
      return;
    }
  }
}

// Whether rounds follow each other without gaps in between. With gaps, as between fields of structures, vectors are
// picked together from single elements: fifteen such loops of one function became 29,000 instructions.
bool EvenLoop::is_dense(const Group& group) {
  if (group.accesses.empty()) return true;
  const auto ends = ends_of(group);
  return std::abs(group.step) <= ends.second - ends.first;
}

// Those groups of which one is written to.
std::vector<std::pair<std::size_t, std::size_t>> EvenLoop::pairs() const {
  const auto has_store = [](const Group& group) {
    return std::ranges::any_of(group.accesses, [](const Access& each) { return each.instruction->mayWriteToMemory(); });
  };
  std::vector<std::pair<std::size_t, std::size_t>> found;
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    for (std::size_t j = i + 1; j < groups_.size(); ++j) {
      if (groups_[i].accesses.empty() || groups_[j].accesses.empty()) continue;
      if (has_store(groups_[i]) || has_store(groups_[j])) found.emplace_back(i, j);
    }
  }
  if (found.size() > kMostPairs) found.clear();
  return found;
}

// Whether what the groups access in all rounds has no byte in common.
llvm::Value* EvenLoop::are_apart(const Group& one, const Group& other, llvm::IRBuilder<>& builder) const {
  const auto range_of = [&](const Group& group) {
    const auto [begin, end] = ends_of(group);
    llvm::Value* way = after_rounds(group.step, builder);
    llvm::Value* first = group.expanded;
    llvm::Value* last = group.expanded;
    (group.step < 0 ? first : last) = group.step < 0 ? builder.CreateSub(first, way) : builder.CreateAdd(last, way);
    return std::pair(builder.CreateAdd(first, builder.getInt64(static_cast<std::uint64_t>(begin))),
                     builder.CreateAdd(last, builder.getInt64(static_cast<std::uint64_t>(end))));
  };
  const auto [begin, end] = range_of(one);
  const auto [other_begin, other_end] = range_of(other);
  return builder.CreateOr(builder.CreateICmpSLE(end, other_begin), builder.CreateICmpSLE(other_end, begin));
}

// In the loop: tells LLVM so. The vectoriser would compare each access with each, also those of one group, which lie
// between each other.
void EvenLoop::tell_apart() {
  llvm::LLVMContext& context = loop_.getHeader()->getContext();
  llvm::MDBuilder metadata(context);
  llvm::MDNode* domain = metadata.createAnonymousAliasScopeDomain();
  std::vector<llvm::Metadata*> scopes;
  for (std::size_t i = 0; i < groups_.size(); ++i) scopes.push_back(metadata.createAnonymousAliasScope(domain));
  std::vector<llvm::SmallVector<llvm::Metadata*, 4>> others(groups_.size());
  for (const auto& [one, other] : pairs()) {
    others[one].push_back(scopes[other]);
    others[other].push_back(scopes[one]);
  }
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    if (others[i].empty()) continue;
    for (const Access& each : groups_[i].accesses) {
      each.instruction->setMetadata(llvm::LLVMContext::MD_alias_scope, llvm::MDNode::get(context, {scopes[i]}));
      each.instruction->setMetadata(llvm::LLVMContext::MD_noalias, llvm::MDNode::get(context, others[i]));
    }
  }
}

// Sets rounds_, and condition_ to whether it is that.
bool EvenLoop::expand_rounds(llvm::SCEVExpander& expander, llvm::IRBuilder<>& builder) {
  llvm::Instruction* before = &*builder.GetInsertPoint();
  llvm::Type* word = builder.getInt64Ty();
  const auto expand = [&](const llvm::SCEV* value) {
    return expander.expandCodeFor(evolution_.getNoopOrZeroExtend(value, word), word, before);
  };
  if (known_rounds_ != nullptr) {
    if (!expander.isSafeToExpandAt(known_rounds_, before)) return false;
    rounds_ = expand(known_rounds_);
    condition_ = builder.getTrue();
    return true;
  }
  if (!expander.isSafeToExpandAt(counter_.first, before) || !expander.isSafeToExpandAt(counter_.bound, before))
    return false;
  llvm::Value* first = expand(counter_.first);
  llvm::Value* bound = expand(counter_.bound);
  // It is compared behind the first step. So it comes to the bound without wrapping around if that is a multiple of
  // steps away, in their direction, or none.
  const bool is_rising = counter_.step > 0;
  llvm::Value* way = is_rising ? builder.CreateSub(bound, first) : builder.CreateSub(first, bound);
  const auto size = static_cast<std::uint64_t>(is_rising ? counter_.step : -counter_.step);
  llvm::Value* is_ahead = builder.CreateICmpSGE(way, builder.getInt64(0));
  llvm::Value* is_multiple = builder.CreateIsNull(builder.CreateAnd(way, size - 1));
  condition_ = builder.CreateAnd(is_ahead, is_multiple);
  rounds_ = builder.CreateLShr(way, llvm::Log2_64(size));
  return true;
}

// Whether no address of the group wraps around in any round.
llvm::Value* EvenLoop::never_wraps(const Group& group, llvm::IRBuilder<>& builder) const {
  const auto span = static_cast<std::uint64_t>(std::int64_t{group.highest} - group.lowest);
  llvm::Value* way = after_rounds(group.step, builder);
  llvm::Value* last = builder.CreateAdd(group.expanded, builder.getInt64(span));
  if (group.step >= 0) return builder.CreateICmpULE(builder.CreateAdd(last, way), builder.getInt64(kLastAddress));
  return builder.CreateAnd(builder.CreateICmpULE(last, builder.getInt64(kLastAddress)),
                           builder.CreateICmpUGE(group.expanded, way));
}

// In the loop: a counter of rounds ends it, and addresses follow from that.
void EvenLoop::count_rounds() {
  llvm::BasicBlock* header = loop_.getHeader();
  llvm::BasicBlock* latch = loop_.getLoopLatch();
  llvm::IRBuilder<> builder(header, header->begin());
  llvm::PHINode* round = builder.CreatePHI(builder.getInt64Ty(), 2, "round");
  auto* branch = llvm::cast<llvm::BranchInst>(latch->getTerminator());
  builder.SetInsertPoint(branch);
  llvm::Value* next = builder.CreateAdd(round, builder.getInt64(1), "", /*HasNUW=*/true, /*HasNSW=*/true);
  round->addIncoming(builder.getInt64(0), loop_.getLoopPreheader());
  round->addIncoming(next, latch);
  llvm::IRBuilder<> before(loop_.getLoopPreheader()->getTerminator());
  llvm::Value* all = before.CreateAdd(rounds_, before.getInt64(1), "", /*HasNUW=*/true, /*HasNSW=*/true);
  const bool goes_on_if_true = branch->getSuccessor(0) == header;
  llvm::SmallVector<llvm::WeakTrackingVH, 16> dead;
  dead.emplace_back(branch->getCondition());
  branch->setCondition(goes_on_if_true ? builder.CreateICmpNE(next, all) : builder.CreateICmpEQ(next, all));
  for (const Group& group : groups_) {
    for (const Address& address : group.addresses) {
      const auto place = static_cast<std::uint64_t>(std::int64_t{address.constant} - group.lowest);
      builder.SetInsertPoint(address.extension);
      const auto step = static_cast<std::uint64_t>(group.step);
      llvm::Value* way =
          builder.CreateMul(round, builder.getInt64(step), "", /*HasNUW=*/group.step >= 0, /*HasNSW=*/true);
      llvm::Value* value = builder.CreateAdd(group.expanded, way, "", /*HasNUW=*/group.step >= 0, /*HasNSW=*/true);
      value = builder.CreateAdd(value, builder.getInt64(place), "", /*HasNUW=*/true, /*HasNSW=*/true);
      address.extension->replaceAllUsesWith(value);
      dead.emplace_back(address.extension);
    }
  }
  llvm::RecursivelyDeleteTriviallyDeadInstructionsPermissive(dead);
}

bool EvenLoop::make_both(const LoopContext& context) {
  llvm::Instruction* before = loop_.getLoopPreheader()->getTerminator();
  llvm::SCEVExpander expander(evolution_, before->getDataLayout(), "even");
  if (!std::ranges::all_of(groups_, [&](const Group& each) { return expander.isSafeToExpandAt(each.first, before); }))
    return false;
  llvm::IRBuilder<> builder(before);
  if (!expand_rounds(expander, builder)) return false;
  for (Group& group : groups_) {
    group.expanded = expander.expandCodeFor(group.first, builder.getInt64Ty(), before);
    condition_ = builder.CreateAnd(condition_, never_wraps(group, builder));
  }
  for (const auto& [one, other] : pairs())
    condition_ = builder.CreateAnd(condition_, are_apart(groups_[one], groups_[other], builder));
  llvm::Loop& other = make_versions(loop_, builder.CreateFreeze(condition_), context);
  // It is there for what nearly never happens.
  llvm::addStringMetadataToLoop(&other, "llvm.loop.isvectorized", 1);
  llvm::addStringMetadataToLoop(&other, "llvm.loop.unroll.disable", 1);
  tell_apart();
  count_rounds();
  context.dominators.recalculate(*loop_.getHeader()->getParent());
  evolution_.forgetLoop(&loop_);
  return true;
}

}  // namespace

llvm::PreservedAnalyses EvenAddressesPass::run(llvm::Function& function, llvm::FunctionAnalysisManager& analyses) {
  if (function.hasOptSize()) return llvm::PreservedAnalyses::all();
  return for_innermost_loops(function, analyses, [](llvm::Loop& loop, const LoopContext& context) {
    const bool changed = prepare_for_versions(loop, context);
    EvenLoop even(loop, context.evolution);
    return (even.find_addresses() && even.make_both(context)) || changed;
  });
}

llvm::PreservedAnalyses ForgetApartPass::run(llvm::Function& function, llvm::FunctionAnalysisManager&) {
  for (llvm::BasicBlock& block : function) {
    for (llvm::Instruction& each : block) {
      each.setMetadata(llvm::LLVMContext::MD_alias_scope, nullptr);
      each.setMetadata(llvm::LLVMContext::MD_noalias, nullptr);
    }
  }
  return llvm::PreservedAnalyses::all();
}

}  // namespace wrt::llvm_compiler
