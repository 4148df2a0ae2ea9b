// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Sampler: while there is one, each thread that calls guests is stopped again and again, as its processor time goes by,
// and its stack is counted (runtime/sample_stack.h, runtime/sample_table.h). A thread has a timer of its own, by its
// own clock, so that who waits is not disturbed and costs nothing. The signal is SIGPROF; system calls that it comes
// into are made again by the kernel, but for those that never are (ppoll), which our host functions make again
// themselves.
//
// Where there is no Sampler, all this costs a look at a pointer when a thread calls its first guest.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "lib/support/result.h"
#include "runtime/sample_table.h"

namespace wrt {

class SampleTimer;
struct SampleSignal;  // the handler

// What the words of a stack in a Sampler's table are: the first holds these bits, the others are SampledStack's
// addresses.
enum SampleFlag : std::uintptr_t { kSampleInHost = 1, kSampleTruncated = 2 };

class Sampler {
 public:
  static constexpr unsigned kDefaultRate = 1000;
  static constexpr unsigned kMaxRate = 10'000;

  // Of threads that call their first guest from now on. `rate` is in samples for each second of processor time, from 1
  // to kMaxRate; the kernel may look at its clocks less often. One at a time. Errors: Io, where there are no such
  // timers.
  static Result<std::unique_ptr<Sampler>> start(unsigned rate);
  // When it returns no handler uses this object any more.
  ~Sampler();
  Sampler(const Sampler&) = delete;
  Sampler& operator=(const Sampler&) = delete;

  // Counts nothing from now on. Thread-safe.
  void stop();

  unsigned rate() const { return rate_; }
  const SampleTable& table() const { return table_; }
  // Samples of threads that were in no guest: between two calls, or in a trap's handler.
  std::uint64_t outside() const { return outside_.load(); }
  // How often a sample was due: of some, the kernel tells later that they were missed.
  std::uint64_t due() const { return due_.load(); }
  // Threads that the system had no timer for.
  std::uint64_t threads_without() const { return threads_without_.load(); }

  // This thread's timer, until it is destroyed by the same thread; null if there is no Sampler. For GuestThread.
  static std::unique_ptr<SampleTimer> start_timer();

 private:
  explicit Sampler(unsigned rate) : rate_(rate) {}
  void take(const void* context);

  friend struct SampleSignal;

  unsigned rate_;
  SampleTable table_;
  std::atomic<std::uint64_t> outside_{0};
  std::atomic<std::uint64_t> due_{0};
  std::atomic<std::uint64_t> threads_without_{0};
};

// One thread's timer.
class SampleTimer {
 public:
  // Nothing if the system refuses.
  static std::unique_ptr<SampleTimer> create(unsigned rate);
  ~SampleTimer();
  SampleTimer(const SampleTimer&) = delete;
  SampleTimer& operator=(const SampleTimer&) = delete;

 private:
  explicit SampleTimer(void* timer) : timer_(timer) {}
  void* timer_;  // a timer_t
};

}  // namespace wrt
