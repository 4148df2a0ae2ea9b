// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Making the shared memories, and ending.
#include "api/threaded_program.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <expected>
#include <utility>
#include <vector>

namespace wrt {

ThreadedProgram::ThreadedProgram(Wasi& wasi, Options options)
    : threads_(wasi, {options.max_threads, options.trace, std::move(options.make_store),
                      [this, report = std::move(options.report)](const ThreadEnd& end) {
                        claim_end();
                        leave(report(end));
                      }}) {}

bool ThreadedProgram::offers(const Module& module, const Import& import) {
  if (import.kind == ExternKind::Func) return WasiThreads::is_spawn(import);
  return import.kind == ExternKind::Memory && module.memories[import.index].type.shared && WasiThreads::used_by(module);
}

Result<> ThreadedProgram::prepare(const std::shared_ptr<const LoadedModule>& module, const std::string& name,
                                  UnknownImports unknown, Linker& linker, Store& store) {
  const Module& declared = module->module();
  linker.define("wasi", "thread-spawn", threads_.spawn_function());
  for (const Import& each : declared.imports) {
    if (!offers(declared, each) || linker.offers(each)) continue;
    Result<MemoryInstance*> memory = store.new_memory(declared.memories[each.index].type, module->bounds_check());
    if (!memory) return fail(memory.error().kind(), each.offset, memory.error().message());
    linker.define(each.module, each.name, *memory);
  }
  std::expected<std::vector<Extern>, std::vector<Error>> imports = linker.resolve(declared, unknown);
  if (!imports) return {};
  return threads_.set_program(module, std::move(*imports), name);
}

void ThreadedProgram::claim_end() {
  std::thread::id ending;
  if (ending_.compare_exchange_strong(ending, std::this_thread::get_id())) return;
  while (ending != std::this_thread::get_id()) std::this_thread::sleep_for(std::chrono::hours(1));
}

void ThreadedProgram::leave(int exit_code) {
  claim_end();
  std::fflush(stdout);
  std::_Exit(exit_code);
}

}  // namespace wrt
