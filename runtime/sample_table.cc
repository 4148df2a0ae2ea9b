// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finding or making an entry without a lock: it is written first and then published by one exchange of its place. Who
// comes second with the same stack leaves what it has written unused.
#include "runtime/sample_table.h"

#include <algorithm>

#include "lib/support/check.h"

namespace wrt {

namespace {

// How many places are looked at before a stack counts as lost: in a table that is half full, hardly ever.
constexpr std::size_t kProbes = 64;

std::uint64_t hash_of(std::span<const std::uintptr_t> stack) {
  std::uint64_t hash = stack.size();
  for (const std::uintptr_t word : stack) {
    hash = (hash ^ word) * 0x9e37'79b9'7f4a'7c15;
    hash ^= hash >> 29;
  }
  return hash;
}

}  // namespace

SampleTable::SampleTable(std::size_t words, std::size_t places)
    : word_count_(words),
      place_count_(places),
      // The system's zero pages, until they are written to.
      words_(static_cast<std::uint64_t*>(std::calloc(words, sizeof(std::uint64_t)))),
      places_(static_cast<std::atomic<std::uint32_t>*>(std::calloc(places, sizeof(std::atomic<std::uint32_t>)))) {
  WRT_CHECK((places & (places - 1)) == 0 && words <= UINT32_MAX);
  if (words_ == nullptr || places_ == nullptr) place_count_ = 0;
}

void SampleTable::add(std::span<const std::uintptr_t> stack) {
  const std::uint64_t hash = hash_of(stack);
  std::uint32_t written = 0;
  for (std::size_t probe = 0; probe < std::min(kProbes, place_count_); ++probe) {
    std::atomic<std::uint32_t>& place = places_[(hash + probe) & (place_count_ - 1)];
    std::uint32_t found = place.load(std::memory_order_acquire);
    if (found == 0) {
      if (written == 0) written = write_entry(hash, stack);
      if (written == 0) break;
      if (place.compare_exchange_strong(found, written, std::memory_order_acq_rel)) return;
    }
    if (is_entry_of(found, hash, stack)) {
      count_at(found).fetch_add(1);
      return;
    }
  }
  lost_.fetch_add(1);
}

std::uint32_t SampleTable::write_entry(std::uint64_t hash, std::span<const std::uintptr_t> stack) {
  const std::size_t size = kHeader + stack.size();
  std::size_t offset = used_words_.load();
  do {
    if (size > word_count_ - std::min(offset, word_count_)) return 0;
  } while (!used_words_.compare_exchange_weak(offset, offset + size));
  words_[offset] = hash;
  words_[offset + 1] = 1;
  words_[offset + 2] = stack.size();
  std::ranges::copy(stack, &words_[offset + kHeader]);
  return static_cast<std::uint32_t>(offset);
}

bool SampleTable::is_entry_of(std::uint32_t offset, std::uint64_t hash, std::span<const std::uintptr_t> stack) const {
  return words_[offset] == hash && std::ranges::equal(stack_at(offset), stack);
}

}  // namespace wrt
