// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Into guest code and out of it again, on a stack of its own.
#include "runtime/activation.h"

#include <atomic>
#include <utility>

#include <fmt/format.h>

#include "runtime/backtrace.h"
#include "runtime/exception.h"
#include "runtime/interrupter.h"
#include "runtime/store.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WRT_ADDRESS_SANITIZER 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define WRT_ADDRESS_SANITIZER 1
#endif
#ifdef WRT_ADDRESS_SANITIZER
#include <sanitizer/common_interface_defs.h>
#endif

namespace wrt {

namespace {

// From no guest at all into the first one: changes stacks. AddressSanitizer is told so before and after, while no
// instrumented function runs.
WRT_UNINSTRUMENTED bool enter_on_guest_stack(GuestThread& thread, Activation& activation, const VMFuncRef& function,
                                             Value* in_out) {
#ifdef WRT_ADDRESS_SANITIZER
  void* own_fake_stack = nullptr;
  const void* own_stack = nullptr;
  std::size_t own_size = 0;
  __sanitizer_start_switch_fiber(&own_fake_stack, reinterpret_cast<const void*>(thread.stack_begin()),
                                 thread.stack_end() - thread.stack_begin());
  __sanitizer_finish_switch_fiber(thread.sanitizer_stack, &own_stack, &own_size);
#endif
  const int left = wrt_enter_guest(&activation.entry, &function, in_out, function.array_entry,
                                   reinterpret_cast<void*>(thread.stack_end()));
#ifdef WRT_ADDRESS_SANITIZER
  __sanitizer_start_switch_fiber(&thread.sanitizer_stack, own_stack, own_size);
  __sanitizer_finish_switch_fiber(own_fake_stack, nullptr, nullptr);
#endif
  return left != 0;
}

// A Stop that a host function passes on from a guest that it called has its backtrace already. That of an exception was
// gathered when it was thrown, and is lost if others were thrown since.
bool needs_backtrace(const GuestThread& thread, const Stop& stop) {
  if (stop.kind == Stop::Kind::Exception) return thread.backtrace.exception == stop.exception;
  return stop.kind == Stop::Kind::Trap && stop.backtrace.empty();
}

Stop why_left(Activation& activation) {
  if (activation.exception != nullptr) return uncaught(activation.exception);
  if (activation.stop) return std::move(*activation.stop);
  if (!trap_has_operand(activation.trap)) return Stop::trap(activation.trap);
  return Stop::trap(activation.trap, fmt::format("{} {}", trap_text(activation.trap), activation.trap_operand));
}

bool enter(GuestThread& thread, Activation& activation, const VMFuncRef& function, Value* in_out) {
  if (activation.previous == nullptr) return enter_on_guest_stack(thread, activation, function, in_out);
  return wrt_enter_guest(&activation.entry, &function, in_out, function.array_entry, nullptr) != 0;
}

// Enters the guest, unless its calls are to end. Returns the Stop if they are, or if it was left.
std::optional<Stop> run(GuestThread& thread, Activation& activation, const VMFuncRef& function, Value* in_out) {
  if (activation.interruptible) [[unlikely]] {
    if (const TrapCode why = interruption_of(thread); why != TrapCode{}) {
      thread.backtrace.count = 0;  // not that of an earlier trap
      return Stop::trap(why);
    }
  }
  if (!enter(thread, activation, function, in_out)) [[likely]]
    return std::nullopt;
  return why_left(activation);
}

}  // namespace

Outcome<> call_guest(Store& store, const VMFuncRef& function, Value* in_out) {
  GuestThread& thread = GuestThread::current();
  Activation activation;
  activation.previous = thread.innermost;
  activation.store = &store;
  activation.interrupter = store.interrupter();
  activation.interruptible =
      activation.interrupter != nullptr || (activation.previous != nullptr && activation.previous->interruptible);
  if (activation.interrupter != nullptr) activation.interrupter->begin_call();
  // A signal finds a whole activation.
  std::atomic_signal_fence(std::memory_order_seq_cst);
  thread.innermost = &activation;
  std::atomic_signal_fence(std::memory_order_seq_cst);
  std::optional<Stop> stop = run(thread, activation, function, in_out);
  thread.innermost = activation.previous;
  if (activation.interrupter != nullptr) activation.interrupter->end_call();
  if (!stop) [[likely]]
    return {};

  if (needs_backtrace(thread, *stop)) describe_backtrace(thread.backtrace, store, *stop);
  return std::unexpected(std::move(*stop));
}

WRT_UNINSTRUMENTED void leave_with_trap(TrapCode code, const void* frame) {
  GuestThread& thread = *GuestThread::current_or_null();
  thread.innermost->trap = code;
  gather_backtrace(thread, reinterpret_cast<std::uintptr_t>(frame));
  wrt_leave_guest(&thread.innermost->entry);
}

WRT_UNINSTRUMENTED void leave_if_stopped(const void* frame) {
  const TrapCode why = interruption_of(*GuestThread::current_or_null());
  if (why != TrapCode{}) leave_with_trap(why, frame);
}

WRT_UNINSTRUMENTED void leave_with_stop() {
  GuestThread& thread = *GuestThread::current_or_null();
  if (needs_backtrace(thread, *thread.innermost->stop)) gather_backtrace(thread, thread.innermost->exit_frame);
  wrt_leave_guest(&thread.innermost->entry);
}

}  // namespace wrt
