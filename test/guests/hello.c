// The least program: text on stdout, exit code 0.
//
// RUN: wrt run %wasm
// STDOUT: hello
// RUN: wrt %wasm
// STDOUT: hello
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stdio.h>

int main(void) {
  puts("hello");
  return 0;
}
