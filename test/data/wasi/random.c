// random_get fills all of a large buffer, differently each time.
//
// RUN: wrt run %wasm
// STDOUT: filled: 1
// STDOUT: differs: 1
// STDOUT: empty: 0
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stdio.h>
#include <string.h>
#include <wasi/api.h>

enum { kSize = 1 << 20, kBlock = 64 };
static unsigned char first[kSize], second[kSize];

int main(void) {
  if (__wasi_random_get(first, kSize) || __wasi_random_get(second, kSize)) return 1;
  static const unsigned char zero[kBlock];
  int filled = 1;
  for (int i = 0; i < kSize; i += kBlock) filled &= memcmp(first + i, zero, kBlock) != 0;
  printf("filled: %d\n", filled);
  printf("differs: %d\n", memcmp(first, second, kSize) != 0);
  printf("empty: %d\n", __wasi_random_get(first, 0));
  return 0;
}
