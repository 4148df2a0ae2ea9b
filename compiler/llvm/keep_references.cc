// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which references matter, where they live, and the uses. Any pointer that is not known to be something else counts as
// a reference.
#include "compiler/llvm/keep_references.h"

#include <vector>

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/DenseSet.h>
#include <llvm/ADT/SetVector.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/Operator.h>

namespace wrt::llvm_compiler {

namespace {

// An offset that the code generator folds into any access.
constexpr std::int64_t kSmallOffset = 2048;

bool can_collect(const llvm::Instruction& instruction) {
  const auto* call = llvm::dyn_cast<llvm::CallInst>(&instruction);
  return call != nullptr && !llvm::isa<llvm::IntrinsicInst>(call) && !call->isInlineAsm() && !call->isMustTailCall();
}

// Arguments other than the VMContext, and what instructions make, but for addresses and what never changes (which is
// how the instance's own pointers are loaded).
bool may_be_reference(const llvm::Value* value) {
  if (!value->getType()->isPointerTy()) return false;
  if (const auto* argument = llvm::dyn_cast<llvm::Argument>(value)) return argument->getArgNo() != 0;
  if (!llvm::isa<llvm::Instruction>(value) || llvm::isa<llvm::AllocaInst>(value)) return false;
  const auto* load = llvm::dyn_cast<llvm::LoadInst>(value);
  return load == nullptr || !load->hasMetadata(llvm::LLVMContext::MD_invariant_load);
}

llvm::Value* base_of(llvm::Value* pointer) {
  while (auto* address = llvm::dyn_cast<llvm::GEPOperator>(pointer)) pointer = address->getPointerOperand();
  return pointer;
}

// Whether only the code around it uses the address, and at a small constant distance from the reference.
bool is_harmless(const llvm::GetElementPtrInst& address, const llvm::DataLayout& layout) {
  llvm::APInt offset(64, 0);
  if (!address.accumulateConstantOffset(layout, offset)) return false;
  if (offset.isNegative() || offset.sgt(kSmallOffset)) return false;
  for (const llvm::User* user : address.users()) {
    const auto* instruction = llvm::cast<llvm::Instruction>(user);
    if (instruction->getParent() != address.getParent() || llvm::isa<llvm::PHINode>(instruction)) return false;
    for (const llvm::Instruction* at = &address; at != instruction; at = at->getNextNode()) {
      if (can_collect(*at)) return false;
    }
  }
  return true;
}

class ReferenceKeeper {
 public:
  explicit ReferenceKeeper(llvm::Function& function) : function_(function) {}

  void run() {
    find_references();
    if (references_.empty()) return;
    for (llvm::Value* each : references_) find_life(each);
    for (llvm::BasicBlock& block : function_) add_uses_behind_invokes(block);
    for (llvm::BasicBlock& block : function_) add_uses(block);
  }

 private:
  using References = llvm::SmallSetVector<llvm::Value*, 8>;

  void find_references() {
    const llvm::DataLayout& layout = function_.getParent()->getDataLayout();
    for (llvm::Instruction& each : llvm::instructions(function_)) {
      const auto* address = llvm::dyn_cast<llvm::GetElementPtrInst>(&each);
      if (address == nullptr || !address->getType()->isPointerTy()) continue;
      llvm::Value* base = base_of(&each);
      if (!references_.contains(base) && may_be_reference(base) && !is_harmless(*address, layout))
        references_.insert(base);
    }
  }

  // The blocks at whose end the reference, or an address made from it, is still needed.
  void find_life(llvm::Value* reference) {
    const auto* maker = llvm::dyn_cast<llvm::Instruction>(reference);
    const llvm::BasicBlock* home = maker != nullptr ? maker->getParent() : &function_.getEntryBlock();
    llvm::SmallVector<llvm::BasicBlock*, 16> needed;  // at their beginning
    llvm::SmallVector<llvm::Value*, 8> values = {reference};
    while (!values.empty()) {
      for (llvm::Use& use : values.pop_back_val()->uses()) {
        auto* user = llvm::dyn_cast<llvm::Instruction>(use.getUser());
        if (user == nullptr) continue;
        if (llvm::isa<llvm::GetElementPtrInst>(user)) values.push_back(user);
        if (auto* phi = llvm::dyn_cast<llvm::PHINode>(user)) {
          live_at_end(phi->getIncomingBlock(use), reference, home, needed);
        } else if (user->getParent() != home) {
          needed.push_back(user->getParent());
        }
      }
    }
    llvm::DenseSet<llvm::BasicBlock*> seen;
    while (!needed.empty()) {
      llvm::BasicBlock* block = needed.pop_back_val();
      if (!seen.insert(block).second) continue;
      for (llvm::BasicBlock* each : llvm::predecessors(block)) live_at_end(each, reference, home, needed);
    }
  }
  void live_at_end(llvm::BasicBlock* block, llvm::Value* reference, const llvm::BasicBlock* home,
                   llvm::SmallVectorImpl<llvm::BasicBlock*>& needed) {
    if (live_[block].insert(reference) && block != home) needed.push_back(block);
  }

  // At the start of a block that invokes lead to, by returning or by an exception: what is live when they are made.
  void add_uses_behind_invokes(llvm::BasicBlock& block) {
    References live;
    for (llvm::BasicBlock* each : llvm::predecessors(&block)) {
      if (!llvm::isa<llvm::InvokeInst>(each->getTerminator())) continue;
      for (llvm::Value* reference : live_[each]) {
        if (reference != each->getTerminator()) live.insert(reference);
      }
    }
    for (llvm::Value* each : live) add_use(value_at_start(each, block), &*block.getFirstInsertionPt());
  }
  // The reference where several blocks meet, some of which may not have it.
  llvm::Value* value_at_start(llvm::Value* reference, llvm::BasicBlock& block) {
    const auto has_it = [&](llvm::BasicBlock* from) {
      return from->getTerminator() != reference && live_[from].contains(reference);
    };
    if (llvm::all_of(llvm::predecessors(&block), has_it)) return reference;
    llvm::PHINode* phi = llvm::PHINode::Create(reference->getType(), 2, "", block.begin());
    for (llvm::BasicBlock* each : llvm::predecessors(&block))
      phi->addIncoming(has_it(each) ? reference : llvm::PoisonValue::get(reference->getType()), each);
    return phi;
  }

  // Backwards through a block, with what is live.
  void add_uses(llvm::BasicBlock& block) {
    References live = std::move(live_[&block]);
    for (llvm::Instruction& each : llvm::reverse(block)) {
      live.remove(&each);
      if (llvm::isa<llvm::PHINode>(each)) continue;
      if (can_collect(each)) {
        for (llvm::Value* reference : live) add_use(reference, each.getNextNode());
      }
      for (llvm::Value* operand : each.operands()) {
        llvm::Value* base = operand->getType()->isPointerTy() ? base_of(operand) : nullptr;
        if (base != nullptr && references_.contains(base)) live.insert(base);
      }
    }
  }

  static void add_use(llvm::Value* reference, llvm::Instruction* before) {
    llvm::IRBuilder<> builder(before);
    llvm::FunctionType* type = llvm::FunctionType::get(builder.getVoidTy(), {builder.getPtrTy()}, false);
    builder.CreateCall(llvm::InlineAsm::get(type, "", "X", /*hasSideEffects=*/true), {reference})->setDoesNotThrow();
  }

  llvm::Function& function_;
  llvm::SetVector<llvm::Value*> references_;
  llvm::DenseMap<const llvm::BasicBlock*, References> live_;  // at the end of each block
};

}  // namespace

void keep_references(llvm::Function& function) {
  ReferenceKeeper(function).run();
}

}  // namespace wrt::llvm_compiler
