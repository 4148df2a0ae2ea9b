// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The steps from bytes to a LoadedModule.
#include "api/program.h"

#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "api/baseline_program.h"
#include "api/compiler_module.h"
#include "api/compiler_process.h"
#include "api/stopwatch.h"
#include "api/stress_listener.h"
#include "api/validated_module.h"
#include "lib/binary/decoder.h"
#include "lib/binary/skeleton.h"
#include "lib/valid/validator.h"

namespace wrt {

Result<Module> decode_input(const InputFile& input) {
  if (const Error* error = input.text_error()) return fail(error->kind(), error->offset(), error->message());
  return decode_module(input.bytes());
}

Result<std::shared_ptr<const LoadedModule>> load_artefact(Artefact artefact) {
  const auto damaged = [](const Error& error) {
    return fail(error.kind(), fmt::format("damaged: its skeleton is no module: {}", error.message()));
  };
  Result<Module> module = decode_skeleton(*artefact.skeleton(), artefact.note().features);
  if (!module) return damaged(module.error());
  if (const Result<TypeContext> types = validate_module_environment(*module); !types) return damaged(types.error());
  return LoadedModule::load(std::move(*module), std::move(artefact));
}

Result<CompiledModule> compile_bytes(std::span<const std::uint8_t> bytes, Features features,
                                     const CompileOptions& options, LoadStatistics* statistics) {
  LoadStatistics unwanted;
  LoadStatistics& costs = statistics != nullptr ? *statistics : unwanted;
  Stopwatch watch;
  WRT_ASSIGN(Module module, decode_module(bytes, features));
  costs.decode = watch.lap();
  costs.wasm_bytes = bytes.size();
  costs.functions = module.bodies.size();
  WRT_ASSIGN(const TypeContext types, validate_module_environment(module));
  costs.validate = watch.lap();

  // From here on the module is immutable.
  if (!options.compiler.empty()) {
    WRT_TRY(validate_module(module));
    return compile_in_process(bytes, options);
  }
  WRT_ASSIGN(Compiler * compiler, compiler_module());
  costs.compiler = compiler->version();
  costs.open_compiler = watch.lap();
  WRT_ASSIGN(CompiledModule compiled, compiler->compile(module, types, options));
  costs.compile_wall = watch.lap();
  costs.compile = compiled.statistics;
  costs.artefact_bytes = compiled.artefact.size();
  return compiled;
}

namespace {

Result<std::shared_ptr<const LoadedModule>> load_compiled(const CompiledModule& compiled, LoadStatistics& statistics) {
  Stopwatch watch;
  WRT_ASSIGN(Artefact artefact, Artefact::from_bytes(compiled.artefact));
  Result<std::shared_ptr<const LoadedModule>> loaded = load_artefact(std::move(artefact));
  statistics.load = watch.lap();
  return loaded;
}

// Null if the code is not in the cache.
std::shared_ptr<const LoadedModule> load_cached(CodeCache& cache, const CacheKey& key, LoadStatistics& statistics) {
  Stopwatch watch;
  std::optional<Artefact> artefact = cache.find(key);
  statistics.cache += watch.lap();
  if (!artefact) return nullptr;
  Result<std::shared_ptr<const LoadedModule>> loaded = load_artefact(std::move(*artefact));
  statistics.load = watch.lap();
  if (!loaded) {
    cache.discard(key, loaded.error().message());
    return nullptr;
  }
  statistics.functions = (*loaded)->module().bodies.size();
  return *loaded;
}

ModuleBytes copy_of(std::span<const std::uint8_t> bytes) {
  return std::make_shared<const std::vector<std::uint8_t>>(bytes.begin(), bytes.end());
}

// Whether a program can start in the baseline tier and then have LLVM's code. The baseline's does not count
// instructions.
bool can_start_in_baseline(const CompileOptions& options) {
  if (!options.cpu.empty() || !options.features.empty()) return false;
  return has_baseline() && !options.meter && !options.precise_traps;
}

// Nothing runs in it before it has LLVM's code, but that is entered in the way of one that started without.
Result<std::shared_ptr<const LoadedModule>> load_and_move(std::span<const std::uint8_t> bytes, Features features,
                                                          const CompileOptions& options, LoadStatistics& statistics) {
  LoadStatistics of_baseline;
  WRT_ASSIGN(std::shared_ptr<const ValidatedModule> validated, validate_all(copy_of(bytes), features, of_baseline));
  WRT_ASSIGN(std::shared_ptr<const LoadedModule> loaded, load_baseline(validated, options, of_baseline));
  if (options.tier_stress) {
    move_at_once(*loaded, std::move(validated), options);
    return loaded;
  }
  WRT_ASSIGN(const CompiledModule compiled, compile_bytes(bytes, features, options, &statistics));
  WRT_ASSIGN(Artefact artefact, Artefact::from_bytes(compiled.artefact));
  WRT_TRY(loaded->adopt(std::move(artefact)));
  return loaded;
}

// Gives a module what earlier runs have kept of its code. Returns how many parts that were; a damaged one is removed,
// and so they end there.
unsigned adopt_parts(CodeCache& cache, const CacheKey& key, const LoadedModule& loaded) {
  for (unsigned number = 0; number < kMostCachedParts; ++number) {
    const CacheKey part = key_of_part(key, number);
    std::optional<Artefact> artefact = cache.find(part);
    if (!artefact) return number;
    const Result<> adopted = loaded.adopt(std::move(*artefact));
    if (adopted) continue;
    cache.discard(part, adopted.error().message());
    return number;
  }
  return kMostCachedParts;
}

// Null if the baseline tier is not to be used.
Result<std::shared_ptr<const LoadedModule>> load_early(const InputFile& input, const CompileOptions& options,
                                                       std::optional<CacheKey> key, CodeCache& cache,
                                                       BackgroundCompiler& background, LoadStatistics& statistics) {
  if (options.tier == Tier::Llvm) return nullptr;
  if (options.tier == Tier::Baseline) return load_baseline(copy_of(input.bytes()), Features(), options, statistics);
  // Who wants the compiler to be looked at, or another one, does not want it to work in secret.
  if (!can_start_in_baseline(options) || options.verify || !options.compiler.empty()) return nullptr;
  WRT_ASSIGN(std::shared_ptr<const ValidatedModule> validated,
             validate_all(copy_of(input.bytes()), Features(), statistics));
  WRT_ASSIGN(std::shared_ptr<const LoadedModule> loaded, load_baseline(validated, options, statistics));
  if (loaded->module().bodies.empty()) return loaded;
  if (key) {
    Stopwatch watch;
    statistics.cached_parts = adopt_parts(cache, *key, *loaded);
    statistics.cache += watch.lap();
  }
  background.add({input.name(), loaded, std::move(validated), options, std::move(key), statistics.cached_parts});
  return loaded;
}

// All of it by LLVM, before anything runs.
Result<std::shared_ptr<const LoadedModule>> compile_and_keep(const InputFile& input, const CompileOptions& options,
                                                             CodeCache& cache, const std::optional<CacheKey>& key,
                                                             LoadStatistics& statistics) {
  WRT_ASSIGN(const CompiledModule compiled, compile_bytes(input.bytes(), Features(), options, &statistics));
  if (!key) return load_compiled(compiled, statistics);
  Stopwatch watch;
  const bool kept = cache.keep(*key, compiled.artefact);
  statistics.cache += watch.lap();
  // A file on the disk is what profilers look for when the run is over.
  if (kept) {
    if (std::shared_ptr<const LoadedModule> loaded = load_cached(cache, *key, statistics)) return loaded;
  }
  return load_compiled(compiled, statistics);
}

}  // namespace

Result<std::shared_ptr<const LoadedModule>> load_bytes(std::span<const std::uint8_t> bytes, Features features,
                                                       const CompileOptions& options, LoadStatistics& statistics) {
  if (options.tier == Tier::Baseline) return load_baseline(copy_of(bytes), features, options, statistics);
  if (options.tier == Tier::Auto && can_start_in_baseline(options))
    return load_and_move(bytes, features, options, statistics);
  WRT_ASSIGN(const CompiledModule compiled, compile_bytes(bytes, features, options, &statistics));
  return load_compiled(compiled, statistics);
}

Result<std::shared_ptr<const LoadedModule>> load_artefact_file(const std::string& path, LoadStatistics& statistics) {
  Stopwatch watch;
  WRT_ASSIGN(Artefact artefact, Artefact::open(path));
  Result<std::shared_ptr<const LoadedModule>> loaded = load_artefact(std::move(artefact));
  statistics.load = watch.lap();
  if (loaded) statistics.functions = (*loaded)->module().bodies.size();
  return loaded;
}

Result<std::shared_ptr<const LoadedModule>> load_program(const InputFile& input, const CompileOptions& options,
                                                         CodeCache& cache, BackgroundCompiler& background,
                                                         LoadStatistics& statistics) {
  if (const Error* error = input.text_error()) return fail(error->kind(), error->offset(), error->message());
  // The loader reads and maps the file itself.
  if (input.is_artefact()) return load_artefact_file(input.name(), statistics);
  Stopwatch watch;
  std::optional<CacheKey> key;
  // The cache has LLVM's code.
  if (options.tier != Tier::Baseline) key = cache.key(input.bytes(), Features(), options);
  if (key) {
    statistics.cache = watch.lap();
    statistics.wasm_bytes = input.bytes().size();
    if (std::shared_ptr<const LoadedModule> cached = load_cached(cache, *key, statistics)) {
      statistics.from_cache = true;
      return cached;
    }
  }
  WRT_ASSIGN(std::shared_ptr<const LoadedModule> early, load_early(input, options, key, cache, background, statistics));
  if (early != nullptr) return early;
  return compile_and_keep(input, options, cache, key, statistics);
}

}  // namespace wrt
