// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// x86-64 with the System V calling convention. Guest code changes neither MXCSR nor the x87 control word.
#if defined(__x86_64__)

#include "runtime/machine.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstddef>

#include "lib/abi/trap_instruction.h"
#include "runtime/uninstrumented.h"

// The callee-saved registers lie right below the frame pointer; leaving finds them again from it alone.
asm(R"(
    .text
    .p2align 4
    .globl wrt_enter_guest
    .hidden wrt_enter_guest
    .type wrt_enter_guest, @function
wrt_enter_guest:
    .cfi_startproc
    pushq %rbp
    .cfi_def_cfa_offset 16
    .cfi_offset %rbp, -16
    movq %rsp, %rbp
    .cfi_def_cfa_register %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    .cfi_offset %rbx, -24
    .cfi_offset %r12, -32
    .cfi_offset %r13, -40
    .cfi_offset %r14, -48
    .cfi_offset %r15, -56
    movq %rbp, (%rdi)
    movq %rsi, %rdi
    movq %rdx, %rsi
    testq %r8, %r8
    je 1f
    movq %r8, %rsp
1:
    andq $-16, %rsp
    callq *%rcx
    .globl wrt_guest_returned
    .hidden wrt_guest_returned
wrt_guest_returned:
    xorl %eax, %eax
2:
    leaq -40(%rbp), %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    .cfi_remember_state
    .cfi_def_cfa %rsp, 8
    retq
    .cfi_restore_state
    .globl wrt_leave_guest
    .hidden wrt_leave_guest
    .type wrt_leave_guest, @function
wrt_leave_guest:
    movq (%rdi), %rbp
    cld
    movl $1, %eax
    jmp 2b
    .cfi_endproc
    .size wrt_enter_guest, . - wrt_enter_guest
)");

// LLVM's tailcc passes integers in the same registers as C, and preserves the same. But its callee takes the arguments
// on the stack away, and where there are none it still takes 8 bytes, by which the caller keeps the stack aligned. So
// the return address is moved there, and the function's own return leads to the guest.
// FAST: a call from here, and a second return, were measured to cost 6 ns behind a system call (bench/wasi/returns.c).
asm(R"(
    .text
    .p2align 4
    .globl wrt_direct_host_entry
    .hidden wrt_direct_host_entry
    .type wrt_direct_host_entry, @function
wrt_direct_host_entry:
    .cfi_startproc
    movq (%rsp), %rax
    movq %rax, 8(%rsp)
    addq $8, %rsp
    jmpq *8(%rdi)
    .cfi_endproc
    .size wrt_direct_host_entry, . - wrt_direct_host_entry
)");
static_assert(offsetof(wrt::VMHostContext, direct_entry) == 8);

namespace wrt {

const int kTrapSignal = SIGILL;
const unsigned kFramePointerNumber = 6;
const unsigned kReturnAddressNumber = 16;

WRT_UNINSTRUMENTED MachineState machine_state(const ucontext_t& context) {
  const greg_t* const registers = context.uc_mcontext.gregs;
  return {static_cast<std::uintptr_t>(registers[REG_RIP]), static_cast<std::uintptr_t>(registers[REG_RSP]),
          static_cast<std::uintptr_t>(registers[REG_RBP]), 0};
}

void redirect_to_leave(ucontext_t& context, const EntryFrame& frame) {
  greg_t* const registers = context.uc_mcontext.gregs;
  registers[REG_RDI] = static_cast<greg_t>(reinterpret_cast<std::uintptr_t>(&frame));
  registers[REG_RIP] = static_cast<greg_t>(reinterpret_cast<std::uintptr_t>(&wrt_leave_guest));
  // A stack again from the first instruction on, whatever the guest had left of it; below what the entry saved.
  registers[REG_RSP] = static_cast<greg_t>(frame.frame_pointer - 128);
}

// All code begins with `push %rbp; mov %rsp, %rbp`, and ends with `pop %rbp` (or `leave`) in front of a `ret`, or of
// the jump of a tail call.
std::uintptr_t return_slot_without_frame(const MachineState& state, bool at_entry) {
  constexpr std::uint8_t kPush = 0x55, kPop = 0x5d, kReturn = 0xc3, kReturnAndPop = 0xc2;
  constexpr std::uint8_t kJump = 0xe9, kShortJump = 0xeb, kIndirectJump = 0xff;
  constexpr std::array<std::uint8_t, 3> kMove = {0x48, 0x89, 0xe5};
  const auto* const code = reinterpret_cast<const std::uint8_t*>(state.pc);
  if (at_entry || code[0] == kPush || code[0] == kReturn || code[0] == kReturnAndPop) return state.stack_pointer;
  if (code[-1] == kPush && std::equal(kMove.begin(), kMove.end(), code)) return state.stack_pointer + sizeof(void*);
  const bool jumps = code[0] == kJump || code[0] == kShortJump || code[0] == kIndirectJump;
  return jumps && code[-1] == kPop ? state.stack_pointer : 0;
}

std::optional<TrapCode> explicit_trap_at(std::uintptr_t pc) {
  constexpr std::size_t kSize = 5;
  return explicit_trap(Architecture::X86_64, {reinterpret_cast<const std::uint8_t*>(pc), kSize});
}

std::uint64_t trap_operand(const ucontext_t& context) {
  return static_cast<std::uint64_t>(context.uc_mcontext.gregs[REG_RAX]);
}

}  // namespace wrt

#endif
