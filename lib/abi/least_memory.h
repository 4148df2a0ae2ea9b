// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Accesses that need no check (lib/abi/bounds_check.h), because a memory never shrinks.
#pragma once

#include <cstdint>

#include "lib/wasm/types.h"

namespace wrt {

// Whether an access of `size` bytes at an operand of at most `most`, + `offset`, is inside of the least that a memory
// of this type has, and so always.
constexpr bool is_always_inside(const MemoryType& memory, std::uint64_t most, std::uint64_t offset,
                                std::uint32_t size) {
  const std::uint64_t least = memory.bytes_of(memory.limits.min);
  return size <= least && offset <= least - size && most <= least - size - offset;
}

}  // namespace wrt
