// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What differs between processors: entering and leaving guest code, the registers of a signal's context, and how an
// explicit trap looks in machine code. One machine_*.cc for each; no other file of the runtime names a register.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include <ucontext.h>

#include "lib/abi/traps.h"
#include "lib/abi/vm_layout.h"

namespace wrt {

// How many integers compiled code passes in registers, besides the callee's context.
inline constexpr std::size_t kMaxDirectParameters = 5;

// A function that wrt_direct_host_entry jumps to may find its stack only aligned to 8 bytes.
#if defined(__x86_64__)
#define WRT_DIRECT_ENTRY __attribute__((force_align_arg_pointer))
#else
#define WRT_DIRECT_ENTRY
#endif

// Where a call into guest code returns to, however it ends: the frame of wrt_enter_guest.
struct EntryFrame {
  std::uintptr_t frame_pointer = 0;
};

extern "C" {

// Calls entry(callee, in_out), on the stack that ends at `stack_end` or, if that is null, on the current one. Returns
// 0 when the guest returns, 1 when wrt_leave_guest(frame) or a signal handler (redirect_to_leave) ended it. Fills
// `frame` before the call.
int wrt_enter_guest(EntryFrame* frame, const VMFuncRef* callee, Value* in_out, ArrayEntry entry, void* stack_end);

// Where in wrt_enter_guest the guest returns to: the return address of an activation's outermost frame.
extern const char wrt_guest_returned[];

// Makes the wrt_enter_guest that filled `frame` return 1, on this thread, below which no frame may hold anything that
// needs its destructor.
[[noreturn]] void wrt_leave_guest(const EntryFrame* frame);

// A wasm_entry for host functions: jumps to the direct_entry of the VMHostContext that it gets, a C function of the
// same parameters, and at most kMaxDirectParameters integers, that is declared with WRT_DIRECT_ENTRY. It returns to the
// guest.
extern const char wrt_direct_host_entry[];

}  // extern "C"

// Registers of an interrupted thread.
struct MachineState {
  std::uintptr_t pc = 0;
  std::uintptr_t stack_pointer = 0;
  std::uintptr_t frame_pointer = 0;
  // The return address, where the processor keeps it in a register; 0 elsewhere.
  std::uintptr_t link = 0;
};

// The functions that follow are async-signal-safe.

MachineState machine_state(const ucontext_t& context);
// On return from the signal handler, the thread continues in wrt_leave_guest(frame).
void redirect_to_leave(ucontext_t& context, const EntryFrame& frame);
// Where on the stack the return address lies while guest code at `pc` has not made its frame yet, or has given it up; 0
// if the frame is there, or the address is not on the stack. `at_entry`: that it is a function's first instruction.
std::uintptr_t return_slot_without_frame(const MachineState& state, bool at_entry);
// The code of the explicit trap (llvm.ubsantrap) at `pc`, if that is one. Precondition: `pc` was executed.
std::optional<TrapCode> explicit_trap_at(std::uintptr_t pc);
// The operand of an explicit trap that has one (trap_has_operand).
std::uint64_t trap_operand(const ucontext_t& context);
// The signal that explicit traps raise.
extern const int kTrapSignal;
// What DWARF calls the frame pointer, and the return address.
extern const unsigned kFramePointerNumber;
extern const unsigned kReturnAddressNumber;

}  // namespace wrt
