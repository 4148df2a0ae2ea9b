// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How code makes sure that its loads and stores stay inside of their memory (--bounds-check): a choice that compiled
// code and the memories that it works on have to agree about. What is outside of a memory faults as far as its
// reservation goes (runtime/memory.h), and how far that is depends on the choice.
#pragma once

#include <cstdint>
#include <string_view>

#include "lib/wasm/types.h"

namespace wrt {

enum class BoundsCheck : std::uint8_t {
  Guard,     // by the reservation alone where addresses have 32 bits; otherwise as Explicit
  Explicit,  // addresses are compared with the length
  None,      // not at all: for trusted code. Where addresses have 32 bits, the reservation is there as for Guard
};

// Whatever reservation a memory has, it ends in so many bytes, a multiple of all page sizes, that are never part of the
// memory: an access whose address is inside faults there if its offset and size reach across the end.
inline constexpr std::uint64_t kOffsetGuard = std::uint64_t{4} << 20;

// What code must compare before an access.
enum class AccessCheck : std::uint8_t {
  None,
  Address,  // address < length; the access faults if its end is outside
  End,      // address + offset + size <= length, without wrapping
};

// For an access of `size` bytes at an operand + `offset`.
AccessCheck access_check(BoundsCheck choice, const MemoryType& memory, std::uint64_t offset, std::uint32_t size);

// Whether code made with this choice works only on such memories of this type as have room for every address and offset
// of 32 bits in their reservation.
bool needs_full_reservation(BoundsCheck choice, const MemoryType& memory);

// The word of the settings (ArtefactNote::settings) that names a choice, with a space before it; empty for Guard.
std::string_view bounds_check_setting(BoundsCheck choice);
// The choice that settings name.
BoundsCheck bounds_check_of(std::string_view settings);

}  // namespace wrt
