// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The steps from bytes to a LoadedModule.
#include "api/program.h"

#include <chrono>

#include "api/compiler_module.h"
#include "lib/binary/decoder.h"
#include "lib/valid/validator.h"

namespace wrt {

namespace {

class Stopwatch {
 public:
  // Seconds since the last lap, or since construction.
  double lap() {
    const Clock::time_point now = Clock::now();
    const double seconds = std::chrono::duration<double>(now - start_).count();
    start_ = now;
    return seconds;
  }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_ = Clock::now();
};

}  // namespace

Result<Module> decode_input(const InputFile& input) {
  if (const Error* error = input.text_error()) return fail(error->kind(), error->offset(), error->message());
  return decode_module(input.bytes());
}

Result<std::shared_ptr<const LoadedModule>> load_program(std::shared_ptr<const InputFile> input,
                                                         const CompileOptions& options, LoadStatistics& statistics) {
  Stopwatch watch;
  WRT_ASSIGN(Module module, decode_input(*input));
  statistics.decode = watch.lap();
  statistics.wasm_bytes = input->bytes().size();
  return load_module(std::move(module), std::move(input), options, statistics);
}

Result<std::shared_ptr<const LoadedModule>> load_module(Module module, std::shared_ptr<const void> owner,
                                                        const CompileOptions& options, LoadStatistics& statistics) {
  Stopwatch watch;
  statistics.functions = module.bodies.size();
  WRT_ASSIGN(const TypeContext types, validate_module_environment(module));
  statistics.validate = watch.lap();

  // From here on the module is immutable.
  WRT_ASSIGN(Compiler * compiler, compiler_module());
  statistics.compiler = compiler->version();
  statistics.open_compiler = watch.lap();
  WRT_ASSIGN(const CompiledModule compiled, compiler->compile(module, types, options));
  statistics.compile_wall = watch.lap();
  statistics.compile = compiled.statistics;
  statistics.artefact_bytes = compiled.artefact.size();

  auto loaded = LoadedModule::load(std::move(module), std::move(owner), compiled.artefact);
  statistics.load = watch.lap();
  return loaded;
}

}  // namespace wrt
