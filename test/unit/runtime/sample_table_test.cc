// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// SampleTable: counting, and what happens when it is full.
#include "runtime/sample_table.h"

#include <cstdint>
#include <map>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

namespace wrt {

namespace {

using Stack = std::vector<std::uintptr_t>;

std::map<Stack, std::uint64_t> counts_of(const SampleTable& table) {
  std::map<Stack, std::uint64_t> counts;
  table.for_each([&](std::span<const std::uintptr_t> stack, std::uint64_t count) {
    counts[Stack(stack.begin(), stack.end())] += count;
  });
  return counts;
}

}  // namespace

TEST_CASE("SampleTable counts equal stacks together and others apart") {
  SampleTable table(1000, 64);
  const Stack stacks[] = {{}, {0}, {1, 2, 3}, {1, 2}, {3, 2, 1}};
  for (unsigned round = 0; round < 3; ++round) {
    for (const Stack& each : stacks) table.add(each);
  }
  table.add(stacks[2]);
  CHECK(counts_of(table) ==
        std::map<Stack, std::uint64_t>{{{}, 3}, {{0}, 3}, {{1, 2, 3}, 4}, {{1, 2}, 3}, {{3, 2, 1}, 3}});
  CHECK(table.lost() == 0);
}

TEST_CASE("SampleTable counts what it has no room for as lost, and goes on counting what it has") {
  SECTION("words") {
    SampleTable table(40, 64);
    for (std::uintptr_t each = 0; each < 100; ++each) table.add(Stack(7, each));
    // The first word of all is not used, and each entry has ten.
    CHECK(counts_of(table).size() == 3);
    CHECK(table.lost() == 97);
    table.add(Stack(7, 2));
    CHECK(counts_of(table).at(Stack(7, 2)) == 2);
    CHECK(table.lost() == 97);
    table.add(Stack(7, 50));
    CHECK(table.lost() == 98);
  }
  SECTION("places") {
    SampleTable table(10'000, 4);
    for (std::uintptr_t each = 0; each < 100; ++each) table.add(Stack{each});
    CHECK(counts_of(table).size() == 4);
    CHECK(table.lost() == 96);
  }
}

TEST_CASE("SampleTable loses no sample of threads that count at the same time") {
  constexpr unsigned kThreads = 4, kRounds = 20'000, kStacks = 37;
  SampleTable table(1 << 16, 1 << 10);
  {
    std::vector<std::jthread> threads;
    for (unsigned thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&table] {
        for (unsigned round = 0; round < kRounds; ++round) table.add(Stack(1 + round % 5, round % kStacks));
      });
    }
  }
  std::map<Stack, std::uint64_t> expected;
  for (unsigned round = 0; round < kRounds; ++round) expected[Stack(1 + round % 5, round % kStacks)] += kThreads;
  CHECK(table.lost() == 0);
  CHECK(counts_of(table) == expected);
}

}  // namespace wrt
