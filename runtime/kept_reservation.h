// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The address space of a memory with 32-bit addresses that exists no more, kept for the next one. Whoever makes an
// instance for each request would else ask the system for the same 8 GiB again and again. It holds no pages.
//
// FAST: making, calling and destroying an instance takes 13 us with it, and 20 without (docs/benchmarks.md).
#pragma once

#include <cstdint>

namespace wrt {

// One reservation of kMemory32Reservation bytes is kept at a time, of which nothing can be touched. All functions are
// thread-safe.

// Hands over the one that is kept, or null.
void* take_kept_reservation();
// Takes over a reservation, of which no more than the first `used` bytes were ever touched or mapped to something.
// False, and it stays the caller's, if one is kept already, or this one is not worth it.
bool keep_reservation(void* base, std::uint64_t used);
// Gives what is kept back to the system. False if there is nothing.
bool drop_kept_reservation();

}  // namespace wrt
