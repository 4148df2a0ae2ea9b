// What clang's calls of setjmp and longjmp become when it makes exceptions of them; see include/setjmp.h.
//
// A setjmp notes the activation of its function (an address in that function's frame) and which setjmp of the function
// it was. A longjmp throws with the tag __c_longjmp (longjmp_tag.s). Every function that called setjmp catches that
// tag, asks __wasm_setjmp_test whether the jump is to an activation of its own, goes to the place if so, and throws on
// if not.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <setjmp.h>

// The number by which __builtin_wasm_throw names the tag, which has one parameter: the address of `thrown`.
enum { kLongjmpTag = 1 };

void __wasm_setjmp(jmp_buf buffer, uint32_t place, void* activation) {
  buffer->activation = activation;
  buffer->place = place;
}

// Places are counted from 1, so that 0 means that the jump is not for this activation.
uint32_t __wasm_setjmp_test(jmp_buf buffer, void* activation) {
  return buffer->activation == activation ? buffer->place : 0;
}

_Noreturn void __wasm_longjmp(jmp_buf buffer, int value) {
  buffer->thrown.buffer = buffer;
  buffer->thrown.value = value == 0 ? 1 : value;
  __builtin_wasm_throw(kLongjmpTag, &buffer->thrown);
  __builtin_unreachable();
}
