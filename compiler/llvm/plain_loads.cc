// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Two analyses. Liveness from side effects backwards along operands, as dead code elimination does it, says whether a
// value reaches an effect at all; a walk up each block, whether it does so on every way out of that block.
#include "compiler/llvm/plain_loads.h"

#include <vector>

#include <llvm/ADT/DenseSet.h>
#include <llvm/ADT/STLExtras.h>
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

// The instructions of a block whose values its own effects need, or the block that alone follows. Only such a load
// may be plain: one that is needed on some ways only would be moved there, and would not trap on the others.
class NeededInBlock {
 public:
  NeededInBlock(llvm::BasicBlock& block, const Needed& needed) : block_(block) {
    if (llvm::BasicBlock* next = block.getSingleSuccessor()) {
      for (llvm::PHINode& phi : next->phis()) {
        if (needed.contains(&phi)) add(phi.getIncomingValueForBlock(&block));
      }
    }
    for (llvm::Instruction& each : llvm::reverse(block)) {
      for_each_effect_operand(each, [this](llvm::Value* operand) { add(operand); });
      if (!needed_.contains(&each) || llvm::isa<llvm::PHINode>(each)) continue;
      for (llvm::Value* operand : each.operands()) add(operand);
    }
  }
  bool contains(llvm::Instruction* instruction) const { return needed_.contains(instruction); }

 private:
  void add(llvm::Value* value) {
    auto* instruction = llvm::dyn_cast<llvm::Instruction>(value);
    if (instruction != nullptr && instruction->getParent() == &block_) needed_.insert(instruction);
  }

  llvm::BasicBlock& block_;
  llvm::DenseSet<llvm::Instruction*> needed_;
};

bool is_guest_load(const llvm::Instruction& instruction) {
  const auto* load = llvm::dyn_cast<llvm::LoadInst>(&instruction);
  return load != nullptr && !load->isAtomic() && ModuleEmitter::is_guest_access(*load);
}

}  // namespace

llvm::PreservedAnalyses PlainLoadsPass::run(llvm::Function& function, llvm::FunctionAnalysisManager&) {
  const Needed needed(function);
  bool changed = false;
  for (llvm::BasicBlock& block : function) {
    const NeededInBlock needed_in_block(block, needed);
    for (llvm::Instruction& each : block) {
      if (!is_guest_load(each)) continue;
      auto& load = llvm::cast<llvm::LoadInst>(each);
      const bool stays = !needed_in_block.contains(&load);
      if (stays == load.isVolatile()) continue;
      load.setVolatile(stays);
      changed = true;
    }
  }
  if (!changed) return llvm::PreservedAnalyses::all();
  llvm::PreservedAnalyses preserved;
  preserved.preserveSet<llvm::CFGAnalyses>();
  return preserved;
}

}  // namespace wrt::llvm_compiler
