// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// RangeRegistry answers "whose address is this?" from within a signal handler. The ranges are a sorted array that is
// never changed: who adds or removes one publishes a new array, then waits until no reader can hold the old one.
// Readers take no lock, allocate nothing and wait for nobody; writers exclude each other.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

namespace wrt {

struct AddressRange {
  std::uintptr_t begin = 0;
  std::uintptr_t end = 0;
  const void* owner = nullptr;

  bool contains(std::uintptr_t address) const { return begin <= address && address < end; }
};

class RangeRegistry {
 public:
  constexpr RangeRegistry() = default;
  // Precondition: no thread uses the registry any more.
  ~RangeRegistry() { delete ranges(); }
  RangeRegistry(const RangeRegistry&) = delete;
  RangeRegistry& operator=(const RangeRegistry&) = delete;

  // Precondition: the range overlaps no other.
  void add(const AddressRange& range);
  // Precondition: a range begins there.
  void remove(std::uintptr_t begin);
  // The range that holds `address`. Async-signal-safe.
  std::optional<AddressRange> find(std::uintptr_t address) const;
  // Whether there is one. A sanitizer knows nothing of it. Async-signal-safe.
  bool contains(std::uintptr_t address) const;

 private:
  // Never changed once it is published; the pointer and the count are the list's.
  struct Ranges {
    std::vector<AddressRange> list;
    const AddressRange* first = nullptr;
    std::size_t count = 0;
  };
  const Ranges* ranges() const { return reinterpret_cast<const Ranges*>(ranges_.load()); }
  std::vector<AddressRange> copy() const;
  void publish(std::vector<AddressRange> list);
  bool look_up(std::uintptr_t address, AddressRange* found) const;

  std::mutex writing_;
  // A pointer to Ranges, as a number: of those alone the library's functions are always part of their callers.
  std::atomic<std::uintptr_t> ranges_{0};
  mutable std::atomic<std::size_t> readers_{0};
};

// The machine code of every LoadedModule; owner is the LoadedModule.
RangeRegistry& code_ranges();
// The reservations of every MemoryInstance; owner is the MemoryInstance.
RangeRegistry& memory_ranges();

}  // namespace wrt
