// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ArtefactTables: what is found in an artefact from its header (lib/abi/artefact.h), wherever in memory that is: mapped
// by the dynamic loader (runtime/artefact_module_code.h) or copied (runtime/artefact_copy.h). An artefact is that of a
// whole module or holds pieces of one; here a whole one has a piece for each function.
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
  // All of it has been copied: the header is there now.
  void move_to(const ArtefactHeader* header) { header_ = header; }
  // Whether the artefact belongs to the module, as far as counts tell, and is the one that had this identity; from then
  // on the rest may be asked. Whoever can write an artefact can write its code: this protects against mistakes, not
  // against malice. Errors: Malformed.
  Result<> check(const Module& module, std::uint64_t identity);

  // Whether it holds all functions of its module. Precondition for thunks and images: pieces come without.
  bool is_whole() const { return header_->functions != 0; }
  // By rising function and loop_offset.
  std::uint32_t piece_count() const { return is_whole() ? header_->function_count : header_->piece_count; }
  ArtefactPiece piece(std::uint32_t number) const;
  const void* entry(const ArtefactPiece& piece) const { return at<char>(piece.code.code); }
  // The code that takes over at the start of that loop (ArtefactPiece says how), or null.
  const void* loop_entry(FuncIndex function, std::size_t loop_offset) const;

  std::uintptr_t text_begin() const { return reinterpret_cast<std::uintptr_t>(at<char>(header_->text_begin)); }
  std::uintptr_t text_end() const { return reinterpret_cast<std::uintptr_t>(at<char>(header_->text_end)); }
  // Where the runtime's personality routine is to be written to; null if it is not wanted.
  const void** personality() const;
  std::span<const ArtefactImageRun> image_runs() const {
    return std::span(at<ArtefactImageRun>(header_->image_runs), header_->image_run_count);
  }

  // As ModuleCode's, but null for what there is not.
  const void* wasm_entry(FuncIndex function) const { return loop_entry(function, 0); }
  ArrayEntry array_entry(TypeIndex type) const;
  const void* host_entry(TypeIndex type) const;
  std::optional<FunctionOffset> function_at(std::uintptr_t pc) const;
  std::optional<CodePosition> position(std::uintptr_t pc) const;

 private:
  Result<> check_pieces();
  // The piece whose code `pc` is in.
  std::optional<ArtefactPiece> piece_at(std::uintptr_t pc) const;

  template <typename T>
  const T* at(std::int32_t offset) const {
    return reinterpret_cast<const T*>(reinterpret_cast<const std::uint8_t*>(header_) + offset);
  }

  const ArtefactHeader* header_ = nullptr;
  std::uint32_t imported_functions_ = 0;
  std::vector<std::uint32_t> by_address_;  // pieces, by rising address
};

}  // namespace wrt
