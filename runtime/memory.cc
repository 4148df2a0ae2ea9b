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

std::uint64_t system_page_size() {
  static const std::uint64_t size = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  return size;
}

std::uint64_t round_to_system_page(std::uint64_t size) {
  const std::uint64_t page = system_page_size();
  return (size + page - 1) / page * page;
}

// Address space that cannot be touched.
void* map_nothing(std::uint64_t size) {
  return mmap(nullptr, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
}

}  // namespace

Result<std::unique_ptr<MemoryInstance>> MemoryInstance::create(const MemoryType& type, Quota* quota) {
  std::unique_ptr<MemoryInstance> memory(new MemoryInstance(type, quota));
  WRT_TRY(memory->reserve());
  const std::int64_t grown = memory->grow(type.limits.min);
  if (grown == kBeyondQuota) return fail(ErrorKind::Limit, std::string(trap_text(TrapCode::MemoryLimit)));
  if (grown < 0) {
    return fail(ErrorKind::Io,
                fmt::format("cannot allocate a memory of {} pages: {}", type.limits.min, std::strerror(ENOMEM)));
  }
  return memory;
}

Result<> MemoryInstance::reserve() {
  const std::uint64_t min = type_.bytes_of(type_.limits.min);
  std::uint64_t size = kMemory32Reservation;
  if (type_.address == AddressType::I64) {
    const std::uint64_t max = type_.limits.max ? type_.bytes_of(*type_.limits.max) : ~std::uint64_t{0};
    size = std::max(min, std::min(max, kMaxMemory64Reservation));
    // A page that faults behind it, and something to reserve for an empty memory.
    if (size > (std::uint64_t{1} << 56)) {
      return fail(ErrorKind::Limit, fmt::format("memory of {} pages is too large", type_.limits.min));
    }
    size = round_to_system_page(size) + system_page_size();
  }
  void* base = size == kMemory32Reservation ? take_kept_reservation() : nullptr;
  if (base == nullptr) base = map_nothing(size);
  if (base == MAP_FAILED && drop_kept_reservation()) base = map_nothing(size);
  if (base == MAP_FAILED) {
    return fail(ErrorKind::Io, fmt::format("cannot reserve {} MiB of address space for a memory: {} (is it limited by "
                                           "ulimit -v?)",
                                           size >> 20, std::strerror(errno)));
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
  if (reserved_ == kMemory32Reservation && keep_reservation(vm_.base, round_to_system_page(length()))) return;
  munmap(vm_.base, reserved_);
}

MemoryType MemoryInstance::type() const {
  MemoryType type = type_;
  type.limits.min = length() >> type_.page_size_log2;
  return type;
}

std::uint64_t MemoryInstance::max_bytes() const {
  const std::uint64_t addressable =
      type_.address == AddressType::I32 ? std::uint64_t{1} << 32 : reserved_ - system_page_size();
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
