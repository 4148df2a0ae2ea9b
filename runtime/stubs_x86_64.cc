// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Stubs for x86-64.
#if defined(__x86_64__)

#include <algorithm>
#include <array>
#include <cstring>

#include "runtime/stubs.h"

// The stub has pushed the function's number on top of the return address. It gives way to the caller's frame pointer,
// so that this is a frame like all others: where backtraces and unwinding look for it is the function's caller. Kept is
// whatever can hold an argument, or what a call by some convention of LLVM's might keep there.
asm(R"(
    .text
    .p2align 4
    .globl wrt_make_and_enter
    .hidden wrt_make_and_enter
    .type wrt_make_and_enter, @function
wrt_make_and_enter:
    .cfi_startproc
    .cfi_def_cfa_offset 16
    xchgq %rbp, (%rsp)
    .cfi_offset %rbp, -16
    pushq %rbp
    .cfi_def_cfa_offset 24
    leaq 8(%rsp), %rbp
    .cfi_def_cfa %rbp, 16
    subq $328, %rsp
    movq %rdi, -16(%rbp)
    movq %rsi, -24(%rbp)
    movq %rdx, -32(%rbp)
    movq %rcx, -40(%rbp)
    movq %r8, -48(%rbp)
    movq %r9, -56(%rbp)
    movq %rax, -64(%rbp)
    movq %r10, -72(%rbp)
    movq %r11, -80(%rbp)
    movups %xmm0, -96(%rbp)
    movups %xmm1, -112(%rbp)
    movups %xmm2, -128(%rbp)
    movups %xmm3, -144(%rbp)
    movups %xmm4, -160(%rbp)
    movups %xmm5, -176(%rbp)
    movups %xmm6, -192(%rbp)
    movups %xmm7, -208(%rbp)
    movups %xmm8, -224(%rbp)
    movups %xmm9, -240(%rbp)
    movups %xmm10, -256(%rbp)
    movups %xmm11, -272(%rbp)
    movups %xmm12, -288(%rbp)
    movups %xmm13, -304(%rbp)
    movups %xmm14, -320(%rbp)
    movups %xmm15, -336(%rbp)
    movl -8(%rbp), %esi
    callq wrt_make_function
    movq %rax, -8(%rbp)
    movq -16(%rbp), %rdi
    movq -24(%rbp), %rsi
    movq -32(%rbp), %rdx
    movq -40(%rbp), %rcx
    movq -48(%rbp), %r8
    movq -56(%rbp), %r9
    movq -64(%rbp), %rax
    movq -72(%rbp), %r10
    movq -80(%rbp), %r11
    movups -96(%rbp), %xmm0
    movups -112(%rbp), %xmm1
    movups -128(%rbp), %xmm2
    movups -144(%rbp), %xmm3
    movups -160(%rbp), %xmm4
    movups -176(%rbp), %xmm5
    movups -192(%rbp), %xmm6
    movups -208(%rbp), %xmm7
    movups -224(%rbp), %xmm8
    movups -240(%rbp), %xmm9
    movups -256(%rbp), %xmm10
    movups -272(%rbp), %xmm11
    movups -288(%rbp), %xmm12
    movups -304(%rbp), %xmm13
    movups -320(%rbp), %xmm14
    movups -336(%rbp), %xmm15
    leave
    .cfi_def_cfa %rsp, 8
    .cfi_restore %rbp
    jmpq *-16(%rsp)
    .cfi_endproc
    .size wrt_make_and_enter, . - wrt_make_and_enter
)");

namespace wrt {

namespace {

// Four bytes: the distance from the instruction that ends with them, at `origin`, to `target`.
void put_distance(std::uint8_t* out, std::uintptr_t origin, std::uintptr_t target) {
  const std::int32_t distance = static_cast<std::int32_t>(target - origin);
  std::memcpy(out, &distance, sizeof distance);
}

}  // namespace

void write_stub(std::span<std::uint8_t, kStubSize> out, std::uintptr_t address, std::uint32_t number,
                std::uintptr_t slot, std::uintptr_t door) {
  // jmpq *slot(%rip); pushq $number; jmp door
  constexpr std::array<std::uint8_t, kStubSize> kStub = {0xff, 0x25, 0, 0, 0, 0, 0x68, 0, 0, 0, 0, 0xe9, 0, 0, 0, 0};
  std::ranges::copy(kStub, out.begin());
  put_distance(&out[2], address + kStubSlowOffset, slot);
  std::memcpy(&out[7], &number, sizeof number);
  put_distance(&out[12], address + kStubSize, door);
}

void write_door(std::span<std::uint8_t, kDoorSize> out) {
  // jmpq *2(%rip); ud2; and where to
  constexpr std::array<std::uint8_t, 8> kDoor = {0xff, 0x25, 2, 0, 0, 0, 0x0f, 0x0b};
  std::ranges::copy(kDoor, out.begin());
  const std::uintptr_t target = reinterpret_cast<std::uintptr_t>(wrt_make_and_enter);
  std::memcpy(&out[kDoor.size()], &target, sizeof target);
}

}  // namespace wrt

#endif
