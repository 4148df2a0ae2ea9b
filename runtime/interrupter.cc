// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The thread that waits and sends the signals, and what a guest's thread asks itself.
#include "runtime/interrupter.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "runtime/activation.h"
#include "runtime/guest_thread.h"
#include "runtime/parking_lot.h"
#include "runtime/signals.h"

namespace wrt {

namespace {

using Clock = std::chrono::steady_clock;

// Times between two signals: each is twice the one before, up to the last.
constexpr std::chrono::milliseconds kFirstPause{1};
constexpr std::chrono::milliseconds kLongestPause{50};

// Later than this nobody waits, and clocks overflow.
constexpr std::chrono::hours kLongestDelay{24 * 365 * 100};

}  // namespace

void Interrupter::stop_after(std::chrono::nanoseconds delay, TrapCode why) {
  install_interrupt_handler();
  const Clock::time_point deadline = Clock::now() + std::min<std::chrono::nanoseconds>(delay, kLongestDelay);
  // The thread that there was ends first.
  thread_ = std::jthread();
  thread_ = std::jthread([this, deadline, why](const std::stop_token& ended) { run(ended, deadline, why); });
}

void Interrupter::run(const std::stop_token& ended, Clock::time_point deadline, TrapCode why) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  const auto wait_until = [&](Clock::time_point time) {
    wake.wait_until(lock, ended, time, [] { return false; });
    return !ended.stop_requested();
  };
  if (!wait_until(deadline)) return;
  reason_.store(why);
  for (std::chrono::milliseconds pause = kFirstPause;; pause = std::min(2 * pause, kLongestPause)) {
    // A call that begins behind this question sees the reason.
    if (calls_.load() != 0) {
      signal_guest_threads();
      end_interrupted_waits();
    }
    if (!wait_until(Clock::now() + pause)) return;
  }
}

TrapCode interruption_of(const GuestThread& thread) {
  for (const Activation* each = thread.innermost; each != nullptr; each = each->previous) {
    if (each->interrupter == nullptr) continue;
    if (const TrapCode why = each->interrupter->reason(); why != TrapCode{}) return why;
  }
  return TrapCode{};
}

bool interruption_pending() {
  const GuestThread* const thread = GuestThread::current_or_null();
  return thread != nullptr && interruption_of(*thread) != TrapCode{};
}

}  // namespace wrt
