// Recursion without end runs out of the native stack, which is a trap and not a crash: exit code 134. The frames use no
// memory of the guest's, so that its own stack is not what overflows.
//
// RUN: wrt run %wasm
// EXIT: 134
// STDERR: {{.*(call stack exhausted|stack overflow).*}}
// STDERR: {{...}}
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stdio.h>

static int (*volatile again)(int);

static int recurse(int depth) {
  return again(depth + 1) + depth;
}

int main(void) {
  again = recurse;
  printf("%d\n", recurse(0));
  return 0;
}
