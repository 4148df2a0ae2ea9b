// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where threads wait for memory.atomic.notify (threads proposal, "Wait and notify operators"): a queue per address,
// addresses hashed over a fixed number of buckets. Process-wide, since threads of several stores share memories.
// Thread-safe.
#pragma once

#include <cstdint>

namespace wrt {

enum class WaitResult : std::uint32_t { Woken = 0, NotEqual = 1, TimedOut = 2 };

// Waits until `address` is notified, at most `timeout` nanoseconds (negative: for ever), unless the word there is not
// `expected`. The comparison and the beginning of the wait are one step to every notify. T is uint32_t or uint64_t.
// Where the thread's calls are to end (runtime/interrupter.h), the time is up.
template <typename T>
WaitResult wait_at(const T* address, T expected, std::int64_t timeout);

// Wakes at most `count` threads that wait at `address`, those first that came first. Returns how many.
std::uint32_t notify_at(const void* address, std::uint32_t count);

// Wakes the threads whose calls are to end; others wait on.
void end_interrupted_waits();

}  // namespace wrt
