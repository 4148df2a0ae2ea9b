// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The Compiler of libwrt-llvm.so, and the one symbol that the module exports. It reads as the table of contents: cut
// the module into partitions, compile them on all cores, write the tables, link.
#include <time.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <functional>
#include <optional>
#include <thread>
#include <utility>

#include <llvm/Config/llvm-config.h>
#include <llvm/Support/thread.h>

#include "compiler/compiler.h"
#include "compiler/llvm/artefact_tables.h"
#include "compiler/llvm/disassemble.h"
#include "compiler/llvm/function_costs.h"
#include "compiler/llvm/link.h"
#include "compiler/llvm/partition.h"
#include "compiler/llvm/target.h"
#include "lib/abi/artefact_note.h"
#include "lib/binary/skeleton.h"

namespace wrt::llvm_compiler {

namespace {

// LLVM recurses over expressions and loop nests.
constexpr unsigned kThreadStackSize = 64u << 20;

// Compiles partitions, each thread the next that nobody has, until one has an error and all before it are done.
class Pool {
 public:
  Pool(const Environment& environment, const std::vector<Partition>& partitions)
      : environment_(environment), partitions_(partitions), results_(partitions.size()) {}

  // Errors: of the first partition that has one.
  Result<std::vector<CompiledPartition>> run(unsigned threads) {
    const unsigned count = std::min<unsigned>(threads, static_cast<unsigned>(partitions_.size()));
    std::vector<llvm::thread> workers;
    for (unsigned i = 0; i < count; ++i)
      workers.emplace_back(std::optional<unsigned>(kThreadStackSize), [this] { work(); });
    for (llvm::thread& each : workers) each.join();

    std::vector<CompiledPartition> compiled;
    for (std::optional<Result<CompiledPartition>>& each : results_) {
      if (!each->has_value()) return Unexpected(std::move(each->error()));
      compiled.push_back(std::move(**each));
      each.reset();
    }
    return compiled;
  }

 private:
  void work() {
    for (;;) {
      const std::size_t index = next_++;
      if (index >= partitions_.size() || index > first_failed_) return;
      results_[index] = compile_partition(environment_, partitions_[index]);
      if (results_[index]->has_value()) continue;
      std::size_t first = first_failed_;
      while (index < first && !first_failed_.compare_exchange_weak(first, index)) {
      }
    }
  }

  const Environment& environment_;
  const std::vector<Partition>& partitions_;
  std::vector<std::optional<Result<CompiledPartition>>> results_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<std::size_t> first_failed_ = static_cast<std::size_t>(-1);
};

std::vector<CodeUnit> units_of(const std::vector<Partition>& partitions) {
  std::vector<CodeUnit> units;
  for (const Partition& each : partitions) units.insert(units.end(), each.units.begin(), each.units.end());
  return units;
}

std::uint64_t total_work(const Module& module, const std::vector<CodeUnit>& units) {
  std::uint64_t bytes = 0;
  for (const CodeUnit& each : units) bytes += module.body(each.function).bytes.size();
  return bytes * kWorkPerByte;
}

std::vector<FunctionCost> slowest_functions(const std::vector<CompiledPartition>& compiled) {
  constexpr std::size_t kMost = 10;
  std::vector<FunctionCost> costs;
  for (const CompiledPartition& each : compiled)
    costs.insert(costs.end(), each.functions.begin(), each.functions.end());
  const std::size_t count = std::min(kMost, costs.size());
  std::ranges::partial_sort(costs, costs.begin() + static_cast<std::ptrdiff_t>(count), std::ranges::greater(),
                            &FunctionCost::seconds);
  costs.resize(count);
  return costs;
}

double wall_seconds() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

class LlvmCompiler final : public Compiler {
 public:
  Result<CompiledModule> compile(const Module& module, const TypeContext& types,
                                 const CompileOptions& options) override {
    WRT_ASSIGN(const Target target, resolve_target(options));
    const Environment environment(module, types, options, target);
    const std::vector<Partition> partitions = plan_partitions(module, options);
    const unsigned threads = options.threads != 0 ? options.threads : std::max(1u, std::thread::hardware_concurrency());
    ArtefactContent content;
    content.units = units_of(partitions);
    if (options.progress != nullptr) options.progress->begin(content.units.size(), total_work(module, content.units));
    Result<std::vector<CompiledPartition>> all = Pool(environment, partitions).run(threads);
    if (options.progress != nullptr) options.progress->end();
    WRT_ASSIGN(std::vector<CompiledPartition> compiled, std::move(all));

    // From here on the code is final; what follows only puts it together.
    CompiledModule result;
    result.statistics.slowest = slowest_functions(compiled);
    for (CompiledPartition& each : compiled) {
      add(result.statistics, each.statistics);
      result.artefact.insert(result.artefact.end(), each.text.begin(), each.text.end());
    }
    if (options.emit == Emit::Assembly || options.emit == Emit::Ir) return result;
    std::vector<llvm::SmallVector<char, 0>> objects(1);
    for (CompiledPartition& each : compiled) {
      for (FunctionCode& function : each.code.functions) {
        result.statistics.code_bytes += function.size;
        content.functions.push_back(std::move(function));
      }
      content.has_landing_pads |= each.code.has_landing_pads;
      objects.push_back(std::move(each.code.bytes));
    }
    const double start = wall_seconds();
    if (!options.is_partial()) {
      content.image = make_memory_image(module, target.page_size());
      content.skeleton = encode_skeleton(module, content.image.complete);
    }
    content.note = make_note(environment, content.skeleton).encode();
    const TargetMachine machine = take_target_machine(target, options.opt_level);
    WRT_ASSIGN(objects[0], write_tables(environment, *machine, content));
    WRT_ASSIGN(result.artefact, options.emit == Emit::Object ? link_relocatable(objects) : link_artefact(objects));
    result.statistics.link_seconds = wall_seconds() - start;
    return result;
  }

  Result<std::unique_ptr<Disassembler>> make_disassembler(Architecture architecture) override {
    return llvm_compiler::make_disassembler(architecture);
  }

  std::string version() const override { return "LLVM " LLVM_VERSION_STRING; }

 private:
  ArtefactNote make_note(const Environment& environment, const std::vector<std::uint8_t>& skeleton) const {
    ArtefactNote note;
    note.wrt_version = WRT_VERSION;
    note.compiler = version();
    note.target = environment.target.triple;
    note.cpu = environment.target.cpu;
    note.cpu_features = environment.target.features;
    note.settings = settings_text(environment.options);
    note.abi = abi_hash();
    note.page_size = environment.target.page_size();
    note.features = environment.module.features;
    if (environment.options.wasm_hash) {
      note.wasm = *environment.options.wasm_hash;
    } else if (!environment.options.is_partial()) {
      note.wasm = hash_bytes(environment.module.bytes);
    }
    note.skeleton = hash_bytes(skeleton);
    return note;
  }
  static void add(CompileStatistics& sum, const CompileStatistics& part) {
    sum.translate_seconds += part.translate_seconds;
    sum.optimise_seconds += part.optimise_seconds;
    sum.emit_seconds += part.emit_seconds;
  }
};

}  // namespace

}  // namespace wrt::llvm_compiler

extern "C" __attribute__((visibility("default"))) wrt::Compiler* wrt_llvm_compiler(const char* interface_version) {
  if (std::strcmp(interface_version, wrt::kCompilerInterface) != 0) return nullptr;
  static wrt::llvm_compiler::LlvmCompiler compiler;
  return &compiler;
}
