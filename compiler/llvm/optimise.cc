// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The pipelines of -O1 to -O3, and of -Os, which is -O2 with a mark on every function; -O0 runs nothing.
//
// No pass may make calls of C functions out of guest code (loops into memset): a fault inside libc would not be taken
// for the guest's. And none may remove loops or branches that only decide whether a guest load happens.
#include "compiler/llvm/optimise.h"

#include <llvm/Analysis/LoopInfo.h>
#include <llvm/Analysis/TargetLibraryInfo.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Transforms/InstCombine/InstCombine.h>
#include <llvm/Transforms/Scalar/EarlyCSE.h>
#include <llvm/Transforms/Scalar/GVN.h>
#include <llvm/Transforms/Scalar/IndVarSimplify.h>
#include <llvm/Transforms/Scalar/LICM.h>
#include <llvm/Transforms/Scalar/LoopPassManager.h>
#include <llvm/Transforms/Scalar/LoopRotation.h>
#include <llvm/Transforms/Scalar/LoopUnrollPass.h>
#include <llvm/Transforms/Scalar/SimplifyCFG.h>
#include <llvm/Transforms/Vectorize/LoopVectorize.h>
#include <llvm/Transforms/Vectorize/SLPVectorizer.h>

#include "compiler/llvm/checked_loops.h"
#include "compiler/llvm/even_addresses.h"
#include "compiler/llvm/interleaved_groups.h"
#include "compiler/llvm/load_marks.h"
#include "compiler/llvm/vector_distances.h"

namespace wrt::llvm_compiler {

namespace {

llvm::InstCombineOptions once() {
  return llvm::InstCombineOptions().setMaxIterations(1);
}

// Blocks are not executed early, whose unused loads would be dropped with their marks. That is for the producer to
// decide, anyway.
llvm::SimplifyCFGOptions simplify() {
  return llvm::SimplifyCFGOptions().speculateBlocks(false);
}

// What every function gets.
void add_scalar_passes(llvm::FunctionPassManager& passes) {
  passes.addPass(llvm::EarlyCSEPass());
  passes.addPass(llvm::SimplifyCFGPass(simplify()));
  passes.addPass(llvm::InstCombinePass(once()));
  passes.addPass(llvm::EarlyCSEPass(/*UseMemorySSA=*/true));
  passes.addPass(llvm::SimplifyCFGPass(simplify().convertSwitchRangeToICmp(true)));
}

// What functions with loops get on top.
void add_loop_passes(llvm::FunctionPassManager& passes) {
  llvm::LoopPassManager rotation;
  rotation.addPass(llvm::LoopRotatePass(/*EnableHeaderDuplication=*/true));
  rotation.addPass(llvm::LICMPass(llvm::LICMOptions()));
  passes.addPass(llvm::createFunctionToLoopPassAdaptor(std::move(rotation), /*UseMemorySSA=*/true));
  passes.addPass(llvm::GVNPass());
  passes.addPass(llvm::createFunctionToLoopPassAdaptor(llvm::IndVarSimplifyPass()));
  passes.addPass(CheckedLoopsPass());
  passes.addPass(EvenAddressesPass());
  passes.addPass(VectorDistancesPass());
  passes.addPass(SettleUnusedLoadsPass());
  passes.addPass(llvm::LoopVectorizePass());
  passes.addPass(UnmarkLoadsPass(UnmarkLoadsPass::Which::Lanes));
  passes.addPass(InterleavedGroupsPass());
  passes.addPass(ForgetApartPass());
  passes.addPass(llvm::InstCombinePass(once()));
  passes.addPass(llvm::SimplifyCFGPass(
      simplify().convertSwitchRangeToICmp(true).convertSwitchToLookupTable(true).hoistCommonInsts(true)));
}

// What they get at last: producers leave most loops rolled up, as code is downloaded, and unrolling lengthens it.
void add_unrolling(llvm::FunctionPassManager& passes, unsigned opt_level) {
  passes.addPass(llvm::LoopUnrollPass(llvm::LoopUnrollOptions(static_cast<int>(opt_level))));
  passes.addPass(llvm::InstCombinePass(once()));
  passes.addPass(llvm::SimplifyCFGPass(simplify()));
}

// The SLP vectoriser looks at pairs of instructions: in the large functions of one guest it took half of all compile
// time, for nothing.
bool worth_slp(const llvm::Function& function, const CompileOptions& options) {
  constexpr std::size_t kMaxInstructions = 4'000;
  return options.opt_level >= 3 || function.getInstructionCount() <= kMaxInstructions;
}

}  // namespace

void optimise(llvm::Module& module, llvm::TargetMachine& target, const CompileOptions& options, FunctionCosts& costs) {
  if (options.opt_level == 0) return;
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager sccs;
  llvm::ModuleAnalysisManager modules;
  llvm::PassBuilder builder(&target);
  functions.registerPass([&target] {
    llvm::TargetLibraryInfoImpl library(target.getTargetTriple());
    library.disableAllFunctions();
    return llvm::TargetLibraryAnalysis(library);
  });
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(sccs);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, sccs, modules);

  llvm::FunctionPassManager scalar, loop, slp, unrolling, traps;
  add_scalar_passes(scalar);
  add_loop_passes(loop);
  slp.addPass(llvm::SLPVectorizerPass());
  add_unrolling(unrolling, options.opt_level);
  traps.addPass(UnmarkLoadsPass(UnmarkLoadsPass::Which::All));
  if (loads_may_trap(options)) traps.addPass(VolatileLoadsPass());
  costs.restart();
  for (llvm::Function& function : module) {
    if (function.isDeclaration()) continue;
    if (function.hasFnAttribute(llvm::Attribute::OptimizeNone)) {
      traps.run(function, functions);
      functions.clear(function, function.getName());
      continue;
    }
    if (options.small) function.addFnAttr(llvm::Attribute::OptimizeForSize);
    scalar.run(function, functions);
    functions.invalidate(function, llvm::PreservedAnalyses::none());
    if (options.opt_level >= 2 && !functions.getResult<llvm::LoopAnalysis>(function).empty()) {
      functions.invalidate(function, loop.run(function, functions));
      if (worth_slp(function, options)) functions.invalidate(function, slp.run(function, functions));
      functions.invalidate(function, unrolling.run(function, functions));
    }
    traps.run(function, functions);
    functions.clear(function, function.getName());
    costs.lap(function, FunctionCosts::Step::Optimise);
  }
}

}  // namespace wrt::llvm_compiler
