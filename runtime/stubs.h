// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Stubs: where a function is entered that is made at its first call. A stub jumps to where the function's entry slot
// (lib/abi/function_code.h) points. That is, until the function is made, the stub's own second half, which has it made
// and goes on in it with everything as the caller left it:
//
//     stub: jump to *slot            one for each function
//     slow: push its number; jump to the door
//     door: jump to wrt_make_and_enter     one for each module, since that may be too far away
//
// So whoever has the address of a stub may keep it; code in the module itself calls through the slot. A file for each
// processor, which is one so far.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "lib/abi/vm_layout.h"

namespace wrt {

inline constexpr std::size_t kStubSize = 16;
inline constexpr std::size_t kStubSlowOffset = 6;  // of the second half
inline constexpr std::size_t kDoorSize = 16;

// Writes the stub that is to lie at `address`. All addresses are within 2 GiB.
void write_stub(std::span<std::uint8_t, kStubSize> out, std::uintptr_t address, std::uint32_t number,
                std::uintptr_t slot, std::uintptr_t door);
// Writes the door, which can lie anywhere.
void write_door(std::span<std::uint8_t, kDoorSize> out);

// What the door leads to, in the frame that the function called has not made yet: asks wrt_make_function for its code,
// and jumps there.
extern "C" const char wrt_make_and_enter[];
// The wasm_entry of the function with that number, among those that the module of `vmctx` defines. May leave the guest
// with a trap. Called from wrt_make_and_enter only.
extern "C" const void* wrt_make_function(VMContext* vmctx, std::uint32_t number);

}  // namespace wrt
