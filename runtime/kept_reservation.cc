// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One slot. What takes time is done by whoever owns the reservation, outside of the lock.
#include "runtime/kept_reservation.h"

#include <sys/mman.h>

#include <mutex>
#include <utility>

#include "runtime/memory.h"

namespace wrt {

namespace {

// Beyond it, the tables of pages that the system keeps along with a reservation would be felt: 1/512 of this.
constexpr std::uint64_t kMostUsed = std::uint64_t{16} << 20;

// Never destroyed: other threads may run guests while main() returns.
constinit std::mutex slot_mutex;
constinit void* slot = nullptr;

bool is_slot_empty() {
  const std::lock_guard lock(slot_mutex);
  return slot == nullptr;
}

}  // namespace

void* take_kept_reservation() {
  const std::lock_guard lock(slot_mutex);
  return std::exchange(slot, nullptr);
}

bool keep_reservation(void* base, std::uint64_t used) {
  if (used > kMostUsed || !is_slot_empty()) return false;
  // A new mapping, and not madvise: part of the memory may be that of a file, the module's image.
  constexpr int kFlags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED;
  if (used > 0 && mmap(base, used, PROT_NONE, kFlags, -1, 0) == MAP_FAILED) return false;
  const std::lock_guard lock(slot_mutex);
  if (slot != nullptr) return false;
  slot = base;
  return true;
}

bool drop_kept_reservation() {
  void* const kept = take_kept_reservation();
  if (kept == nullptr) return false;
  munmap(kept, kMemory32Reservation);
  return true;
}

}  // namespace wrt
