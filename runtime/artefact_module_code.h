// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ArtefactModuleCode: machine code in an artefact (lib/abi/artefact.h), compiled a moment ago or not, which the dynamic
// loader maps.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "lib/abi/artefact.h"
#include "lib/wasm/module.h"
#include "runtime/artefact.h"
#include "runtime/artefact_tables.h"
#include "runtime/module_code.h"
#include "runtime/range_registry.h"
#include "runtime/shared_object.h"

namespace wrt {

class ArtefactModuleCode final : public ModuleCode {
 public:
  // Maps it executable. Errors: Io, Malformed.
  static Result<std::unique_ptr<ArtefactModuleCode>> map(Artefact artefact);

  // The address of its header, which two artefacts have in common if they are the same file, mapped once.
  const ArtefactHeader* header() const { return tables_.header(); }
  // Compares the header with the module; from then on the rest may be asked. Errors: Malformed.
  Result<> check(const Module& module);
  // Makes its code known to the trap handler, as code of `owner`; and forgotten again.
  void register_as(const LoadedModule& owner) const;
  void unregister() const;

  const void* wasm_entry(FuncIndex function) const override { return tables_.wasm_entry(function); }
  ArrayEntry array_entry(TypeIndex type) const override { return tables_.array_entry(type); }
  const void* host_entry(TypeIndex type) const override { return tables_.host_entry(type); }
  std::optional<FunctionOffset> function_at(std::uintptr_t pc) const override { return tables_.function_at(pc); }
  std::optional<CodePosition> position(std::uintptr_t pc) const override { return tables_.position(pc); }
  Result<> map_image(MemoryIndex memory, std::uint8_t* base) const override;
  std::string_view settings() const override { return artefact_.note().settings; }
  bool is_metered() const override;
  BoundsCheck bounds_check() const override { return bounds_check_of(settings()); }

 private:
  explicit ArtefactModuleCode(Artefact artefact) : artefact_(std::move(artefact)) {}
  Result<> check_thunks(const Module& module) const;
  Result<> check_image(const Module& module) const;

  Artefact artefact_;
  SharedObject object_;
  ArtefactTables tables_;
};

}  // namespace wrt
