// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Counting who asks.
#include "runtime/hot_loops.h"

#include <algorithm>

namespace wrt {

namespace {

// In which loops of a nest ask before one is chosen.
constexpr std::uint32_t kRounds = 100'000;
// How many more it waits, in the same way, for a loop that has been chosen.
constexpr std::uint32_t kMostRounds = 1'000'000;
constexpr std::memory_order kRelaxed = std::memory_order_relaxed;

}  // namespace

std::optional<std::uint32_t> HotLoops::choose(std::uint32_t function, std::uint32_t loop, std::uint32_t outermost) {
  Nest& nest = nests_[function];
  if (nest.outermost.load(kRelaxed) != outermost) {
    nest.outermost.store(outermost, kRelaxed);
    nest.candidate.store(loop, kRelaxed);
    nest.asked.store(0, kRelaxed);
  }
  const std::uint32_t asked = nest.asked.load(kRelaxed);
  const std::uint32_t candidate = nest.candidate.load(kRelaxed);
  if (asked >= kRounds) return candidate;
  nest.candidate.store(std::min(candidate, loop), kRelaxed);
  nest.asked.store(asked + 1, kRelaxed);
  return std::nullopt;
}

void HotLoops::wait(std::uint32_t function, std::uint32_t loop) {
  Nest& nest = nests_[function];
  if (nest.asked.fetch_add(1, kRelaxed) < kRounds + kMostRounds) return;
  nest.candidate.store(loop, kRelaxed);
  nest.asked.store(0, kRelaxed);
}

}  // namespace wrt
