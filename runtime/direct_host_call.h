// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Host functions that compiled code calls without a thunk and an array: C functions of integers in registers.
//
// FAST: where the kernel guards the processor's prediction of returns, each return behind a system call was measured to
// cost 6 ns, and there are five from read() to the guest by way of a HostCallback (docs/rationale.md). Here is one. A
// call without a system call takes 6 ns instead of 18. An entry looks so, for a function of two parameters:
//
//   WRT_DIRECT_HOST_FUNCTION std::uint32_t enter(const BoundHostFunction& callee, std::uint32_t a, std::uint64_t b) {
//     const void* const frame = __builtin_frame_address(0);
//     Activation& activation = enter_host(frame);
//     const std::uint32_t result = body(callee, a, b);       // WRT_DIRECT_BODY
//     if (activation.stop) leave_with_stop();
//     return_from_host(activation, frame);
//     return result;
//   }
//
// The guest is left from within it, so all that needs a destructor belongs into the body.
#pragma once

#include <cstdint>

#include "runtime/activation.h"
#include "runtime/host_call.h"
#include "runtime/machine.h"

#define WRT_DIRECT_HOST_FUNCTION WRT_UNINSTRUMENTED WRT_DIRECT_ENTRY

// Sanitizers have to see the body, which they would not if it became a part of the entry.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define WRT_DIRECT_BODY [[gnu::noinline]]
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define WRT_DIRECT_BODY [[gnu::noinline]]
#endif
#endif
#ifndef WRT_DIRECT_BODY
#define WRT_DIRECT_BODY [[gnu::always_inline, gnu::flatten]] inline
#endif

namespace wrt {

// At the beginning of a function that a guest calls, with its frame: from here on the guest is in the host. Both of
// these are a part of that function whatever the optimisation, since the guest can be left from within them.
[[gnu::always_inline]] inline Activation& enter_host(const void* frame) {
  GuestThread& thread = *GuestThread::current_or_null();
  if (!thread.has_room(frame, kHostRoom)) [[unlikely]]
    leave_with_trap(TrapCode::StackOverflow, frame);
  Activation& activation = *thread.innermost;
  activation.exit_frame = reinterpret_cast<std::uintptr_t>(frame);
  activation.in_host = true;
  return activation;
}

// On the way back to the guest; does not return if the guest's call is to end.
[[gnu::always_inline]] inline void return_from_host(Activation& activation, const void* frame) {
  leave_if_interrupted(activation, frame);
  activation.in_host = false;
}

}  // namespace wrt
