// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Waiting and notifying without guests, so that races show by themselves.
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "runtime/parking_lot.h"

namespace wrt {

TEST_CASE("A wait for another value ends at once") {
  const std::uint32_t word = 1;
  CHECK(wait_at(&word, std::uint32_t{2}, -1) == WaitResult::NotEqual);
}

TEST_CASE("A wait ends when its time is up") {
  const std::uint64_t word = 1;
  const auto begin = std::chrono::steady_clock::now();
  CHECK(wait_at(&word, std::uint64_t{1}, 20'000'000) == WaitResult::TimedOut);
  CHECK(std::chrono::steady_clock::now() - begin >= std::chrono::milliseconds(20));
  CHECK(wait_at(&word, std::uint64_t{1}, 0) == WaitResult::TimedOut);
  CHECK(notify_at(&word, 1) == 0);  // nobody is left in the queue
}

TEST_CASE("A notification wakes as many waiters of its address as it says") {
  constexpr std::uint32_t kWaiters = 5;
  std::uint32_t words[2] = {0, 0};
  std::atomic<std::uint32_t> woken = 0;
  std::vector<std::thread> threads;
  for (std::uint32_t each = 0; each < kWaiters; ++each) {
    threads.emplace_back([&] {
      if (wait_at(&words[0], 0u, -1) == WaitResult::Woken) ++woken;
    });
  }
  CHECK(notify_at(&words[1], 100) == 0);
  CHECK(notify_at(&words[0], 0) == 0);
  std::uint32_t notified = 0;
  while (notified < 2) notified += notify_at(&words[0], 1);
  while (woken != 2) std::this_thread::yield();
  while (notified < kWaiters) notified += notify_at(&words[0], 100);
  for (std::thread& each : threads) each.join();
  CHECK(notified == kWaiters);
  CHECK(woken == kWaiters);
  CHECK(notify_at(&words[0], 100) == 0);
}

TEST_CASE("Two threads hand a word back and forth") {
  std::uint32_t word = 0;
  const auto play = [&word](std::uint32_t parity) {
    for (int round = 0; round < 1000; ++round) {
      for (std::uint32_t now = __atomic_load_n(&word, __ATOMIC_SEQ_CST); now % 2 != parity;
           now = __atomic_load_n(&word, __ATOMIC_SEQ_CST)) {
        wait_at(&word, now, -1);
      }
      __atomic_fetch_add(&word, 1, __ATOMIC_SEQ_CST);
      notify_at(&word, 1);
    }
  };
  std::thread other(play, 1);
  play(0);
  other.join();
  CHECK(word == 2000);
}

}  // namespace wrt
