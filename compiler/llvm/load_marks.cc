// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A mark is a call of llvm.assume(true) with the value in an operand bundle, "noundef", which is true of whatever a
// guest's memory holds.
#include "compiler/llvm/load_marks.h"

#include <vector>

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/SetVector.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/Transforms/Utils/Local.h>

#include "compiler/llvm/module_emitter.h"

namespace wrt::llvm_compiler {

namespace {

constexpr const char* kMark = "noundef";

bool is_guest_load(const llvm::Value& value) {
  const auto* load = llvm::dyn_cast<llvm::LoadInst>(&value);
  return load != nullptr && !load->isAtomic() && ModuleEmitter::is_guest_access(*load);
}

// The assumptions that passes make are about conditions, and have no bundles.
bool is_mark(const llvm::User* user) {
  const auto* assume = llvm::dyn_cast<llvm::AssumeInst>(user);
  return assume != nullptr && assume->hasOperandBundles();
}

std::vector<llvm::AssumeInst*> marks_of(llvm::Function& function) {
  std::vector<llvm::AssumeInst*> marks;
  for (llvm::Instruction& each : llvm::instructions(function)) {
    if (is_mark(&each)) marks.push_back(llvm::cast<llvm::AssumeInst>(&each));
  }
  return marks;
}

llvm::Value* marked_value(llvm::AssumeInst& mark) {
  return mark.getOperandBundleAt(0).Inputs[0].get();
}

// What nothing uses any more is deleted, down to the loads that it was made of: these become volatile.
void settle_unused(llvm::Value* value) {
  llvm::SmallSetVector<llvm::Value*, 8> work;
  work.insert(value);
  while (!work.empty()) {
    auto* const instruction = llvm::dyn_cast<llvm::Instruction>(work.pop_back_val());
    if (instruction == nullptr || !instruction->use_empty()) continue;
    if (is_guest_load(*instruction)) {
      llvm::cast<llvm::LoadInst>(instruction)->setVolatile(true);
    } else if (llvm::isInstructionTriviallyDead(instruction)) {
      work.insert(instruction->value_op_begin(), instruction->value_op_end());
      instruction->eraseFromParent();
    }
  }
}

llvm::PreservedAnalyses preserve_control_flow(bool changed) {
  if (!changed) return llvm::PreservedAnalyses::all();
  llvm::PreservedAnalyses preserved;
  preserved.preserveSet<llvm::CFGAnalyses>();
  return preserved;
}

}  // namespace

void mark_load(llvm::IRBuilder<>& builder, llvm::LoadInst* load) {
  builder.CreateAssumption(builder.getTrue(), {llvm::OperandBundleDef(kMark, load)});
}

llvm::PreservedAnalyses SettleUnusedLoadsPass::run(llvm::Function& function, llvm::FunctionAnalysisManager&) {
  bool changed = false;
  for (llvm::AssumeInst* mark : marks_of(function)) {
    llvm::Value* const value = marked_value(*mark);
    if (!is_guest_load(*value) || !llvm::all_of(value->users(), is_mark)) continue;
    mark->eraseFromParent();
    llvm::cast<llvm::LoadInst>(value)->setVolatile(true);
    changed = true;
  }
  return preserve_control_flow(changed);
}

llvm::PreservedAnalyses UnmarkLoadsPass::run(llvm::Function& function, llvm::FunctionAnalysisManager&) {
  const std::vector<llvm::AssumeInst*> marks = marks_of(function);
  for (llvm::AssumeInst* mark : marks) {
    llvm::Value* const value = marked_value(*mark);
    if (which_ == Which::Lanes && !llvm::isa<llvm::ExtractElementInst>(value)) continue;
    mark->eraseFromParent();
    settle_unused(value);
  }
  return preserve_control_flow(!marks.empty());
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
