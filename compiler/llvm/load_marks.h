// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A load from guest memory can trap, which LLVM does not know: it would delete one whose value nobody uses, and the
// trap with it, or move one to the only place that uses it, where control may not come. Volatile loads it leaves alone,
// but then merges, hoists and vectorises nothing. So a load is plain, and a mark behind it uses its value: an
// assumption that says nothing, which passes know not to mind, and not to delete. Whatever becomes of the value's other
// uses, something has to load it there. Machine code is not generated from marks, but from volatile loads, because code
// generation narrows loads, makes one of two that are chosen from, and moves them. With BoundsCheck::None nobody minds
// a trap, and loads are like any others.
#pragma once

#include <cstdint>

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/PassManager.h>

#include "compiler/compiler.h"

namespace wrt::llvm_compiler {

// Whether a load must be kept for the trap that it may be.
inline bool loads_may_trap(const CompileOptions& options) {
  return options.bounds_check != BoundsCheck::None || options.precise_traps;
}

void mark_load(llvm::IRBuilder<>& builder, llvm::LoadInst* load);

// Loads of which only the mark is left become volatile, and lose it: the loop vectoriser, which is next, drops marks
// behind branches.
class SettleUnusedLoadsPass : public llvm::PassInfoMixin<SettleUnusedLoadsPass> {
 public:
  llvm::PreservedAnalyses run(llvm::Function& function, llvm::FunctionAnalysisManager& analyses);
  static bool isRequired() { return true; }
};

// Removes marks; those loads become volatile that nothing else uses.
class UnmarkLoadsPass : public llvm::PassInfoMixin<UnmarkLoadsPass> {
 public:
  // Lanes: the vectoriser gives each lane of a vector a mark of its own.
  enum class Which : std::uint8_t { All, Lanes };
  explicit UnmarkLoadsPass(Which which) : which_(which) {}
  llvm::PreservedAnalyses run(llvm::Function& function, llvm::FunctionAnalysisManager& analyses);
  static bool isRequired() { return true; }

 private:
  Which which_;
};

// Makes all loads from guest memory volatile.
class VolatileLoadsPass : public llvm::PassInfoMixin<VolatileLoadsPass> {
 public:
  llvm::PreservedAnalyses run(llvm::Function& function, llvm::FunctionAnalysisManager& analyses);
  static bool isRequired() { return true; }
};

}  // namespace wrt::llvm_compiler
