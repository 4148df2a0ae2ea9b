// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// RunLimits: all that bounds what the guests of a run may take, in one place for the commands that run some.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>

#include "runtime/guest_thread.h"
#include "runtime/interrupter.h"
#include "runtime/store.h"

namespace wrt {

struct RunLimits {
  // Of each store. The interrupter is set by who runs the guests.
  StoreOptions store;
  // Bytes of the guest stack of each thread; at least GuestThread::kMinStackSize.
  std::size_t stack_bytes = GuestThread::kDefaultStackSize;
  // Time that guests may run; nothing: for ever.
  std::optional<std::chrono::nanoseconds> time;

  // Before the first thread calls a guest.
  void set_stack_size() const { GuestThread::set_stack_size(stack_bytes); }
  // What ends the calls into guests when the time is over; null if it is not limited. The time has not begun.
  std::unique_ptr<Interrupter> make_interrupter() const { return time ? std::make_unique<Interrupter>() : nullptr; }
  // The time begins. Precondition: there is an interrupter if the time is limited.
  void start(Interrupter* interrupter) const {
    if (time) interrupter->stop_after(*time, TrapCode::TimeLimit);
  }
};

}  // namespace wrt
