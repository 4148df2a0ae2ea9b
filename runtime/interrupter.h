// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Interrupter: ends calls into guests from outside, at once or when their time is up. Guest code pays nothing for it:
// no loop asks whether it may go on. Instead the threads that run guests get a signal (runtime/signals.cc). In compiled
// code the guest is left where it is, as by a trap; in a host function or a builtin, the system call that it waits in
// ends with EINTR, and the guest is left when it returns.
//
// A signal may come at the wrong moment: just before a system call begins to wait, or a thunk goes back into a loop. So
// signals are sent again and again, ever more rarely, until the calls have ended. Other threads that have called guests
// get them, too, and ignore them; but their system calls may end with EINTR.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <thread>

#include "lib/abi/traps.h"

namespace wrt {

class GuestThread;  // runtime/guest_thread.h

// For one or more stores (StoreOptions::interrupter), which it must outlive. stop() and stop_after() are for one thread
// at a time.
class Interrupter {
 public:
  Interrupter() = default;
  Interrupter(const Interrupter&) = delete;
  Interrupter& operator=(const Interrupter&) = delete;

  // Ends all calls into guests of its stores with the trap `why`, those that run and those to come. Does not wait.
  void stop(TrapCode why) { stop_after(std::chrono::nanoseconds(0), why); }
  // The same when that time has passed, unless it is told something else before.
  void stop_after(std::chrono::nanoseconds delay, TrapCode why);

  // Why calls are ended; TrapCode{} while they are not. Async-signal-safe.
  TrapCode reason() const { return reason_.load(); }

  // Around each call into a guest, for runtime/activation.cc. The reason is asked in between.
  void begin_call() const { calls_.fetch_add(1); }
  void end_call() const { calls_.fetch_sub(1); }

 private:
  void run(const std::stop_token& ended, std::chrono::steady_clock::time_point deadline, TrapCode why);

  std::atomic<TrapCode> reason_{};
  mutable std::atomic<std::size_t> calls_ = 0;  // that run
  std::jthread thread_;
};

// Why the calls on this thread are to end; TrapCode{} if they are not. Async-signal-safe.
TrapCode interruption_of(const GuestThread& thread);

// Whether the host function that asks should return, rather than try again a system call that ended with EINTR: what it
// returns then does not matter.
bool interruption_pending();

}  // namespace wrt
