// The guest's exit code becomes wrt's, whether it comes from main or from exit().
//
// RUN: wrt run %wasm
// EXIT: 7
// RUN: wrt run %wasm early
// STDOUT: leaving early
// EXIT: 9
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char** argv) {
  (void)argv;
  if (argc > 1) {
    printf("leaving early\n");
    exit(9);
  }
  return 7;
}
