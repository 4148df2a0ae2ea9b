// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Moving to better code in the middle of a loop. The frame is copied: the code that asks leaves its own, and the code
// that takes over finds the values where no stack is.
#include <cstring>

#include "runtime/activation.h"
#include "runtime/builtins.h"
#include "runtime/instance.h"

namespace wrt {

namespace {

// Whether `count` slots, from `first` downwards, are on the thread's stack.
bool has_slots(const GuestThread& thread, std::uintptr_t first, std::size_t count, std::size_t stride) {
  return thread.on_stack(first) && count * stride <= first - thread.stack_begin() + stride;
}

}  // namespace

// It is never left by a jump: whoever interrupts the guest does so again when it is back in its code.
void* get_hot_entry(VMContext* vmctx, std::uint32_t function, std::uint32_t loop_offset, std::uint32_t outermost_offset,
                    void* frame, std::uint32_t shape) {
  const std::size_t count = shape / 2;
  const std::size_t stride = shape % 2 == 0 ? 8 : 16;
  GuestThread& thread = *GuestThread::current_or_null();
  const std::uintptr_t first = reinterpret_cast<std::uintptr_t>(frame);
  // Nobody is told, and the next round asks again.
  if (!thread.has_room(__builtin_frame_address(0), kBuiltinRoom)) return nullptr;
  const ModuleCode& code = vmctx->instance->loaded().code();
  const void* const entry = code.get_hot(function, loop_offset, outermost_offset);
  if (entry == nullptr || !has_slots(thread, first, count, stride)) return nullptr;
  Value* const values = thread.frame_of(count);
  if (values == nullptr && count != 0) return nullptr;
  for (std::size_t each = 0; each < count; ++each) {
    std::memcpy(&values[each], reinterpret_cast<const void*>(first - each * stride), stride);
  }
  thread.takeover = {entry, values};
  code.count_takeover();
  return &thread.takeover;
}

}  // namespace wrt
