// A load far behind the end of memory is a trap, found without any check in the code: exit code 134.
//
// RUN: wrt run %wasm
// EXIT: 134
// STDERR: {{.*}}out of bounds memory access{{.*}}
// STDERR: {{...}}
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stdint.h>

int main(void) {
  volatile uint32_t address = 0xfffffff0u;
  return *(volatile char*)(uintptr_t)address;
}
