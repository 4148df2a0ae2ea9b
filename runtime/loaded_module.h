// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// LoadedModule: a module and its machine code, ready to be instantiated any number of times. The only way to make one
// is from an artefact (lib/abi/artefact.h), compiled a moment ago or not.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "lib/abi/artefact.h"
#include "lib/abi/vm_layout.h"
#include "lib/support/result.h"
#include "lib/wasm/module.h"

namespace wrt {

class LoadedModule {
 public:
  // Maps `artefact` (a whole ELF shared object) executable, checks its header against the module, registers its code
  // with the trap handler. `owner` keeps the module's bytes alive. Errors: Io, Malformed ("artefact …").
  static Result<std::shared_ptr<const LoadedModule>> load(Module module, std::shared_ptr<const void> owner,
                                                          std::span<const std::uint8_t> artefact);
  ~LoadedModule();

  const Module& module() const { return module_; }
  const VmLayout& layout() const { return layout_; }
  // Canonical type id of each type of the module.
  std::span<const std::uint32_t> type_ids() const { return type_ids_; }

  const void* wasm_entry(FuncIndex function) const;   // precondition: defined by the module
  ArrayEntry array_entry(TypeIndex type) const;       // precondition: a function type
  const void* host_entry(TypeIndex type) const;       // likewise

 private:
  LoadedModule(Module module, std::shared_ptr<const void> owner);

  Module module_;
  std::shared_ptr<const void> owner_;
  VmLayout layout_;
  std::vector<std::uint32_t> type_ids_;
  void* handle_ = nullptr;  // of dlopen
  const ArtefactHeader* header_ = nullptr;
};

}  // namespace wrt
