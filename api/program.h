// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From bytes to runnable code, step by step: decode, validate, compile, load. This is the one place that knows the
// compiler as well as the runtime; each step's time is taken for `-v`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "api/background_compiler.h"
#include "api/code_cache.h"
#include "api/input_file.h"
#include "compiler/compiler.h"
#include "lib/support/result.h"
#include "lib/wasm/module.h"
#include "runtime/loaded_module.h"

namespace wrt {

// What the steps cost. Seconds of wall time, but for `compile`, which knows the CPU time of its phases.
struct LoadStatistics {
  double decode = 0;
  double validate = 0;       // the environment only: the compiler validates bodies
  double open_compiler = 0;  // mapping libwrt-llvm.so; 0 when it was there already
  double compile_wall = 0;
  double load = 0;
  double cache = 0;  // looking for the code of a module in the cache, and keeping it there
  bool from_cache = false;
  unsigned cached_parts = 0;  // of the code of a module that is not there as a whole
  bool is_baseline = false;   // functions are compiled at their first calls, if not before; `validate` is all of it
  CompileStatistics compile;
  std::string compiler;  // its version
  std::size_t wasm_bytes = 0;
  std::size_t artefact_bytes = 0;
  std::size_t functions = 0;   // defined ones
  std::size_t body_bytes = 0;  // of theirs; only if the baseline tier has compiled them
};

// Decodes the module; it borrows from `input`. Errors: the text's, if it is malformed, with an offset in the text; else
// the decoder's.
Result<Module> decode_input(const InputFile& input);

// Makes an artefact ready to be instantiated. Errors: Malformed, Unsupported, Limit, Io; without offsets.
Result<std::shared_ptr<const LoadedModule>> load_artefact(Artefact artefact);

// Decodes, validates and compiles. `statistics` may be null. Errors of every kind, with offsets in the bytes.
Result<CompiledModule> compile_bytes(std::span<const std::uint8_t> bytes, Features features,
                                     const CompileOptions& options, LoadStatistics* statistics = nullptr);

// Compiles, and loads what comes out: the one way to run code. With Tier::Auto, the module has LLVM's code when this
// returns, though in the way of one that started without; or, with `tier_stress`, gets it while it runs. Errors of
// every kind, with offsets in the bytes.
Result<std::shared_ptr<const LoadedModule>> load_bytes(std::span<const std::uint8_t> bytes, Features features,
                                                       const CompileOptions& options, LoadStatistics& statistics);

// Loads an artefact's file. Errors: as Artefact::open() and load_artefact().
Result<std::shared_ptr<const LoadedModule>> load_artefact_file(const std::string& path, LoadStatistics& statistics);

// Loads a file of any kind: an artefact, or a module, from the cache if its code is there. With Tier::Auto, what is not
// in the cache starts in the baseline tier, if that can do what is asked for, and an order for LLVM's code is given to
// `background`. Errors of every kind, with offsets in the bytes, or in the text where that is malformed.
Result<std::shared_ptr<const LoadedModule>> load_program(const InputFile& input, const CompileOptions& options,
                                                         CodeCache& cache, BackgroundCompiler& background,
                                                         LoadStatistics& statistics);

}  // namespace wrt
