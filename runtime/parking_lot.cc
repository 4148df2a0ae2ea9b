// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The hashed queues. A waiter's record is on its own stack, linked into the bucket while it waits.
#include "runtime/parking_lot.h"

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <list>
#include <mutex>

#include "runtime/interrupter.h"

namespace wrt {

namespace {

struct Waiter {
  const void* address;
  bool notified = false;
  std::condition_variable wake;
};

struct Bucket {
  std::mutex mutex;
  std::list<Waiter*> waiters;  // in order of arrival
};

std::array<Bucket, 256>& all_buckets() {
  static std::array<Bucket, 256>& buckets = *new std::array<Bucket, 256>;  // threads may wait while the process ends
  return buckets;
}

Bucket& bucket_of(const void* address) {
  const std::uint64_t hash = reinterpret_cast<std::uintptr_t>(address) * 0x9e3779b97f4a7c15;
  return all_buckets()[hash >> 56];
}

// Beyond this many nanoseconds (a century and a half) nobody can tell a timeout from none, and clocks overflow.
constexpr std::int64_t kLongestTimeout = std::int64_t{1} << 62;

// Waits on the bucket's lock until notified; false when the time is up, or the thread is to end its calls.
bool sleep(Waiter& waiter, std::unique_lock<std::mutex>& lock, std::int64_t timeout) {
  const auto done = [&waiter] { return waiter.notified || interruption_pending(); };
  if (timeout < 0 || timeout >= kLongestTimeout) {
    waiter.wake.wait(lock, done);
  } else {
    waiter.wake.wait_until(lock, std::chrono::steady_clock::now() + std::chrono::nanoseconds(timeout), done);
  }
  return waiter.notified;
}

}  // namespace

template <typename T>
WaitResult wait_at(const T* address, T expected, std::int64_t timeout) {
  Bucket& bucket = bucket_of(address);
  std::unique_lock lock(bucket.mutex);
  if (__atomic_load_n(address, __ATOMIC_SEQ_CST) != expected) return WaitResult::NotEqual;
  Waiter waiter{address, false, {}};
  const std::list<Waiter*>::iterator place = bucket.waiters.insert(bucket.waiters.end(), &waiter);
  if (sleep(waiter, lock, timeout)) return WaitResult::Woken;
  bucket.waiters.erase(place);
  return WaitResult::TimedOut;
}

template WaitResult wait_at(const std::uint32_t*, std::uint32_t, std::int64_t);
template WaitResult wait_at(const std::uint64_t*, std::uint64_t, std::int64_t);

std::uint32_t notify_at(const void* address, std::uint32_t count) {
  Bucket& bucket = bucket_of(address);
  const std::lock_guard lock(bucket.mutex);
  std::uint32_t woken = 0;
  for (std::list<Waiter*>::iterator each = bucket.waiters.begin(); each != bucket.waiters.end() && woken < count;) {
    Waiter& waiter = **each;
    if (waiter.address != address) {
      ++each;
      continue;
    }
    each = bucket.waiters.erase(each);
    waiter.notified = true;
    waiter.wake.notify_one();
    ++woken;
  }
  return woken;
}

void end_interrupted_waits() {
  for (Bucket& bucket : all_buckets()) {
    const std::lock_guard lock(bucket.mutex);
    for (Waiter* const each : bucket.waiters) each->wake.notify_one();
  }
}

}  // namespace wrt
