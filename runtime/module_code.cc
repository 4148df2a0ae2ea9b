// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What all code has in common: rows of positions are read alike.
#include "runtime/module_code.h"

#include <algorithm>

#include "runtime/artefact.h"

namespace wrt {

std::size_t wasm_offset_at(std::span<const ArtefactPosition> rows, std::size_t code_offset) {
  if (rows.empty()) return 0;
  const auto row = std::ranges::upper_bound(rows, code_offset, {}, &ArtefactPosition::code_offset);
  // Setting up the frame, which may find the stack's end, is before the first row: it counts to the first instruction.
  return (row == rows.begin() ? row : row - 1)->wasm_offset;
}

Result<> ModuleCode::adopt(Artefact) const {
  return fail(ErrorKind::Unsupported, "no room was kept for other code");
}

}  // namespace wrt
