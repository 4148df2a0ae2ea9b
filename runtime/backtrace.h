// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Backtraces, in two steps: gathering return addresses while the guest's frames are still there (in a signal handler,
// perhaps), and describing them afterwards, when memory can be allocated again.
//
// Frames are found by frame pointers. The walk starts anew at each activation, from the frame of the host function
// through which the guest was left, so that C and C++ code in between may have been compiled without them.
#pragma once

#include <cstdint>

#include "runtime/guest_thread.h"
#include "runtime/machine.h"
#include "runtime/stop.h"

namespace wrt {

class Store;

// Fills thread.backtrace, for a thread that trapped in this state. Async-signal-safe.
void gather_backtrace(GuestThread& thread, const MachineState& state);
// The same for a C++ function with that frame pointer which guest code called.
void gather_backtrace(GuestThread& thread, std::uintptr_t frame);

// The same for the throw of an exception, of which it keeps only the innermost frames: it may be caught, and is to be
// thrown fast.
void gather_throw_backtrace(GuestThread& thread, std::uintptr_t frame, const VMException* exception);

// Turns what was gathered into stop.backtrace. Modules are named as instances of `store` are.
void describe_backtrace(const RawBacktrace& raw, const Store& store, Stop& stop);

}  // namespace wrt
