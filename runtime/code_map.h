// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// CodeMap: whose machine code an address is, and what is to be known of that code when an exception passes through it,
// where code is added while other threads look, signal handlers among them. Each piece of code lies behind those that
// were there before, so that the map is an array that grows at its end and is always sorted. Its room is reserved once:
// how many pieces there can be is known.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "lib/abi/function_code.h"
#include "lib/wasm/types.h"

namespace wrt {

// What FunctionCode tells for unwinding.
struct FrameInfo {
  std::vector<FunctionCode::SavedRegister> saved_registers;
  std::vector<FunctionCode::CallSites> call_sites;

  // The landing pad for a call at this offset, 0 if there is none.
  std::uint32_t landing_pad(std::size_t offset) const;
};

struct CodePiece {
  static constexpr FuncIndex kThunk = 0xffff'ffff;

  std::uint32_t begin = 0;  // from the map's begin
  std::uint32_t size = 0;
  FuncIndex function = kThunk;
  const FrameInfo* frame = nullptr;  // null: no registers, no call sites
};

class CodeMap {
 public:
  // For code from `begin` on, in at most so many pieces.
  CodeMap(std::uintptr_t begin, std::size_t pieces);
  CodeMap(const CodeMap&) = delete;
  CodeMap& operator=(const CodeMap&) = delete;

  // Adds what was put at `address`, behind all that is there already. Moves from `code` what it keeps. One thread at a
  // time.
  void add(std::uintptr_t address, FuncIndex function, FunctionCode& code);
  // The piece that holds `pc`, or null. Async-signal-safe.
  const CodePiece* find(std::uintptr_t pc) const;
  // How far `pc` is from its piece's begin.
  std::size_t offset_in(const CodePiece& piece, std::uintptr_t pc) const { return pc - begin_ - piece.begin; }

 private:
  std::uintptr_t begin_;
  std::size_t capacity_;
  // FAST: not zeroed, so that a module of whose functions few are called takes memory for those alone.
  std::unique_ptr<CodePiece, void (*)(CodePiece*)> pieces_;
  std::atomic<std::size_t> count_{0};
  std::vector<std::unique_ptr<const FrameInfo>> frames_;
};

}  // namespace wrt
