// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ArtefactModuleCode: machine code in an artefact (lib/abi/artefact.h), compiled a moment ago or not, which the dynamic
// loader maps. Everything is found from its header.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "lib/abi/artefact.h"
#include "lib/wasm/module.h"
#include "runtime/artefact.h"
#include "runtime/module_code.h"
#include "runtime/range_registry.h"
#include "runtime/shared_object.h"

namespace wrt {

class ArtefactModuleCode final : public ModuleCode {
 public:
  // Maps it executable. Errors: Io, Malformed.
  static Result<std::unique_ptr<ArtefactModuleCode>> map(Artefact artefact);

  // The address of its header, which two artefacts have in common if they are the same file, mapped once.
  const ArtefactHeader* header() const { return header_; }
  // Compares the header with the module; from then on the rest may be asked. Errors: Malformed.
  Result<> check(const Module& module);
  // Makes its code known to the trap handler, as code of `owner`; and forgotten again.
  void register_as(const LoadedModule& owner) const;
  void unregister() const;

  const void* wasm_entry(FuncIndex function) const override;
  ArrayEntry array_entry(TypeIndex type) const override;
  const void* host_entry(TypeIndex type) const override;
  std::optional<FunctionOffset> function_at(std::uintptr_t pc) const override;
  std::optional<CodePosition> position(std::uintptr_t pc) const override;
  Result<> map_image(MemoryIndex memory, std::uint8_t* base) const override;
  std::string_view settings() const override { return artefact_.note().settings; }
  bool is_metered() const override;

 private:
  explicit ArtefactModuleCode(Artefact artefact) : artefact_(std::move(artefact)) {}
  Result<> check_functions(const Module& module);
  Result<> check_thunks(const Module& module) const;
  Result<> check_image(const Module& module) const;

  template <typename T>
  const T* at(std::int32_t offset) const {
    return reinterpret_cast<const T*>(reinterpret_cast<const std::uint8_t*>(header_) + offset);
  }

  Artefact artefact_;
  SharedObject object_;
  const ArtefactHeader* header_ = nullptr;
  std::uint32_t imported_functions_ = 0;
  std::vector<std::uint32_t> by_address_;  // defined functions that have code, by rising address
};

}  // namespace wrt
