// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// throw and throw_ref (4.6.10). Where an exception was thrown is remembered when it is made: a throw inside of a
// try_table of its own function is a branch, and what is thrown on from there does not come from here.
#include "runtime/activation.h"
#include "runtime/backtrace.h"
#include "runtime/builtins.h"
#include "runtime/exception.h"
#include "runtime/instance.h"
#include "runtime/unwind.h"

namespace wrt {

WRT_UNINSTRUMENTED void* new_exception_entry(VMContext* vmctx, std::uint32_t tag) {
  const void* const frame = __builtin_frame_address(0);
  GuestThread& thread = *GuestThread::current_or_null();
  if (!thread.has_room(frame, kBuiltinRoom)) leave_with_trap(TrapCode::StackOverflow, frame);
  Instance& instance = *vmctx->instance;
  VMException* const exception = new_exception_or_collect(instance.store(), instance.tag(tag));
  if (exception == nullptr) leave_with_trap(TrapCode::HeapExhausted, frame);
  leave_if_interrupted(*thread.innermost, frame);
  gather_throw_backtrace(thread, reinterpret_cast<std::uintptr_t>(frame), exception);
  return exception;
}

WRT_UNINSTRUMENTED void throw_entry(VMContext*, void* exception) {
  const void* const frame = __builtin_frame_address(0);
  if (!GuestThread::current_or_null()->has_room(frame, kBuiltinRoom)) leave_with_trap(TrapCode::StackOverflow, frame);
  leave_if_interrupted(current_activation(), frame);
  throw_exception(static_cast<VMException*>(exception), frame);
}

}  // namespace wrt
