// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A module whose functions are made at their first call, from machine code written by hand: for tests of how the
// runtime has them made and enters them, without a compiler.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>

#include "lib/abi/trap_instruction.h"
#include "runtime/loaded_module.h"

namespace wrt::test {

// What the module exports, and how often each was made. All but `many` take an i32 and return one.
enum class LazyFunction : std::uint32_t {
  Host,      // imported: "env" "f"
  Add,       // adds 5
  CallAdd,   // counts its counter down and calls Add through its slot
  Trap,      // traps: unreachable
  CallTrap,  // calls Trap through its slot
  Recurse,   // calls itself for ever
  CallDeep,  // takes its parameter of bytes of stack, and calls Never
  Never,     // adds 5
  CallHost,  // calls the import, with every register changed that it must keep
  Catch,  // calls CallHost; returns its parameter plus what that returns, or plus the value of an exception it throws
  Many,   // (param i32 i32 i32 i32 i32 f64 f64): each times its power of ten, the last times one
  Count,
};

struct LazyCounts {
  std::array<std::atomic<unsigned>, static_cast<std::size_t>(LazyFunction::Count)> made{};
  std::atomic<unsigned> with_positions{0};
  std::atomic<unsigned> array_entries{0};
  std::atomic<unsigned> host_entries{0};

  unsigned of(LazyFunction function) const { return made[static_cast<std::size_t>(function)]; }
};

// Positions that it tells: from offset 0 on this, from the call or the trap on one more.
inline std::uint32_t lazy_position(LazyFunction function) {
  return 1000 + 10 * static_cast<std::uint32_t>(function);
}

// The module, which has a memory with "lazy" at 8, and imports "env" "f" (param i32) (result i32).
std::shared_ptr<const LoadedModule> load_lazy_guest(std::shared_ptr<LazyCounts> counts);

}  // namespace wrt::test
