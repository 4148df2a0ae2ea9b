// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Liveness from side effects backwards along operands, as dead code elimination does it.
#include "compiler/llvm/plain_loads.h"

#include <vector>

#include <llvm/ADT/DenseSet.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>

namespace wrt::llvm_compiler {

namespace {

class Needed {
 public:
  void add(llvm::Value* value) {
    auto* instruction = llvm::dyn_cast<llvm::Instruction>(value);
    if (instruction != nullptr && needed_.insert(instruction).second) work_.push_back(instruction);
  }
  void add_operands(llvm::Instruction& instruction) {
    for (llvm::Value* operand : instruction.operands()) add(operand);
  }
  void propagate() {
    while (!work_.empty()) {
      llvm::Instruction* instruction = work_.back();
      work_.pop_back();
      add_operands(*instruction);
    }
  }
  bool contains(llvm::Instruction* instruction) const { return needed_.contains(instruction); }

 private:
  llvm::DenseSet<llvm::Instruction*> needed_;
  std::vector<llvm::Instruction*> work_;
};

// Storing what was just loaded from the same place is no use of it: LLVM removes such a store, then the load.
bool stores_what_it_finds(llvm::StoreInst& store) {
  const auto* load = llvm::dyn_cast<llvm::LoadInst>(store.getValueOperand());
  return load != nullptr && load->getPointerOperand() == store.getPointerOperand();
}

bool is_guest_load(llvm::Instruction& instruction) {
  const auto* load = llvm::dyn_cast<llvm::LoadInst>(&instruction);
  return load != nullptr && load->isVolatile() && !load->isAtomic();
}

void add_root(llvm::Instruction& instruction, Needed& needed) {
  if (auto* load = llvm::dyn_cast<llvm::LoadInst>(&instruction)) {
    // Whether or not its value is needed, the access happens, and with it its address.
    if (load->isVolatile()) needed.add(load->getPointerOperand());
    return;
  }
  if (auto* store = llvm::dyn_cast<llvm::StoreInst>(&instruction)) {
    needed.add(store->getPointerOperand());
    if (store->isVolatile() || !stores_what_it_finds(*store)) needed.add(store->getValueOperand());
    return;
  }
  if (instruction.isTerminator() || instruction.mayHaveSideEffects()) needed.add_operands(instruction);
}

}  // namespace

llvm::PreservedAnalyses PlainLoadsPass::run(llvm::Function& function, llvm::FunctionAnalysisManager&) {
  Needed needed;
  for (llvm::Instruction& each : llvm::instructions(function)) add_root(each, needed);
  needed.propagate();
  bool changed = false;
  for (llvm::Instruction& each : llvm::instructions(function)) {
    if (is_guest_load(each) && needed.contains(&each)) {
      llvm::cast<llvm::LoadInst>(each).setVolatile(false);
      changed = true;
    }
  }
  if (!changed) return llvm::PreservedAnalyses::all();
  llvm::PreservedAnalyses preserved;
  preserved.preserveSet<llvm::CFGAnalyses>();
  return preserved;
}

}  // namespace wrt::llvm_compiler
