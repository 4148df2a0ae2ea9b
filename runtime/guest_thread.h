// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// GuestThread: what a thread needs to run guests, made at its first call into one. Guests have a stack of their own, so
// that the depth of recursion which traps is the same on every thread, whatever the shell's limits:
//
//     guard_begin            stack_begin                                    stack_end
//     |  guard: any access   |  kHostRoom: guests may use it, but host      |
//     |  is a StackOverflow  |  functions are not entered with less         |  first frame
//
// and signals have one, because a handler cannot run on a stack that has just ended.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include <sys/types.h>

#include "lib/abi/vm_layout.h"
#include "runtime/stop.h"

namespace wrt {

struct Activation;
class SampleTimer;  // runtime/sampler.h

// Stack that a host function finds at least, and a builtin of the runtime.
inline constexpr std::size_t kHostRoom = std::size_t{256} << 10;
inline constexpr std::size_t kBuiltinRoom = std::size_t{64} << 10;

// Return addresses of guest frames as a signal handler gathers them: the first ones, and a ring of the last ones.
struct RawBacktrace {
  std::array<std::uintptr_t, kInnermostFrames> innermost;
  std::array<std::uintptr_t, kOutermostFrames> outermost;
  std::size_t count = 0;
  // Whether innermost[0] is the instruction that trapped, and not the one behind a call.
  bool first_is_exact = false;
  // The exception that was thrown there; null for a trap.
  const VMException* exception = nullptr;
  // Where the trapping function returns to if it trapped in its first instruction, before it had a frame; else
  // meaningless.
  std::uintptr_t caller_at_entry = 0;
};

class GuestThread {
 public:
  // This thread's; made if it has none. Aborts with a message when the system has no memory for the stacks.
  static GuestThread& current();
  // This thread's, or null. Async-signal-safe.
  static GuestThread* current_or_null() { return this_thread_; }
  // Size of the stacks of threads that have not yet called a guest; at least kMinStackSize. Default: kDefaultStackSize.
  static void set_stack_size(std::size_t bytes);
  static constexpr std::size_t kDefaultStackSize = std::size_t{8} << 20;
  static constexpr std::size_t kMinStackSize = std::size_t{1} << 20;
  // Sends `signal` to each thread that has called a guest. Thread-safe.
  static void signal_all(int signal);

  ~GuestThread();
  GuestThread(const GuestThread&) = delete;
  GuestThread& operator=(const GuestThread&) = delete;

  bool in_guard(std::uintptr_t address) const { return address >= guard_begin_ && address < stack_begin_; }
  bool on_stack(std::uintptr_t address) const { return address >= stack_begin_ && address < stack_end_; }
  // Whether a frame at `stack_pointer` of this thread's guest stack has `bytes` of stack left.
  bool has_room(const void* stack_pointer, std::size_t bytes) const {
    return reinterpret_cast<std::uintptr_t>(stack_pointer) >= stack_begin_ + bytes;
  }
  std::uintptr_t stack_begin() const { return stack_begin_; }
  std::uintptr_t stack_end() const { return stack_end_; }

  // The call into a guest that runs now, null when none does.
  Activation* innermost = nullptr;
  RawBacktrace backtrace;
  // Memory for so many Values, which the thread has until it asks again; null if there is none.
  Value* frame_of(std::size_t values);
  // What Builtin::GetHot returned last.
  VMTakeover takeover{};
  // AddressSanitizer's record of the guest stack while the thread is not on it.
  void* sanitizer_stack = nullptr;

 private:
  // Read in signal handlers, so it must never be allocated on first use.
  [[gnu::tls_model("initial-exec")]] static constinit thread_local GuestThread* this_thread_;
  struct Owner;

  GuestThread();
  void install_signal_stack();
  void join_list();
  void leave_list();

  std::unique_ptr<SampleTimer> sample_timer_;  // null if nobody samples
  std::unique_ptr<Value[]> frame_;
  std::size_t frame_capacity_ = 0;
  std::uintptr_t guard_begin_ = 0;
  std::uintptr_t stack_begin_ = 0;
  std::uintptr_t stack_end_ = 0;
  void* signal_stack_ = nullptr;
  // The signal stack that this one replaced.
  void* previous_signal_stack_ = nullptr;
  std::size_t previous_signal_stack_size_ = 0;
  // All threads that there are.
  GuestThread* previous_in_list_ = nullptr;
  GuestThread* next_in_list_ = nullptr;
  pid_t thread_id_ = 0;
};

}  // namespace wrt
