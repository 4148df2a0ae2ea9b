// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Activation: one call from C++ into a guest, on the thread's list of them. It is where the guest can be left to: from
// a signal handler, a builtin that traps, or a host function that returns a Stop. Leaving jumps over guest frames,
// which hold nothing, and over the one C++ function that the guest called: that one must be WRT_UNINSTRUMENTED and hold
// no object with a destructor at the time, and leave real work to a function that returns to it first.
#pragma once

#include <cstdint>
#include <optional>

#include "lib/abi/vm_layout.h"
#include "runtime/guest_thread.h"
#include "runtime/machine.h"
#include "runtime/stop.h"
#include "runtime/uninstrumented.h"

namespace wrt {

class Interrupter;  // runtime/interrupter.h
class Store;

struct Activation {
  EntryFrame entry;
  Activation* previous = nullptr;
  Store* store = nullptr;
  const Interrupter* interrupter = nullptr;  // the store's
  bool interruptible = false;                // whether this one or one before has an interrupter
  // While the guest is in a host function: that function's frame, from which a backtrace goes on.
  std::uintptr_t exit_frame = 0;
  bool in_host = false;
  // Why the guest was left: a host function's Stop, an exception, else the trap.
  TrapCode trap{};
  std::uint64_t trap_operand = 0;  // if trap_has_operand
  VMException* exception = nullptr;
  std::optional<Stop> stop;
};

// Calls a guest's function through its array_entry, on this thread's guest stack: parameters are read from
// in_out[0...], results written there. `store` is the function's.
Outcome<> call_guest(Store& store, const VMFuncRef& function, Value* in_out);

// The innermost activation of this thread. Precondition: the thread is in a guest.
inline Activation& current_activation() {
  return *GuestThread::current_or_null()->innermost;
}

// Leaves the guest with a trap, from the C++ function with that frame (__builtin_frame_address(0)), which guest code
// called.
[[noreturn]] void leave_with_trap(TrapCode code, const void* frame);
// Leaves it if it is to end (runtime/interrupter.h); returns if not. For the way back into guest code, with that C++
// function's frame.
void leave_if_stopped(const void* frame);
inline void leave_if_interrupted(const Activation& activation, const void* frame) {
  if (activation.interruptible) [[unlikely]]
    leave_if_stopped(frame);
}
// Leaves it with current_activation().stop.
[[noreturn]] void leave_with_stop();

}  // namespace wrt
