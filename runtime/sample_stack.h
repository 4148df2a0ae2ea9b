// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The stack of a thread that a profiler's signal has stopped anywhere: in guest code, where its frame may not be made
// yet or be gone already, or in the host. Only words of the thread's guest stack are read, and a chain of frames counts
// only if it leads to where C++ called the guest: from the middle of foreign code, which does with the frame pointer
// what it likes, anything can look like one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "runtime/guest_thread.h"
#include "runtime/machine.h"

namespace wrt {

// Guest frames that are kept of a stack, the innermost ones.
inline constexpr std::size_t kMaxSampledFrames = 256;

struct SampledStack {
  // Whether the thread was in the host's code, on behalf of the innermost frame.
  bool in_host = false;
  // Whether there are more frames than kMaxSampledFrames, or they could not be found.
  bool truncated = false;
  // Of each frame an address in its function, or of a thunk's, plus one, so that return addresses are such addresses;
  // innermost first. That of guest code that runs is the beginning of the function.
  std::size_t count = 0;
  std::array<std::uintptr_t, kMaxSampledFrames> addresses;
};

// Fills `sample`; false if the thread is in no guest. `state` is that of this thread, in its signal handler.
// Async-signal-safe.
bool sample_stack(const GuestThread& thread, const MachineState& state, SampledStack& sample);

}  // namespace wrt
