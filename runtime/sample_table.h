// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// SampleTable: counts stacks as a profiler sees them, from within signal handlers of any number of threads. A stack
// that was seen before costs one more in its counter, so that the table holds as many stacks as there are different
// ones, however long a program runs. All memory is reserved before the first sample: a hash table of places, and behind
// each place an entry that is never changed but for its count. A stack that finds no room is counted as lost.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>

namespace wrt {

class SampleTable {
 public:
  // Words of 8 bytes for all entries together, and places for entries. Memory is taken as it is used.
  static constexpr std::size_t kDefaultWords = std::size_t{8} << 20;
  static constexpr std::size_t kDefaultPlaces = std::size_t{1} << 18;

  // `places` is a power of two. Where the system has no memory for it, all samples are lost.
  explicit SampleTable(std::size_t words = kDefaultWords, std::size_t places = kDefaultPlaces);
  SampleTable(const SampleTable&) = delete;
  SampleTable& operator=(const SampleTable&) = delete;

  // Counts a stack: any words that tell it from others. Thread-safe, async-signal-safe.
  void add(std::span<const std::uintptr_t> stack);
  std::uint64_t lost() const { return lost_.load(); }

  // Calls visit(std::span<const std::uintptr_t> stack, std::uint64_t count) for each stack. Two threads that meet a
  // stack for the first time at the same moment may leave two entries of it. Threads may go on adding.
  template <typename Visit>
  void for_each(Visit visit) const {
    for (std::size_t place = 0; place < place_count_; ++place) {
      const std::uint32_t offset = places_[place].load(std::memory_order_acquire);
      if (offset != 0) visit(stack_at(offset), count_at(offset).load());
    }
  }

 private:
  // An entry: its hash, its count, how many words its stack has, and the stack.
  static constexpr std::size_t kHeader = 3;

  // Writes an entry that nobody can see yet. Returns 0 if there is no room.
  std::uint32_t write_entry(std::uint64_t hash, std::span<const std::uintptr_t> stack);
  bool is_entry_of(std::uint32_t offset, std::uint64_t hash, std::span<const std::uintptr_t> stack) const;
  std::atomic_ref<std::uint64_t> count_at(std::uint32_t offset) const {
    return std::atomic_ref<std::uint64_t>(words_[offset + 1]);
  }
  std::span<const std::uintptr_t> stack_at(std::uint32_t offset) const {
    return {&words_[offset + kHeader], static_cast<std::size_t>(words_[offset + 2])};
  }

  struct Free {
    void operator()(void* memory) const { std::free(memory); }
  };
  std::size_t word_count_;
  std::size_t place_count_;
  std::unique_ptr<std::uint64_t[], Free> words_;
  // Offsets in words_; 0 where there is no entry.
  std::unique_ptr<std::atomic<std::uint32_t>[], Free> places_;
  std::atomic<std::size_t> used_words_{1};
  std::atomic<std::uint64_t> lost_{0};
};

static_assert(sizeof(std::uintptr_t) == sizeof(std::uint64_t));

}  // namespace wrt
