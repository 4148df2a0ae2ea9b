// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// x86-64 with the System V calling convention. Guest code changes neither MXCSR nor the x87 control word.
#if defined(__x86_64__)

#include "runtime/machine.h"

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <span>

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

namespace {

// Instructions, whole or their beginnings.
using Bytes = std::span<const std::uint8_t>;
constexpr std::uint8_t kPushFrame[] = {0x55};              // push %rbp
constexpr std::uint8_t kMoveFrame[] = {0x48, 0x89, 0xe5};  // mov %rsp, %rbp
constexpr std::uint8_t kMoveFrameToo[] = {0x48, 0x8b, 0xec};
constexpr std::uint8_t kPopFrame[] = {0x5d};  // pop %rbp
constexpr std::uint8_t kLeave[] = {0xc9};
constexpr std::uint8_t kAddByte[] = {0x48, 0x83, 0xc4};            // add $…, %rsp
constexpr std::uint8_t kAddWord[] = {0x48, 0x81, 0xc4};            // the same, with four bytes
constexpr std::uint8_t kStoreReturn[] = {0x4c, 0x89, 0x14, 0x24};  // mov %r10, (%rsp)

bool stands_at(const std::uint8_t* code, Bytes bytes) {
  return std::equal(bytes.begin(), bytes.end(), code);
}

bool ends_at(const std::uint8_t* code, Bytes bytes) {
  return stands_at(code - bytes.size(), bytes);
}

bool is_return(const std::uint8_t* code) {
  return code[0] == 0xc3 || code[0] == 0xc2;
}

bool is_jump(const std::uint8_t* code) {
  if (code[0] == 0x41) ++code;  // to what a register of the higher half holds
  return code[0] == 0xe9 || code[0] == 0xeb || code[0] == 0xff;
}

bool gave_frame_up(const std::uint8_t* code) {
  return ends_at(code, kPopFrame) || ends_at(code, kLeave);
}

}  // namespace

// All code begins with `push %rbp; mov %rsp, %rbp`, and ends with `pop %rbp` or `leave` in front of a `ret` or of the
// jump of a tail call. Such a jump may have moved the return address before: LLVM's code adds to the stack pointer in
// between, the baseline tier's stores the address last of all.
std::uintptr_t return_slot_without_frame(const MachineState& state, bool at_entry) {
  const auto* const code = reinterpret_cast<const std::uint8_t*>(state.pc);
  if (at_entry || stands_at(code, kPushFrame) || is_return(code)) return state.stack_pointer;
  if (ends_at(code, kPushFrame) && (stands_at(code, kMoveFrame) || stands_at(code, kMoveFrameToo)))
    return state.stack_pointer + sizeof(void*);
  const bool adds = stands_at(code, kAddByte) || stands_at(code, kAddWord);
  const bool has_added = (stands_at(code - 4, kAddByte) && gave_frame_up(code - 4)) ||
                         (stands_at(code - 7, kAddWord) && gave_frame_up(code - 7));
  if (gave_frame_up(code) && (adds || is_jump(code))) return state.stack_pointer;
  return is_jump(code) && (has_added || ends_at(code, kStoreReturn)) ? state.stack_pointer : 0;
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
