// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// MemoryInstance (section 4.2.8): a reservation of address space that never moves, of which the first `length` bytes
// can be touched; the rest faults. Where addresses have 32 bits, that fault is the bounds check: the memory reserves
// 4 GiB and a guard as large behind them, so that every address + offset that an instruction can form stays inside.
// That is a full reservation. A memory that all code compares addresses for reserves what it may grow to, and
// kOffsetGuard behind it: one with 64-bit addresses, or one of code that was compiled with BoundsCheck::Explicit. One
// with pages of one byte ends inside a page of the system: code must compare with its length, too.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>

#include "lib/abi/bounds_check.h"
#include "lib/abi/vm_layout.h"
#include "lib/support/result.h"
#include "lib/wasm/types.h"
#include "runtime/limits.h"

namespace wrt {

// A full reservation: every address, every offset, and the widest access behind both.
inline constexpr std::uint64_t kMemory32Reservation = (std::uint64_t{8} << 30) + (std::uint64_t{64} << 10);
// The most that a memory with 64-bit addresses reserves unless its minimum is larger, and so what it can grow to.
inline constexpr std::uint64_t kMaxMemory64Reservation = std::uint64_t{64} << 30;

class MemoryInstance {
 public:
  // A memory for code that checks its accesses as `check` says. Where the system has not the address space for all that
  // a memory without full reservation may grow to, it takes a part of what there is, and can grow to that.
  // Errors: Limit when its minimum cannot exist on this machine or is more than `quota` has, Io when the system refuses
  // the reservation or the initial pages. What it takes of the quota, in bytes, it gives back when it is destroyed.
  static Result<std::unique_ptr<MemoryInstance>> create(const MemoryType& type, Quota* quota = nullptr,
                                                        BoundsCheck check = BoundsCheck::Guard);
  ~MemoryInstance();
  MemoryInstance(const MemoryInstance&) = delete;
  MemoryInstance& operator=(const MemoryInstance&) = delete;

  // The type as declared, its minimum being the current size in pages (4.5.3.3: imports match against that).
  MemoryType type() const;
  VMMemory* vm() { return &vm_; }
  std::uint64_t length() const { return vm_.length.load(std::memory_order_acquire); }
  // What can be touched now. A shared memory may be changed by other threads at any time.
  std::span<std::uint8_t> bytes() { return {vm_.base, static_cast<std::size_t>(length())}; }
  // The previous size in pages, or -1; kBeyondQuota if only the quota does not allow it. Thread-safe for shared
  // memories.
  std::int64_t grow(std::uint64_t delta_pages);
  // Whether `address` lies in the reservation, so that a fault there is a guest's.
  bool reserves(const void* address) const;
  // Whether code that was made with this choice may access it.
  bool is_safe_for(BoundsCheck check) const { return is_full_ || !needs_full_reservation(check, type_); }
  bool shared() const { return type_.shared; }
  // Whether [start, start + size) can be touched.
  bool contains(std::uint64_t start, std::uint64_t size) const {
    const std::uint64_t now = length();
    return start <= now && size <= now - start;
  }

 private:
  MemoryInstance(const MemoryType& type, Quota* quota) : type_(type), quota_(quota) {}
  Result<> reserve_fully();
  Result<> reserve_what_it_may_need();
  // Takes over address space that cannot be touched; MAP_FAILED is an error.
  Result<> set_reservation(void* base, std::uint64_t size);
  std::uint64_t max_bytes() const;

  MemoryType type_;
  Quota* quota_;
  VMMemory vm_{};
  std::uint64_t reserved_ = 0;
  bool is_full_ = false;
  std::mutex growing_;
};

}  // namespace wrt
