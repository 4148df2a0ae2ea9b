// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// LoadedModule: a module and its machine code, ready to be instantiated any number of times. The code is that of an
// artefact (lib/abi/artefact.h), compiled a moment ago or not, or is made function by function as they are called.
// Nobody can tell a change of it, so any thread may use it.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lib/abi/vm_layout.h"
#include "lib/binary/name_section.h"
#include "lib/support/result.h"
#include "lib/wasm/module.h"
#include "runtime/artefact.h"
#include "runtime/function_maker.h"
#include "runtime/module_code.h"

namespace wrt {

class ArtefactModuleCode;  // runtime/artefact_module_code.h

class LoadedModule {
 public:
  // Maps `artefact` executable, checks its header against the module, registers its code with the trap handler.
  // `module` is decoded from the artefact's skeleton, which stays alive, and has passed
  // validate_module_environment(). An artefact that is loaded already is not loaded again. Errors: Io, Malformed,
  // Limit.
  static Result<std::shared_ptr<const LoadedModule>> load(Module module, Artefact artefact);
  // Code that `maker` makes of each function at its first call. `module` is whole and has been validated; what it
  // borrows from lives as long as `keeps_bytes_alive`. With `may_adopt`, room is kept for the code of an artefact
  // (adopt). Errors: Io, Limit; Unsupported on processors that there is no such code for.
  static Result<std::shared_ptr<const LoadedModule>> load_lazily(Module module,
                                                                 std::shared_ptr<const void> keeps_bytes_alive,
                                                                 std::unique_ptr<FunctionMaker> maker,
                                                                 bool may_adopt = false);
  ~LoadedModule();
  LoadedModule(const LoadedModule&) = delete;
  LoadedModule& operator=(const LoadedModule&) = delete;

  // Of an artefact's module, bodies are empty, and so are data segments that are in its image.
  const Module& module() const { return module_; }
  std::string_view settings() const { return code_->settings(); }
  // Whether its code counts the instructions that it executes (StoreLimits::fuel).
  bool is_metered() const { return code_->is_metered(); }
  // How its code checks accesses to memories; only such as MemoryInstance::is_safe_for() says may be given to it.
  BoundsCheck bounds_check() const { return code_->bounds_check(); }
  const VmLayout& layout() const { return layout_; }
  // Canonical type id of each type of the module.
  std::span<const std::uint32_t> type_ids() const { return type_ids_; }
  // By type index; null for function types.
  std::span<const VMTypeInfo* const> type_infos() const { return type_infos_; }

  const ModuleCode& code() const { return *code_; }
  // Functions that `artefact` holds, which was compiled from the same bytes, whole or in pieces, run its code from
  // their next call on, in all instances. It must check accesses to memories in the same way. What runs goes on in the
  // code that it is in, until it comes to a loop that there is a piece for. May be done again. Thread-safe. Errors,
  // after which all is as before: Io, Malformed, Limit; Unsupported, when no room was kept for it, or its code checks
  // accesses differently.
  Result<> adopt(Artefact artefact) const { return code_->adopt(std::move(artefact)); }
  // From now on `listener` is told of functions of this module that have been entered, or have repeated a loop, about
  // `threshold` times more. Once; of code that does not count it is told nothing.
  void listen(std::shared_ptr<HeatListener> listener, std::int32_t threshold) const {
    code_->listen(std::move(listener), threshold);
  }

  // The export of that name, or null.
  const Export* find_export(std::string_view name) const;
  // The name section's name of a function; empty if there is none. Reads the section at the first call.
  std::string_view function_name(FuncIndex function) const;
  // The name section's name of a tag, or what it is exported or imported as; else "tag 3".
  std::string tag_name(TagIndex tag) const;

 private:
  LoadedModule(Module module, std::vector<std::uint32_t> type_ids);

  std::shared_ptr<const void> bytes_;  // what module_ borrows from, if nothing else keeps it
  Module module_;
  VmLayout layout_;
  std::vector<std::uint32_t> type_ids_;
  std::vector<const VMTypeInfo*> type_infos_;
  std::unique_ptr<const ModuleCode> code_;
  const ArtefactModuleCode* artefact_ = nullptr;  // the same, if it is an artefact's that we have registered
  std::unordered_map<std::string_view, const Export*> exports_;
  mutable std::once_flag names_once_;
  mutable std::optional<NameSection> names_;
};

}  // namespace wrt
