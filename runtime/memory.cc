// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Memories: reserve once, make pages accessible as they are asked for.
#include "runtime/memory.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "lib/abi/traps.h"
#include "runtime/kept_reservation.h"
#include "runtime/range_registry.h"

namespace wrt {

namespace {

constexpr std::uint64_t kAddressable32 = std::uint64_t{1} << 32;

std::uint64_t system_page_size() {
  static const std::uint64_t size = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  return size;
}

std::uint64_t round_to_system_page(std::uint64_t size) {
  const std::uint64_t page = system_page_size();
  return (size + page - 1) / page * page;
}

// Address space that cannot be touched, or MAP_FAILED.
void* map_nothing(std::uint64_t size) {
  constexpr int kFlags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  void* const base = mmap(nullptr, size, PROT_NONE, kFlags, -1, 0);
  if (base != MAP_FAILED || !drop_kept_reservation()) return base;
  return mmap(nullptr, size, PROT_NONE, kFlags, -1, 0);
}

struct Reservation {
  void* base = MAP_FAILED;
  std::uint64_t size = 0;
};

// Address space for `most` bytes and kOffsetGuard; or, if there is not as much, for at least `least` bytes and not more
// than half of what there is, so that something is left for others.
Reservation map_up_to(std::uint64_t least, std::uint64_t most) {
  const auto with_guard = [](std::uint64_t bytes) { return round_to_system_page(bytes) + kOffsetGuard; };
  const std::uint64_t wanted = with_guard(most);
  for (std::uint64_t bytes = most;; bytes /= 2) {
    bytes = std::max(bytes, least);
    Reservation reservation{map_nothing(with_guard(bytes)), with_guard(bytes)};
    if (reservation.base == MAP_FAILED) {
      if (bytes == least) return reservation;
      continue;
    }
    const std::uint64_t kept = reservation.size == wanted ? wanted : with_guard(std::max(bytes / 2, least));
    if (kept < reservation.size) {
      munmap(static_cast<std::uint8_t*>(reservation.base) + kept, reservation.size - kept);
      reservation.size = kept;
    }
    return reservation;
  }
}

}  // namespace

Result<std::unique_ptr<MemoryInstance>> MemoryInstance::create(const MemoryType& type, Quota* quota,
                                                               BoundsCheck check) {
  std::unique_ptr<MemoryInstance> memory(new MemoryInstance(type, quota));
  WRT_TRY(needs_full_reservation(check, type) ? memory->reserve_fully() : memory->reserve_what_it_may_need());
  const std::int64_t grown = memory->grow(type.limits.min);
  if (grown == kBeyondQuota) return fail(ErrorKind::Limit, std::string(trap_text(TrapCode::MemoryLimit)));
  if (grown < 0) {
    return fail(ErrorKind::Io,
                fmt::format("cannot allocate a memory of {} pages: {}", type.limits.min, std::strerror(ENOMEM)));
  }
  return memory;
}

Result<> MemoryInstance::reserve_fully() {
  is_full_ = true;
  void* const kept = take_kept_reservation();
  return set_reservation(kept != nullptr ? kept : map_nothing(kMemory32Reservation), kMemory32Reservation);
}

Result<> MemoryInstance::reserve_what_it_may_need() {
  const std::uint64_t min = type_.bytes_of(type_.limits.min);
  if (min > (std::uint64_t{1} << 56)) {
    return fail(ErrorKind::Limit, fmt::format("memory of {} pages is too large", type_.limits.min));
  }
  const std::uint64_t max = type_.limits.max ? type_.bytes_of(*type_.limits.max) : ~std::uint64_t{0};
  const std::uint64_t bound = type_.address == AddressType::I32 ? kAddressable32 : kMaxMemory64Reservation;
  const Reservation reservation = map_up_to(min, std::max(min, std::min(max, bound)));
  return set_reservation(reservation.base, reservation.size);
}

Result<> MemoryInstance::set_reservation(void* base, std::uint64_t size) {
  if (base == MAP_FAILED) {
    return fail(ErrorKind::Io,
                fmt::format("cannot reserve {} MiB of address space for a memory: {} (is it limited by "
                            "ulimit -v?{})",
                            size >> 20, std::strerror(errno), is_full_ ? " --bounds-check=explicit takes less" : ""));
  }
  reserved_ = size;
  vm_.base = static_cast<std::uint8_t*>(base);
  const std::uintptr_t begin = reinterpret_cast<std::uintptr_t>(base);
  memory_ranges().add({begin, begin + size, this});
  return {};
}

MemoryInstance::~MemoryInstance() {
  if (quota_ != nullptr) quota_->give_back(length());
  if (reserved_ == 0) return;
  memory_ranges().remove(reinterpret_cast<std::uintptr_t>(vm_.base));
  if (is_full_ && keep_reservation(vm_.base, round_to_system_page(length()))) return;
  munmap(vm_.base, reserved_);
}

MemoryType MemoryInstance::type() const {
  MemoryType type = type_;
  type.limits.min = length() >> type_.page_size_log2;
  return type;
}

std::uint64_t MemoryInstance::max_bytes() const {
  std::uint64_t addressable = is_full_ ? kAddressable32 : reserved_ - kOffsetGuard;
  if (type_.address == AddressType::I32) addressable = std::min(addressable, kAddressable32);
  if (!type_.limits.max) return addressable;
  return std::min(addressable, type_.bytes_of(*type_.limits.max));
}

std::int64_t MemoryInstance::grow(std::uint64_t delta_pages) {
  const std::lock_guard lock(growing_);
  const std::uint64_t old = length();
  const std::uint64_t old_pages = old >> type_.page_size_log2;
  if (delta_pages > (max_bytes() - old) >> type_.page_size_log2) return -1;
  const std::uint64_t added = delta_pages << type_.page_size_log2;
  if (quota_ != nullptr && !quota_->take(added)) return kBeyondQuota;
  const std::uint64_t accessible = round_to_system_page(old);
  const std::uint64_t wanted = round_to_system_page(old + added);
  if (wanted > accessible && mprotect(vm_.base + accessible, wanted - accessible, PROT_READ | PROT_WRITE) != 0) {
    if (quota_ != nullptr) quota_->give_back(added);
    return -1;
  }
  vm_.length.store(old + added, std::memory_order_release);
  return static_cast<std::int64_t>(old_pages);
}

bool MemoryInstance::reserves(const void* address) const {
  const std::uint8_t* const byte = static_cast<const std::uint8_t*>(address);
  return byte >= vm_.base && byte < vm_.base + reserved_;
}

}  // namespace wrt
