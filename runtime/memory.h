// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// MemoryInstance (section 4.2.8): a reservation of address space that never moves, of which the first `length` bytes
// can be touched; the rest faults, and that fault is the bounds check. A memory with 32-bit addresses reserves 4 GiB and
// a guard as large behind it, so that every address + offset that an instruction can form stays inside; one with
// 64-bit addresses is checked in code and reserves what it may grow to, at most kMaxMemory64Reservation.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "lib/abi/vm_layout.h"
#include "lib/support/result.h"
#include "lib/wasm/types.h"

namespace wrt {

class MemoryInstance {
 public:
  // Errors: Io when the system refuses the reservation or the initial pages.
  static Result<std::unique_ptr<MemoryInstance>> create(const MemoryType& type);
  ~MemoryInstance();
  MemoryInstance(const MemoryInstance&) = delete;
  MemoryInstance& operator=(const MemoryInstance&) = delete;

  // The type as declared, its minimum being the current size in pages (4.5.3.3: imports match against that).
  MemoryType type() const;
  VMMemory* vm() { return &vm_; }
  std::uint64_t length() const { return vm_.length.load(std::memory_order_acquire); }
  // What can be touched now. A shared memory may be changed by other threads at any time.
  std::span<std::uint8_t> bytes() { return {vm_.base, static_cast<std::size_t>(length())}; }
  // The previous size in pages, or -1. Thread-safe for shared memories.
  std::int64_t grow(std::uint64_t delta_pages);
  // Whether `address` lies in the reservation, so that a fault there is a guest's.
  bool reserves(const void* address) const;

 private:
  MemoryInstance() = default;
  MemoryType type_;
  VMMemory vm_{};
  std::size_t reserved_ = 0;
};

}  // namespace wrt
