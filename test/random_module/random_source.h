// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Random numbers that are the same on every machine for the same seed: the engine is the standard's, which fixes its
// numbers, and the distributions are ours, because those of the standard library are not fixed.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <random>
#include <span>

namespace wrt::random_module {

class RandomSource {
 public:
  // A stream of its own for each part of a module, so that leaving one part out changes no other.
  RandomSource(std::uint64_t seed, std::uint32_t part, std::uint32_t item) {
    std::seed_seq sequence{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32), part, item};
    engine_.seed(sequence);
  }

  std::uint64_t bits() { return engine_(); }
  // A number below `bound`, which must not be 0. The slight bias does not matter here.
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(engine_() % bound); }
  bool percent(std::uint32_t chance) { return below(100) < chance; }

  // Preconditions of both: there is something to choose from.
  template <typename T>
  const T& one_of(std::span<const T> values) {
    return values[below(static_cast<std::uint32_t>(values.size()))];
  }
  template <typename T>
  T one_of(std::initializer_list<T> values) {
    return values.begin()[below(static_cast<std::uint32_t>(values.size()))];
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace wrt::random_module
