// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// PartialCode: an artefact that holds only pieces of a module (CompileOptions::functions and loop_entries), mapped, for
// instances that run in other code besides and call the module's functions through VMContext::functions. Immutable, so
// any thread may use it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "lib/abi/artefact.h"
#include "lib/support/result.h"
#include "lib/wasm/module.h"
#include "runtime/artefact.h"
#include "runtime/loaded_module.h"

namespace wrt {

class PartialCode {
 public:
  // Maps `artefact` executable, checks its header against the module that it was compiled from, and registers its code
  // with the trap handler as `owner`'s. Errors: Io, Malformed.
  static Result<std::unique_ptr<const PartialCode>> load(Artefact artefact, const Module& module,
                                                         const LoadedModule* owner);
  // Unmaps: no thread may be in the code, and no slot lead to it any more.
  ~PartialCode();
  PartialCode(const PartialCode&) = delete;
  PartialCode& operator=(const PartialCode&) = delete;

  // Null if the function was not compiled.
  const void* wasm_entry(FuncIndex function) const { return code_of(function, 0); }
  // The code that takes over at the start of that loop (ArtefactPiece says how), or null.
  const void* loop_entry(FuncIndex function, std::size_t loop_offset) const { return code_of(function, loop_offset); }
  // Which instruction of which function `pc` belongs to; nothing outside of this code. Async-signal-safe.
  std::optional<CodePosition> position(std::uintptr_t pc) const;

 private:
  PartialCode(Artefact artefact, SharedObject object, std::uint32_t imported_functions);
  Result<> check(const Module& module);
  std::span<const ArtefactPiece> pieces() const { return {at<ArtefactPiece>(header_->pieces), header_->piece_count}; }
  const void* code_of(FuncIndex function, std::size_t loop_offset) const;

  template <typename T>
  const T* at(std::int32_t offset) const {
    return reinterpret_cast<const T*>(reinterpret_cast<const std::uint8_t*>(header_) + offset);
  }

  Artefact artefact_;
  SharedObject object_;
  const std::uint32_t imported_functions_;
  const ArtefactHeader* header_;
  bool is_registered_ = false;
  std::vector<std::uint32_t> by_address_;  // pieces, by rising address
};

}  // namespace wrt
