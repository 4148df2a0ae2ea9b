// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The two registries of the process, and how their arrays are replaced.
#include "runtime/range_registry.h"

#include <sched.h>

#include <algorithm>

#include "lib/support/check.h"

namespace wrt {

namespace {

bool begins_before(const AddressRange& range, std::uintptr_t begin) {
  return range.begin < begin;
}

}  // namespace

void RangeRegistry::add(const AddressRange& range) {
  const std::lock_guard lock(writing_);
  const Ranges* const old = ranges_.load();
  Ranges* const changed = old != nullptr ? new Ranges(*old) : new Ranges;
  changed->insert(std::lower_bound(changed->begin(), changed->end(), range.begin, begins_before), range);
  publish(changed);
}

void RangeRegistry::remove(std::uintptr_t begin) {
  const std::lock_guard lock(writing_);
  const Ranges* const old = ranges_.load();
  WRT_CHECK(old != nullptr);
  Ranges* const changed = new Ranges(*old);
  const Ranges::iterator place = std::lower_bound(changed->begin(), changed->end(), begin, begins_before);
  WRT_CHECK(place != changed->end() && place->begin == begin);
  changed->erase(place);
  publish(changed);
}

void RangeRegistry::publish(Ranges* ranges) {
  const Ranges* const old = ranges_.exchange(ranges);
  // A reader that saw the old array had announced itself before the exchange; all that come now see the new one.
  while (readers_.load() != 0) sched_yield();
  delete old;
}

std::optional<AddressRange> RangeRegistry::find(std::uintptr_t address) const {
  readers_.fetch_add(1);
  std::optional<AddressRange> found;
  if (const Ranges* const ranges = ranges_.load(); ranges != nullptr) {
    const AddressRange* const begin = ranges->data();
    const AddressRange* const end = begin + ranges->size();
    // The first range that begins behind the address; the one before it may hold it.
    const AddressRange* const next = std::upper_bound(
        begin, end, address, [](std::uintptr_t key, const AddressRange& range) { return key < range.begin; });
    if (next != begin && next[-1].contains(address)) found = next[-1];
  }
  readers_.fetch_sub(1);
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
