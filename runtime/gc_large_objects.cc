// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The list, and memory: from the C library, or if there is much of it, mapped.
#include "runtime/gc_large_objects.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>

namespace wrt {

namespace {

// From here on the C library might keep what is freed.
constexpr std::size_t kMappedSize = std::size_t{128} << 10;

}  // namespace

LargeObjects::~LargeObjects() {
  for (Record* each : records_) release(each);
}

VMObject* LargeObjects::allocate(std::size_t size) {
  const std::size_t bytes = sizeof(Record) + size;
  void* memory;
  if (bytes < kMappedSize) {
    memory = std::calloc(1, bytes);
  } else {
    memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) memory = nullptr;
  }
  if (memory == nullptr) return nullptr;
  Record* const record = static_cast<Record*>(memory);
  record->size = size;
  records_.push_back(record);
  bytes_ += size;
  return object_of(record);
}

void LargeObjects::release(Record* record) {
  const std::size_t bytes = sizeof(Record) + record->size;
  if (bytes < kMappedSize) {
    std::free(record);
  } else {
    munmap(record, bytes);
  }
}

void LargeObjects::begin_marking() {
  std::ranges::sort(records_);
  for (Record* each : records_) each->marked = false;
}

VMObject* LargeObjects::find(std::uintptr_t word) const {
  const auto next = std::ranges::upper_bound(
      records_, word, {}, [](const Record* each) { return reinterpret_cast<std::uintptr_t>(each + 1); });
  if (next == records_.begin()) return nullptr;
  Record* const record = next[-1];
  return word - reinterpret_cast<std::uintptr_t>(record + 1) < record->size ? object_of(record) : nullptr;
}

bool LargeObjects::mark(VMObject* object) {
  Record* const record = reinterpret_cast<Record*>(object) - 1;
  const bool first = !record->marked;
  record->marked = true;
  return first;
}

void LargeObjects::sweep() {
  const auto dead = [this](Record* each) {
    if (each->marked) return false;
    bytes_ -= each->size;
    release(each);
    return true;
  };
  std::erase_if(records_, dead);
}

}  // namespace wrt
