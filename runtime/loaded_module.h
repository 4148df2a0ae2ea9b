// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// LoadedModule: a module and its machine code, ready to be instantiated any number of times. The only way to make one
// is from an artefact (lib/abi/artefact.h), compiled a moment ago or not. Immutable, so any thread may use it.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/abi/artefact.h"
#include "lib/abi/vm_layout.h"
#include "lib/binary/name_section.h"
#include "lib/support/result.h"
#include "lib/wasm/module.h"
#include "runtime/artefact.h"
#include "runtime/shared_object.h"

namespace wrt {

// Where in a module an address of its machine code is.
struct CodePosition {
  FuncIndex function = 0;
  std::size_t code_offset = 0;  // from the function's first instruction
  std::size_t wasm_offset = 0;  // of the WebAssembly instruction in the module's file; 0 if not known
};

class LoadedModule {
 public:
  // Maps `artefact` executable, checks its header against the module, registers its code with the trap handler.
  // `module` is decoded from the artefact's skeleton, which stays alive, and has passed
  // validate_module_environment(). An artefact that is loaded already is not loaded again. Errors: Io, Malformed,
  // Limit.
  static Result<std::shared_ptr<const LoadedModule>> load(Module module, Artefact artefact);
  ~LoadedModule();
  LoadedModule(const LoadedModule&) = delete;
  LoadedModule& operator=(const LoadedModule&) = delete;

  // Without bodies.
  const Module& module() const { return module_; }
  const ArtefactNote& note() const { return artefact_.note(); }
  // Whether its code counts the instructions that it executes (StoreLimits::fuel).
  bool is_metered() const;
  const VmLayout& layout() const { return layout_; }
  // Canonical type id of each type of the module.
  std::span<const std::uint32_t> type_ids() const { return type_ids_; }
  // By type index; null for function types.
  std::span<const VMTypeInfo* const> type_infos() const { return type_infos_; }

  const void* wasm_entry(FuncIndex function) const;  // precondition: defined by the module
  ArrayEntry array_entry(TypeIndex type) const;      // precondition: a function type
  const void* host_entry(TypeIndex type) const;      // likewise

  // The export of that name, or null.
  const Export* find_export(std::string_view name) const;
  // The name section's name of a function; empty if there is none. Reads the section at the first call.
  std::string_view function_name(FuncIndex function) const;
  // The name section's name of a tag, or what it is exported or imported as; else "tag 3".
  std::string tag_name(TagIndex tag) const;
  // Which instruction of which function `pc` belongs to; nothing in thunks and outside of this module's code.
  std::optional<CodePosition> position(std::uintptr_t pc) const;
  // Puts into a memory of the module, which must be new, what the artefact's image has for it. Errors: Io.
  Result<> map_image(MemoryIndex memory, std::uint8_t* base) const;

 private:
  LoadedModule(Module module, Artefact artefact, std::vector<std::uint32_t> type_ids);
  Result<> check_header();
  Result<> check_functions();
  Result<> check_image() const;
  void register_code() const;
  void unregister_code() const;

  template <typename T>
  const T* at(std::int32_t offset) const {
    return reinterpret_cast<const T*>(reinterpret_cast<const std::uint8_t*>(header_) + offset);
  }

  Module module_;
  Artefact artefact_;
  VmLayout layout_;
  std::vector<std::uint32_t> type_ids_;
  std::vector<const VMTypeInfo*> type_infos_;
  SharedObject object_;
  const ArtefactHeader* header_ = nullptr;
  std::vector<std::uint32_t> by_address_;  // defined functions that have code, by rising address
  std::unordered_map<std::string_view, const Export*> exports_;
  mutable std::once_flag names_once_;
  mutable std::optional<NameSection> names_;
};

}  // namespace wrt
