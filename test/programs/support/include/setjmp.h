// <setjmp.h> for guests: WASI's C library has none, so clang is asked to make longjmp of exceptions
// (-wasm-enable-sjlj).
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#pragma once

#include <stdint.h>

// One call of setjmp: which activation it belongs to, the place in that function, and what longjmp throws.
typedef struct {
  void* activation;
  uint32_t place;
  struct {
    void* buffer;
    int value;
  } thrown;
} jmp_buf[1];

int setjmp(jmp_buf buffer) __attribute__((returns_twice));
_Noreturn void longjmp(jmp_buf buffer, int value);
