// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// AArch64 with the AAPCS64 calling convention.
#if defined(__aarch64__)

#include "runtime/machine.h"

#include <csignal>
#include <cstddef>

#include "lib/abi/trap_instruction.h"
#include "runtime/uninstrumented.h"

asm(R"(
    .text
    .p2align 4
    .globl wrt_enter_guest
    .hidden wrt_enter_guest
    .type wrt_enter_guest, %function
wrt_enter_guest:
    .cfi_startproc
    stp x29, x30, [sp, #-160]!
    .cfi_def_cfa_offset 160
    .cfi_offset x29, -160
    .cfi_offset x30, -152
    mov x29, sp
    .cfi_def_cfa x29, 160
    stp x19, x20, [sp, #16]
    stp x21, x22, [sp, #32]
    stp x23, x24, [sp, #48]
    stp x25, x26, [sp, #64]
    stp x27, x28, [sp, #80]
    stp d8, d9, [sp, #96]
    stp d10, d11, [sp, #112]
    stp d12, d13, [sp, #128]
    stp d14, d15, [sp, #144]
    .cfi_offset x19, -144
    .cfi_offset x20, -136
    .cfi_offset x21, -128
    .cfi_offset x22, -120
    .cfi_offset x23, -112
    .cfi_offset x24, -104
    .cfi_offset x25, -96
    .cfi_offset x26, -88
    .cfi_offset x27, -80
    .cfi_offset x28, -72
    str x29, [x0]
    mov x0, x1
    mov x1, x2
    cbz x4, 1f
    mov sp, x4
1:
    blr x3
    .globl wrt_guest_returned
    .hidden wrt_guest_returned
wrt_guest_returned:
    mov w0, #0
2:
    mov sp, x29
    ldp x19, x20, [sp, #16]
    ldp x21, x22, [sp, #32]
    ldp x23, x24, [sp, #48]
    ldp x25, x26, [sp, #64]
    ldp x27, x28, [sp, #80]
    ldp d8, d9, [sp, #96]
    ldp d10, d11, [sp, #112]
    ldp d12, d13, [sp, #128]
    ldp d14, d15, [sp, #144]
    .cfi_remember_state
    ldp x29, x30, [sp], #160
    .cfi_def_cfa sp, 0
    ret
    .cfi_restore_state
    .globl wrt_leave_guest
    .hidden wrt_leave_guest
    .type wrt_leave_guest, %function
wrt_leave_guest:
    ldr x29, [x0]
    mov w0, #1
    b 2b
    .cfi_endproc
    .size wrt_enter_guest, . - wrt_enter_guest
)");

// LLVM's tailcc does without stack where all arguments are in registers, and is C's convention then.
asm(R"(
    .text
    .p2align 4
    .globl wrt_direct_host_entry
    .hidden wrt_direct_host_entry
    .type wrt_direct_host_entry, %function
wrt_direct_host_entry:
    .cfi_startproc
    ldr x16, [x0, #8]
    br x16
    .cfi_endproc
    .size wrt_direct_host_entry, . - wrt_direct_host_entry
)");
static_assert(offsetof(wrt::VMHostContext, direct_entry) == 8);

namespace wrt {

const int kTrapSignal = SIGTRAP;
const unsigned kFramePointerNumber = 29;
const unsigned kReturnAddressNumber = 30;

WRT_UNINSTRUMENTED MachineState machine_state(const ucontext_t& context) {
  const mcontext_t& registers = context.uc_mcontext;
  return {registers.pc, registers.sp, registers.regs[29], registers.regs[30]};
}

void redirect_to_leave(ucontext_t& context, const EntryFrame& frame) {
  mcontext_t& registers = context.uc_mcontext;
  registers.regs[0] = reinterpret_cast<std::uintptr_t>(&frame);
  registers.pc = reinterpret_cast<std::uintptr_t>(&wrt_leave_guest);
  // A stack again from the first instruction on, whatever the guest had left of it; below what the entry saved.
  registers.sp = frame.frame_pointer;
}

// What called a function that has no frame is in the link register.
std::uintptr_t return_slot_without_frame(const MachineState& /*state*/, bool /*at_entry*/) {
  return 0;
}

std::optional<TrapCode> explicit_trap_at(std::uintptr_t pc) {
  constexpr std::size_t kSize = 4;
  return explicit_trap(Architecture::AArch64, {reinterpret_cast<const std::uint8_t*>(pc), kSize});
}

std::uint64_t trap_operand(const ucontext_t& context) {
  return context.uc_mcontext.regs[0];
}

}  // namespace wrt

#endif
