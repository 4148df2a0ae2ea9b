// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Guests of several stores, each on a thread, on one shared memory (threads proposal): wait and notify, growing, traps
// beside running guests, and threads that end while others go on. With both kinds of addresses.
#include <atomic>
#include <chrono>
#include <numeric>
#include <set>
#include <string>
#include <thread>

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "test/unit/runtime/shared_guest.h"
#include "test/unit/runtime/text_module.h"

namespace wrt {

namespace {

using test::Answer;
using test::on_threads;
using test::SharedGuest;

constexpr std::uint64_t kMaxPages = 300;
constexpr std::int64_t kPage = 65536;
constexpr std::int64_t kForEver = -1;
// What memory.atomic.wait returns.
constexpr std::int64_t kWoken = 0;
constexpr std::int64_t kNotEqual = 1;
constexpr std::int64_t kTimedOut = 2;

// {type}: the memory's address type; {wrap}, {extend}: from i64 to it and back; {in}: of an address.
constexpr std::string_view kText = R"((module
  (import "env" "memory" (memory {type} 1 300 shared))
  (func (export "wait32") (param $at i64) (param $expected i64) (param $timeout i64) (result i64)
    (i64.extend_i32_u (memory.atomic.wait32 ({wrap} (local.get $at))
      (i32.wrap_i64 (local.get $expected)) (local.get $timeout))))
  (func (export "wait64") (param $at i64) (param $expected i64) (param $timeout i64) (result i64)
    (i64.extend_i32_u (memory.atomic.wait64 ({wrap} (local.get $at)) (local.get $expected) (local.get $timeout))))
  (func (export "notify") (param $at i64) (param $count i64) (result i64)
    (i64.extend_i32_u (memory.atomic.notify ({wrap} (local.get $at)) (i32.wrap_i64 (local.get $count)))))
  (func (export "load") (param $at i64) (result i64) (i64.load ({wrap} (local.get $at))))
  (func (export "store") (param $at i64) (param $value i64)
    (i64.atomic.store ({wrap} (local.get $at)) (local.get $value)))
  (func (export "size") (result i64) ({extend} (memory.size)))
  (func (export "grow") (param $pages i64) (result i64)
    ({extend} (memory.grow ({wrap} (local.get $pages)))))
  (func (export "add") (param $at i64) (param $times i64)
    (loop $again
      (drop (i64.atomic.rmw.add ({wrap} (local.get $at)) (i64.const 1)))
      (br_if $again (i64.ne (i64.const 0) (local.tee $times (i64.sub (local.get $times) (i64.const 1)))))))
  ;; Looks until there are as many pages; the size seen in the end. Nothing in the loop but the size can change.
  (func (export "await_size") (param $pages i64) (result i64)
    (local $patience i64)
    (local.set $patience (i64.const 2000000000))
    (loop $again
      (if (i64.lt_u ({extend} (memory.size)) (local.get $pages))
        (then (br_if $again (i64.ne (i64.const 0)
          (local.tee $patience (i64.sub (local.get $patience) (i64.const 1))))))))
    ({extend} (memory.size)))
  (func $endless (export "endless") (param $depth i64) (result i64)
    (i64.add (i64.const 1) (call $endless (i64.add (local.get $depth) (i64.const 1)))))))";

std::string text_of(AddressType address) {
  const bool is_64 = address == AddressType::I64;
  return fmt::format(kText, fmt::arg("type", is_64 ? "i64" : "i32"),
                     fmt::arg("wrap", is_64 ? "i64.add (i64.const 0)" : "i32.wrap_i64"),
                     fmt::arg("extend", is_64 ? "i64.add (i64.const 0)" : "i64.extend_i32_s"));
}

// The module, and a memory of one page that a store of the test's own thread owns.
struct Shared {
  explicit Shared(AddressType address) : module(test::compile_text(text_of(address), options())) {
    const Result<MemoryInstance*> made = owner.new_memory(test::shared_memory(address, 1, kMaxPages));
    REQUIRE(made.has_value());
    memory = *made;
  }
  static CompileOptions options() {
    CompileOptions options;
    options.threads = 1;
    options.verify = true;
    return options;
  }
  SharedGuest guest() const { return SharedGuest(module, *memory); }

  Store owner;
  std::shared_ptr<const LoadedModule> module;
  MemoryInstance* memory = nullptr;
};

AddressType any_address_type() {
  return GENERATE(AddressType::I32, AddressType::I64);
}

}  // namespace

TEST_CASE("A guest's wait for another value, or for a time, ends by itself") {
  const Shared shared(any_address_type());
  SharedGuest guest = shared.guest();
  guest.call("store", {8, 5});
  CHECK(guest.call("wait32", {8, 6, kForEver}) == kNotEqual);
  CHECK(guest.call("wait64", {8, 5 + (std::int64_t{1} << 32), kForEver}) == kNotEqual);
  for (const char* wait : {"wait32", "wait64"}) {
    const auto begin = std::chrono::steady_clock::now();
    CHECK(guest.call(wait, {8, 5, 20'000'000}) == kTimedOut);
    const auto time = std::chrono::steady_clock::now() - begin;
    CHECK(time >= std::chrono::milliseconds(20));
    CHECK(time < std::chrono::seconds(20));
    CHECK(guest.call(wait, {8, 5, 0}) == kTimedOut);
  }
  CHECK(guest.call("notify", {8, kForEver}) == 0);
  CHECK(guest.call("wait32", {kPage - 2, 0, 0}) == std::unexpected(TrapCode::UnalignedAtomic));
  CHECK(guest.call("wait64", {kPage, 0, 0}) == std::unexpected(TrapCode::MemoryOutOfBounds));
  CHECK(guest.call("notify", {kPage, 0}) == std::unexpected(TrapCode::MemoryOutOfBounds));
}

TEST_CASE("A guest's notify wakes exactly as many guests of other stores as it says") {
  const Shared shared(any_address_type());
  const char* const wait = GENERATE("wait32", "wait64");
  constexpr std::int64_t kWaiters = 4;
  std::vector<Answer> answers(kWaiters + 1, kTimedOut);
  std::atomic<int> woken = 0;
  on_threads(kWaiters + 1, [&](unsigned thread) {
    SharedGuest guest = shared.guest();
    if (thread < kWaiters) {
      answers[thread] = guest.call(wait, {16, 0, kForEver});
      ++woken;
      return;
    }
    // As many as were notified go on, and nobody else; a neighbouring address has no waiters.
    std::int64_t notified = 0;
    while (notified < 1) notified += guest.call("notify", {16, 1}).value_or(kWaiters);
    while (woken < 1) std::this_thread::yield();
    while (notified < 3) notified += guest.call("notify", {16, 3 - notified}).value_or(kWaiters);
    notified += guest.call("notify", {24, 100}).value_or(kWaiters);
    while (notified < kWaiters) notified += guest.call("notify", {16, -1}).value_or(kWaiters);
    answers[kWaiters] = notified;
  });
  CHECK(answers == std::vector<Answer>{kWoken, kWoken, kWoken, kWoken, kWaiters});
}

TEST_CASE("Every waiter that is counted as notified was woken, and no other, whatever times are up") {
  const Shared shared(AddressType::I32);
  constexpr unsigned kWaiters = 3;
  constexpr int kRounds = 300;
  std::vector<std::int64_t> woken(kWaiters, 0);
  std::vector<std::int64_t> strange(kWaiters, 0);
  std::int64_t notified = 0;
  std::atomic<unsigned> waiting = kWaiters;
  on_threads(kWaiters + 1, [&](unsigned thread) {
    SharedGuest guest = shared.guest();
    if (thread == kWaiters) {
      while (waiting != 0) notified += guest.call("notify", {32, 1 + notified % 2}).value_or(0);
      return;
    }
    for (int round = 0; round < kRounds; ++round) {
      const Answer answer = guest.call("wait32", {32, 0, 20'000 * (round % 5)});
      woken[thread] += answer == kWoken;
      strange[thread] += answer != kWoken && answer != kTimedOut;
    }
    --waiting;
  });
  CHECK(std::reduce(woken.begin(), woken.end()) == notified);
  CHECK(notified > 0);
  CHECK(strange == std::vector<std::int64_t>(kWaiters, 0));
}

TEST_CASE("While one guest grows a shared memory, others see the size rise and reach every new page") {
  const Shared shared(any_address_type());
  constexpr unsigned kReaders = 2;
  std::vector<std::string> found(kReaders);
  on_threads(kReaders + 1, [&](unsigned thread) {
    SharedGuest guest = shared.guest();
    if (thread == kReaders) {
      for (std::uint64_t pages = 1; pages < kMaxPages; ++pages) guest.call("grow", {1});
      return;
    }
    const std::int64_t slot = 8 * (1 + static_cast<std::int64_t>(thread));
    for (std::int64_t seen = 1; seen < static_cast<std::int64_t>(kMaxPages);) {
      const std::int64_t size = guest.call("await_size", {seen + 1}).value_or(-1);
      if (size <= seen) found[thread] = fmt::format("{} pages after {}", size, seen);
      seen = size;
      const std::int64_t last = seen * kPage - slot;
      const Answer before = guest.call("load", {last});
      const Answer stored = guest.call("store", {last, seen});
      if (before != 0 || !stored || guest.call("load", {last}) != seen)
        found[thread] = fmt::format("page {} is not there, or not new", seen - 1);
      if (!found[thread].empty()) return;
    }
  });
  CHECK(found == std::vector<std::string>(kReaders));
  SharedGuest guest = shared.guest();
  CHECK(guest.call("size") == kMaxPages);
  CHECK(guest.call("grow", {1}) == -1);
}

TEST_CASE("Guests that grow a shared memory at once get different pages, and all of them") {
  const AddressType address = any_address_type();
  Shared shared(address);
  for (int round = 0; round < 20; ++round) {
    MemoryInstance& memory = *shared.owner.new_memory(test::shared_memory(address, 1, kMaxPages)).value();
    // Made before the threads, which then begin at once.
    SharedGuest guests[] = {{shared.module, memory}, {shared.module, memory}};
    std::vector<std::vector<std::int64_t>> grown(2);
    on_threads(2, [&](unsigned thread) {
      for (Answer old = guests[thread].call("grow", {1}); old != -1; old = guests[thread].call("grow", {1}))
        grown[thread].push_back(old.value_or(-2));
    });
    std::set<std::int64_t> all(grown[0].begin(), grown[0].end());
    all.insert(grown[1].begin(), grown[1].end());
    CHECK(grown[0].size() + grown[1].size() == kMaxPages - 1);
    CHECK(all.size() == kMaxPages - 1);
    CHECK(*all.begin() == 1);
    CHECK(*all.rbegin() == kMaxPages - 1);
    CHECK(memory.length() == kMaxPages * kPage);
  }
}

TEST_CASE("Guests trap on threads beside guests that run, and lose no count") {
  const Shared shared(any_address_type());
  constexpr std::int64_t kTimes = 100'000;
  constexpr int kTraps = 200;
  int out_of_bounds = 0;
  int overflows = 0;
  on_threads(4, [&](unsigned thread) {
    SharedGuest guest = shared.guest();
    if (thread < 2) guest.call("add", {64, kTimes});
    for (int round = 0; thread == 2 && round < kTraps; ++round)
      out_of_bounds += guest.call("load", {kPage}) == std::unexpected(TrapCode::MemoryOutOfBounds);
    for (int round = 0; thread == 3 && round < 5; ++round)
      overflows += guest.call("endless", {0}) == std::unexpected(TrapCode::StackOverflow);
  });
  CHECK(out_of_bounds == kTraps);
  CHECK(overflows == 5);
  CHECK(shared.guest().call("load", {64}) == 2 * kTimes);
}

TEST_CASE("A page that another guest has yet to make traps until it is there") {
  const Shared shared(any_address_type());
  int traps = 0;
  Answer seen = -1;
  std::atomic<bool> trapped = false;
  on_threads(2, [&](unsigned thread) {
    SharedGuest guest = shared.guest();
    if (thread == 0) {
      while (!trapped) std::this_thread::yield();
      guest.call("grow", {1});
      return;
    }
    for (seen = guest.call("load", {kPage}); !seen; seen = guest.call("load", {kPage})) {
      ++traps;
      trapped = seen == std::unexpected(TrapCode::MemoryOutOfBounds);
    }
  });
  CHECK(traps > 0);
  CHECK(seen == 0);
}

TEST_CASE("A shared memory goes on when threads end that waited on it, trapped or grew it") {
  const Shared shared(any_address_type());
  SharedGuest survivor = shared.guest();
  for (int round = 0; round < 10; ++round) {
    on_threads(3, [&](unsigned thread) {
      SharedGuest guest = shared.guest();
      guest.call("add", {72, 10});
      if (thread == 0) guest.call("wait64", {80, 0, 100'000});
      if (thread == 1) guest.call("load", {-8});
      if (thread == 2) guest.call("grow", {1});
    });
    // Nobody is left in the queue, and the address's next waiter is alone there.
    CHECK(survivor.call("notify", {80, -1}) == 0);
    CHECK(survivor.call("wait32", {80, 0, 0}) == kTimedOut);
  }
  CHECK(survivor.call("load", {72}) == 10 * 3 * 10);
  CHECK(survivor.call("size") == 11);
  CHECK(survivor.call("load", {11 * kPage - 8}) == 0);
}

}  // namespace wrt
