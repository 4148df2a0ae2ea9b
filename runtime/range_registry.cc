// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The two registries of the process, and how their arrays are replaced.
#include "runtime/range_registry.h"

#include <sched.h>

#include <algorithm>
#include <utility>

#include "lib/support/check.h"
#include "runtime/uninstrumented.h"

namespace wrt {

namespace {

bool begins_before(const AddressRange& range, std::uintptr_t begin) {
  return range.begin < begin;
}

}  // namespace

void RangeRegistry::add(const AddressRange& range) {
  const std::lock_guard lock(writing_);
  std::vector<AddressRange> changed = copy();
  changed.insert(std::lower_bound(changed.begin(), changed.end(), range.begin, begins_before), range);
  publish(std::move(changed));
}

void RangeRegistry::remove(std::uintptr_t begin) {
  const std::lock_guard lock(writing_);
  std::vector<AddressRange> changed = copy();
  const auto place = std::lower_bound(changed.begin(), changed.end(), begin, begins_before);
  WRT_CHECK(place != changed.end() && place->begin == begin);
  changed.erase(place);
  publish(std::move(changed));
}

std::vector<AddressRange> RangeRegistry::copy() const {
  const Ranges* const current = ranges();
  return current != nullptr ? current->list : std::vector<AddressRange>();
}

void RangeRegistry::publish(std::vector<AddressRange> list) {
  auto* const made = new Ranges{std::move(list), nullptr, 0};
  made->first = made->list.data();
  made->count = made->list.size();
  const std::uintptr_t old = ranges_.exchange(reinterpret_cast<std::uintptr_t>(made));
  // A reader that saw the old array had announced itself before the exchange; all that come now see the new one.
  while (readers_.load() != 0) sched_yield();
  delete reinterpret_cast<const Ranges*>(old);
}

// Plain words and pointers: a call of the library would be one that a sanitizer knows.
WRT_UNINSTRUMENTED bool RangeRegistry::look_up(std::uintptr_t address, AddressRange* found) const {
  readers_.fetch_add(1);
  bool is_there = false;
  if (const std::uintptr_t number = ranges_.load(); number != 0) {
    const auto* const ranges = reinterpret_cast<const Ranges*>(number);
    // The number of ranges that begin at the address or before it; the last of them may hold it.
    std::size_t low = 0;
    std::size_t high = ranges->count;
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      if (ranges->first[middle].begin <= address) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    is_there = low > 0 && address < ranges->first[low - 1].end;
    if (is_there && found != nullptr) *found = ranges->first[low - 1];
  }
  readers_.fetch_sub(1);
  return is_there;
}

WRT_UNINSTRUMENTED bool RangeRegistry::contains(std::uintptr_t address) const {
  return look_up(address, nullptr);
}

std::optional<AddressRange> RangeRegistry::find(std::uintptr_t address) const {
  AddressRange found;
  if (!look_up(address, &found)) return std::nullopt;
  return found;
}

namespace {

// There from the first instruction of the process to its last: other threads may run guests while main() returns.
union Immortal {
  constexpr Immortal() : registry() {}
  ~Immortal() {}
  RangeRegistry registry;
};
constinit Immortal code;
constinit Immortal memories;

}  // namespace

RangeRegistry& code_ranges() {
  return code.registry;
}

RangeRegistry& memory_ranges() {
  return memories.registry;
}

}  // namespace wrt
