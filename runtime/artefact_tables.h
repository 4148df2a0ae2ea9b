// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ArtefactTables: what is found in an artefact from its header (lib/abi/artefact.h), wherever in memory that is: mapped
// by the dynamic loader (runtime/artefact_module_code.h) or copied (runtime/artefact_copy.h).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "lib/abi/artefact.h"
#include "lib/support/result.h"
#include "lib/wasm/module.h"
#include "runtime/module_code.h"

namespace wrt {

class ArtefactTables {
 public:
  ArtefactTables() = default;
  // The header and all that it leads to outlive this.
  explicit ArtefactTables(const ArtefactHeader* header) : header_(header) {}

  const ArtefactHeader* header() const { return header_; }
  // Whether the artefact belongs to the module, as far as counts tell, and is the one that had this identity; from then
  // on the rest may be asked. Whoever can write an artefact can write its code: this protects against mistakes, not
  // against malice. Errors: Malformed.
  Result<> check(const Module& module, std::uint64_t identity);

  std::uintptr_t text_begin() const { return reinterpret_cast<std::uintptr_t>(at<char>(header_->text_begin)); }
  std::uintptr_t text_end() const { return reinterpret_cast<std::uintptr_t>(at<char>(header_->text_end)); }
  // Where the runtime's personality routine is to be written to; null if it is not wanted.
  const void** personality() const;
  std::span<const ArtefactImageRun> image_runs() const {
    return std::span(at<ArtefactImageRun>(header_->image_runs), header_->image_run_count);
  }

  // As ModuleCode's. Thunks are null where there are none.
  const void* wasm_entry(FuncIndex function) const;
  std::uint32_t code_size(FuncIndex function) const;
  ArrayEntry array_entry(TypeIndex type) const;
  const void* host_entry(TypeIndex type) const;
  std::optional<FunctionOffset> function_at(std::uintptr_t pc) const;
  std::optional<CodePosition> position(std::uintptr_t pc) const;

 private:
  Result<> check_functions(const Module& module);

  template <typename T>
  const T* at(std::int32_t offset) const {
    return reinterpret_cast<const T*>(reinterpret_cast<const std::uint8_t*>(header_) + offset);
  }
  const ArtefactFunction& row(FuncIndex function) const {
    return at<ArtefactFunction>(header_->functions)[function - imported_functions_];
  }

  const ArtefactHeader* header_ = nullptr;
  std::uint32_t imported_functions_ = 0;
  std::vector<std::uint32_t> by_address_;  // defined functions that have code, by rising address
};

}  // namespace wrt
