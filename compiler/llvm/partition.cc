// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One partition from bytes to object code. Its LLVMContext, and with it all memory that LLVM took for it, goes when
// the object is done.
#include "compiler/llvm/partition.h"

#include <algorithm>

#include <fmt/format.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Support/raw_ostream.h>

#include "compiler/llvm/function_costs.h"
#include "compiler/llvm/function_translator.h"
#include "compiler/llvm/keep_references.h"
#include "compiler/llvm/optimise.h"
#include "compiler/llvm/quiet_nans.h"
#include "compiler/llvm/target.h"
#include "compiler/llvm/thunks.h"

namespace wrt::llvm_compiler {

namespace {

// Bytes of bodies in a partition: large enough that the constant cost of one (1 to 2 % of the time at the least of
// these sizes) does not show, small enough that there is work for several cores.
constexpr std::size_t kMinPartitionSize = 16 << 10;
constexpr std::size_t kMaxPartitionSize = 64 << 10;
constexpr std::size_t kWantedPartitions = 16;

// Several of LLVM's algorithms are quadratic at worst. A function beyond one of these, which stands alone in its
// partition, is compiled as by -O0: 20,000 blocks are three times those of the largest function of SQLite.
constexpr std::size_t kMaxOptimisedBlocks = 20'000;
constexpr std::size_t kMaxOptimisedInstructions = 200'000;
constexpr std::size_t kMaxOptimisedBlockSize = 20'000;

// Adds the CPU time since its construction to a sum.
class Stopwatch {
 public:
  explicit Stopwatch(double& sum) : sum_(sum), start_(thread_seconds()) {}
  ~Stopwatch() { sum_ += thread_seconds() - start_; }
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;

 private:
  double& sum_;
  double start_;
};

Result<> verify(const llvm::Module& module, const CompileOptions& options) {
#ifdef NDEBUG
  if (!options.verify) return {};
#else
  static_cast<void>(options);
#endif
  std::string message;
  llvm::raw_string_ostream stream(message);
  if (llvm::verifyModule(module, &stream)) return fail(ErrorKind::Internal, "LLVM rejects what was made: " + message);
  return {};
}

Result<> translate(const Environment& environment, const Partition& partition, ModuleEmitter& emitter,
                   FunctionCosts& costs) {
  if (partition.units.empty()) {
    emit_thunks(emitter);
    return {};
  }
  FuncValidator validator(environment.module, environment.types);
  costs.restart();
  for (const CodeUnit& unit : partition.units) {
    WRT_TRY(translate_unit(emitter, validator, unit));
    const llvm::Function& function = *emitter.function(unit);
    costs.add(function, unit.function, environment.module.body(unit.function).bytes.size());
    costs.lap(function, FunctionCosts::Step::Translate);
  }
  return {};
}

// Whether there can be pointers into heap objects.
bool makes_objects(const Module& module) {
  return std::ranges::any_of(module.types, [](const SubType& each) { return each.kind != SubType::Kind::Func; });
}

bool is_huge(const llvm::Function& function) {
  return function.size() > kMaxOptimisedBlocks || function.getInstructionCount() > kMaxOptimisedInstructions ||
         std::ranges::any_of(function,
                             [](const llvm::BasicBlock& block) { return block.size() > kMaxOptimisedBlockSize; });
}

// Instruction selection is the one step that even -O0 does for a whole block at once.
void split_blocks(llvm::Function& function) {
  constexpr std::size_t kPieceSize = 1000;
  std::vector<llvm::Instruction*> starts;
  for (llvm::BasicBlock& block : function) {
    std::size_t size = 0;
    for (llvm::Instruction& each : block) {
      // A return stays with the tail call before it, a landing pad first in its block.
      const bool bound = llvm::isa<llvm::PHINode>(each) || each.isEHPad() || each.isTerminator();
      if (++size % kPieceSize == 0 && !bound) starts.push_back(&each);
    }
  }
  // From the last on, so that each split moves one piece.
  for (std::size_t i = starts.size(); i > 0; --i) {
    llvm::Instruction* start = starts[i - 1];
    start->getParent()->splitBasicBlock(start->getIterator());
  }
}

// Prepares huge functions for not being optimised; says whether there are any.
bool mark_huge(llvm::Module& module) {
  bool any = false;
  for (llvm::Function& function : module) {
    if (!is_huge(function)) continue;
    split_blocks(function);
    function.addFnAttr(llvm::Attribute::OptimizeNone);
    function.addFnAttr(llvm::Attribute::NoInline);
    any = true;
  }
  return any;
}

void keep_all_references(llvm::Module& module, FunctionCosts& costs) {
  costs.restart();
  for (llvm::Function& function : module) {
    if (function.hasFnAttribute(llvm::Attribute::OptimizeNone)) continue;
    keep_references(function);
    costs.lap(function, FunctionCosts::Step::Optimise);
  }
}

Result<> emit(llvm::Module& module, llvm::LLVMTargetMachine& target, const CompileOptions& options,
              FunctionCosts& costs, CompiledPartition& compiled) {
  if (options.emit == Emit::Ir) {
    llvm::raw_string_ostream stream(compiled.text);
    module.print(stream, nullptr);
    costs.restart();
    for (const llvm::Function& function : module) costs.lap(function, FunctionCosts::Step::Emit);
  } else if (options.emit == Emit::Assembly) {
    WRT_ASSIGN(compiled.text, write_assembly(module, target, costs));
  } else {
    WRT_ASSIGN(compiled.code, write_object(module, target, options.all_positions, costs));
  }
  return {};
}

std::vector<CodeUnit> units_to_compile(const Module& module, const CompileOptions& options) {
  std::vector<CodeUnit> units;
  if (!options.is_partial()) {
    for (FuncIndex index = module.imported_functions; index < module.functions.size(); ++index)
      units.push_back({.function = index});
    return units;
  }
  for (const FuncIndex each : options.functions) units.push_back({.function = each});
  for (const LoopEntry& each : options.loop_entries) units.push_back({each.function, each.loop_offset});
  std::ranges::sort(units);
  const auto twice = std::ranges::unique(units);
  units.erase(twice.begin(), twice.end());
  return units;
}

}  // namespace

std::vector<Partition> plan_partitions(const Module& module, const CompileOptions& options) {
  const std::vector<CodeUnit> units = units_to_compile(module, options);
  std::size_t code_size = 0;
  for (const CodeUnit& each : units) code_size += module.body(each.function).bytes.size();
  const std::size_t most = std::clamp(code_size / kWantedPartitions, kMinPartitionSize, kMaxPartitionSize);
  std::vector<Partition> partitions;
  std::size_t size = 0;
  for (const CodeUnit& each : units) {
    const std::size_t body = module.body(each.function).bytes.size();
    if (partitions.empty() || size + body > most) {
      partitions.emplace_back();
      size = 0;
    }
    partitions.back().units.push_back(each);
    size += body;
  }
  if (!options.is_partial()) partitions.emplace_back();
  return partitions;
}

Result<CompiledPartition> compile_partition(const Environment& environment, const Partition& partition) {
  CompileOptions options = environment.options;
  CompiledPartition compiled;
  FunctionCosts costs(options.progress);
  TargetMachine target = take_target_machine(environment.target, options.opt_level);
  llvm::LLVMContext context;
  context.setDiscardValueNames(options.emit != Emit::Ir);
  llvm::Module module("wasm", context);
  module.setTargetTriple(target->getTargetTriple().str());
  module.setDataLayout(target->createDataLayout());
  module.setPICLevel(llvm::PICLevel::BigPIC);
  {
    const Stopwatch watch(compiled.statistics.translate_seconds);
    ModuleEmitter emitter(environment, module, *target);
    WRT_TRY(translate(environment, partition, emitter, costs));
    for (llvm::Function& function : module) quiet_nans(function);
  }
  WRT_TRY(verify(module, options));
  if (mark_huge(module) && partition.units.size() == 1) {
    options.opt_level = 0;
    target = take_target_machine(environment.target, options.opt_level);
  }
  {
    const Stopwatch watch(compiled.statistics.optimise_seconds);
    optimise(module, *target, options, costs);
    if (options.opt_level > 0 && makes_objects(environment.module)) keep_all_references(module, costs);
  }
  WRT_TRY(verify(module, options));
  {
    const Stopwatch watch(compiled.statistics.emit_seconds);
    WRT_TRY(emit(module, *target, options, costs, compiled));
  }
  compiled.functions = costs.take();
  return compiled;
}

}  // namespace wrt::llvm_compiler
