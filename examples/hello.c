// Greets whom its first argument names: the first program to run with wrt (`make run`).
//
// RUN: wrt run %wasm world
// STDOUT: Hello, world, from WebAssembly!
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stdio.h>

int main(int argc, char** argv) {
  printf("Hello, %s, from WebAssembly!\n", argc > 1 ? argv[1] : "stranger");
  return 0;
}
