// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// PartialGuest: an instance of a module in the text format whose functions are called through slots of the test's own,
// where it may put pieces of code in place of the module's (runtime/artefact_copy.h). Frames for loops that are entered
// are written by hand.
#pragma once

#include <atomic>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/compiler.h"
#include "lib/wasm/module.h"
#include "lib/wasm/subtyping.h"
#include "runtime/artefact_copy.h"
#include "runtime/artefact_tables.h"
#include "runtime/instance.h"
#include "runtime/store.h"

namespace wrt::test {

// Bytes, decoded and validated; any error fails the test.
struct ValidModule {
  explicit ValidModule(std::vector<std::uint8_t> module_bytes);

  std::vector<std::uint8_t> bytes;
  Module module;
  std::optional<TypeContext> types;
};

// The loops of a function, by rising offset.
std::vector<LoopEntry> loops_of(const Module& module, FuncIndex function);

class PartialGuest {
 public:
  // Compiles the module whole, with the options that all later code gets, and instantiates it without imports.
  PartialGuest(std::string_view text, unsigned opt_level);
  ~PartialGuest();

  const Module& module() const { return valid_.module; }
  Instance& instance() { return *instance_; }

  // Compiles these pieces and copies them; any error fails the test. They live as long as the guest. The functions'
  // slots, and references to them, lead to the new code.
  const ArtefactTables& replace(std::vector<FuncIndex> functions, std::vector<LoopEntry> loops = {});
  Result<CompiledModule> compile(std::vector<FuncIndex> functions, std::vector<LoopEntry> loops) const;

  // Calls an exported function.
  Outcome<std::vector<Value>> call(std::string_view name, const std::vector<Value>& arguments = {});
  // Takes a call over at the function's loop number `loop`, in code that is made for it. The module must have a type
  // (param externref) with the results of the function.
  Outcome<std::vector<Value>> enter(FuncIndex function, std::size_t loop, const std::vector<Value>& frame);

 private:
  ValidModule valid_;
  CompileOptions options_;
  Store store_;
  std::shared_ptr<const LoadedModule> loaded_;
  Instance* instance_ = nullptr;
  std::vector<std::atomic<const void*>> slots_;
  std::unique_ptr<ArtefactCopy> pieces_;
};

}  // namespace wrt::test
