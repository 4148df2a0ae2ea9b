// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Adding at the end, and searching what was there when the search began.
#include "runtime/code_map.h"

#include <algorithm>
#include <new>
#include <utility>

#include "lib/support/check.h"

namespace wrt {

std::uint32_t FrameInfo::landing_pad(std::size_t offset) const {
  // The first range that begins behind the call; the one before it may hold it.
  const auto next = std::ranges::upper_bound(call_sites, offset, {}, &FunctionCode::CallSites::begin);
  if (next == call_sites.begin() || offset >= next[-1].end) return 0;
  return next[-1].landing_pad;
}

CodeMap::CodeMap(std::uintptr_t begin, std::size_t pieces)
    : begin_(begin),
      capacity_(pieces),
      pieces_(static_cast<CodePiece*>(::operator new(pieces * sizeof(CodePiece))),
              [](CodePiece* memory) { ::operator delete(memory); }) {}

void CodeMap::add(std::uintptr_t address, FuncIndex function, FunctionCode& code) {
  const std::size_t count = count_.load(std::memory_order_relaxed);
  WRT_CHECK(count < capacity_);
  CodePiece piece{static_cast<std::uint32_t>(address - begin_), code.code_size, function, nullptr};
  if (!code.saved_registers.empty() || !code.call_sites.empty()) {
    piece.frame = frames_
                      .emplace_back(std::make_unique<const FrameInfo>(std::move(code.saved_registers),
                                                                      std::move(code.call_sites)))
                      .get();
  }
  new (pieces_.get() + count) CodePiece(piece);
  count_.store(count + 1, std::memory_order_release);
}

const CodePiece* CodeMap::find(std::uintptr_t pc) const {
  const CodePiece* const first = pieces_.get();
  const CodePiece* const last = first + count_.load(std::memory_order_acquire);
  const std::size_t offset = pc - begin_;
  const CodePiece* const next =
      std::upper_bound(first, last, offset, [](std::size_t key, const CodePiece& piece) { return key < piece.begin; });
  if (next == first || offset - next[-1].begin >= next[-1].size) return nullptr;
  return next - 1;
}

}  // namespace wrt
