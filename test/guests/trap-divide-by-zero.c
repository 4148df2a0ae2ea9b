// A division by zero ends the program with a trap: exit code 134, the reason and the function's name on stderr. What it
// printed before is not lost.
//
// RUN: wrt run %wasm
// EXIT: 134
// STDOUT: before
// STDERR: {{.*}}integer divide by zero{{.*}}
// STDERR: {{...}}
// STDERR: {{.*}}divide{{.*}}
// STDERR: {{...}}
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stdio.h>

__attribute__((noinline)) static int divide(int a, volatile int* b) {
  return a / *b;
}

int main(void) {
  volatile int zero = 0;
  puts("before");
  fflush(stdout);
  printf("%d\n", divide(7, &zero));
  return 0;
}
