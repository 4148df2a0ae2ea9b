// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Two analyses. Liveness from side effects backwards along operands, as dead code elimination does it, says whether a
// value reaches an effect at all; one walk up all blocks, whether it does so on every way on from there.
#include "compiler/llvm/plain_loads.h"

#include <utility>
#include <vector>

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/DenseSet.h>
#include <llvm/ADT/PostOrderIterator.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/SmallPtrSet.h>
#include <llvm/IR/CFG.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>

#include "compiler/llvm/module_emitter.h"

namespace wrt::llvm_compiler {

namespace {

// The instructions whose values side effects need, wherever these are.
class Needed {
 public:
  explicit Needed(llvm::Function& function);
  bool contains(llvm::Instruction* instruction) const { return needed_.contains(instruction); }

 private:
  void add(llvm::Value* value) {
    auto* instruction = llvm::dyn_cast<llvm::Instruction>(value);
    if (instruction != nullptr && needed_.insert(instruction).second) work_.push_back(instruction);
  }

  llvm::DenseSet<llvm::Instruction*> needed_;
  std::vector<llvm::Instruction*> work_;
};

// Storing what was just loaded from the same place is no use of it: LLVM removes such a store, then the load.
bool stores_what_it_finds(const llvm::StoreInst& store) {
  const auto* load = llvm::dyn_cast<llvm::LoadInst>(store.getValueOperand());
  return load != nullptr && load->getPointerOperand() == store.getPointerOperand();
}

// Calls `use` with each operand that a side effect of the instruction itself needs.
void for_each_effect_operand(llvm::Instruction& instruction, llvm::function_ref<void(llvm::Value*)> use) {
  if (auto* load = llvm::dyn_cast<llvm::LoadInst>(&instruction)) {
    // Whether or not its value is needed, the access happens, and with it its address.
    if (load->isVolatile()) use(load->getPointerOperand());
    return;
  }
  if (auto* store = llvm::dyn_cast<llvm::StoreInst>(&instruction)) {
    use(store->getPointerOperand());
    if (store->isVolatile() || !stores_what_it_finds(*store)) use(store->getValueOperand());
    return;
  }
  if (!instruction.isTerminator() && !instruction.mayHaveSideEffects()) return;
  for (llvm::Value* operand : instruction.operands()) use(operand);
}

Needed::Needed(llvm::Function& function) {
  for (llvm::Instruction& each : llvm::instructions(function)) {
    for_each_effect_operand(each, [this](llvm::Value* operand) { add(operand); });
  }
  while (!work_.empty()) {
    llvm::Instruction* instruction = work_.back();
    work_.pop_back();
    for (llvm::Value* operand : instruction->operands()) add(operand);
  }
}

// The instructions whose values effects need on every way that leads on from them, as far as their own block and the
// blocks behind it show. Only such a load may be plain: one that is needed on some ways only would be moved there, and
// would not trap on the others.
class NeededOnEveryWay {
 public:
  explicit NeededOnEveryWay(llvm::Function& function) : needed_anywhere_(function) {
    // Blocks behind a block come first, but for loops: what their heads need is not known then, and so not counted.
    for (llvm::BasicBlock* block : llvm::post_order(&function)) visit(*block);
  }
  bool contains(llvm::Instruction* instruction) const { return needed_.contains(instruction); }

 private:
  using Instructions = llvm::DenseSet<llvm::Instruction*>;

  void visit(llvm::BasicBlock& block);
  // What one successor of a block needs of it, in phis and elsewhere.
  struct Way {
    Instructions phi_operands;
    const Instructions* from_outside;  // may be null
    bool needs(llvm::Instruction* instruction) const {
      return phi_operands.contains(instruction) || (from_outside != nullptr && from_outside->contains(instruction));
    }
  };
  std::vector<Way> ways_from(llvm::BasicBlock& block) const;

  const Needed needed_anywhere_;
  Instructions needed_;
  // Of each block that was visited: the values of other blocks that it needs itself.
  llvm::DenseMap<llvm::BasicBlock*, Instructions> from_outside_;
};

std::vector<NeededOnEveryWay::Way> NeededOnEveryWay::ways_from(llvm::BasicBlock& block) const {
  // A large table of branches hardly ever needs one value everywhere.
  constexpr std::size_t kMostWays = 8;
  const llvm::SmallPtrSet<llvm::BasicBlock*, kMostWays> successors(llvm::succ_begin(&block), llvm::succ_end(&block));
  std::vector<Way> ways;
  if (successors.size() > kMostWays) return ways;
  for (llvm::BasicBlock* next : successors) {
    Way& way = ways.emplace_back();
    const auto found = from_outside_.find(next);
    way.from_outside = found == from_outside_.end() ? nullptr : &found->second;
    for (llvm::PHINode& phi : next->phis()) {
      auto* operand = llvm::dyn_cast<llvm::Instruction>(phi.getIncomingValueForBlock(&block));
      if (operand != nullptr && needed_anywhere_.contains(&phi)) way.phi_operands.insert(operand);
    }
  }
  return ways;
}

void NeededOnEveryWay::visit(llvm::BasicBlock& block) {
  const std::vector<Way> ways = ways_from(block);
  Instructions from_outside;
  const auto add = [&](llvm::Value* value) {
    auto* instruction = llvm::dyn_cast<llvm::Instruction>(value);
    if (instruction != nullptr) (instruction->getParent() == &block ? needed_ : from_outside).insert(instruction);
  };
  for (llvm::Instruction& each : llvm::reverse(block)) {
    for_each_effect_operand(each, add);
    if (llvm::isa<llvm::PHINode>(each)) continue;
    if (!ways.empty() && llvm::all_of(ways, [&](const Way& way) { return way.needs(&each); })) needed_.insert(&each);
    if (!needed_.contains(&each)) continue;
    for (llvm::Value* operand : each.operands()) add(operand);
  }
  from_outside_.try_emplace(&block, std::move(from_outside));
}

bool is_guest_load(const llvm::Instruction& instruction) {
  const auto* load = llvm::dyn_cast<llvm::LoadInst>(&instruction);
  return load != nullptr && !load->isAtomic() && ModuleEmitter::is_guest_access(*load);
}

llvm::PreservedAnalyses preserve_control_flow(bool changed) {
  if (!changed) return llvm::PreservedAnalyses::all();
  llvm::PreservedAnalyses preserved;
  preserved.preserveSet<llvm::CFGAnalyses>();
  return preserved;
}

}  // namespace

llvm::PreservedAnalyses PlainLoadsPass::run(llvm::Function& function, llvm::FunctionAnalysisManager&) {
  const NeededOnEveryWay needed(function);
  bool changed = false;
  for (llvm::Instruction& each : llvm::instructions(function)) {
    if (!is_guest_load(each) || !needed.contains(&each)) continue;
    llvm::cast<llvm::LoadInst>(each).setVolatile(false);
    changed = true;
  }
  return preserve_control_flow(changed);
}

llvm::PreservedAnalyses VolatileLoadsPass::run(llvm::Function& function, llvm::FunctionAnalysisManager&) {
  bool changed = false;
  for (llvm::Instruction& each : llvm::instructions(function)) {
    if (!is_guest_load(each)) continue;
    llvm::cast<llvm::LoadInst>(each).setVolatile(true);
    changed = true;
  }
  return preserve_control_flow(changed);
}

}  // namespace wrt::llvm_compiler
