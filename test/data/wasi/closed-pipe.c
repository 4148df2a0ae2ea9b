// Writing to a pipe that nobody reads any more is an error for the guest, not its death.
//
// RUN: wrt run %wasm | head -c 1
// STDOUT: x
// STDERR: Broken pipe
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(void) {
  char block[4096];
  memset(block, 'x', sizeof block);
  for (int i = 0; i < 1000000; ++i) {
    if (write(1, block, sizeof block) < 0) {
      fprintf(stderr, "%s\n", strerror(errno));
      return 0;
    }
  }
  return 1;
}
