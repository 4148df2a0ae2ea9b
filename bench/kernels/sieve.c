// The sieve of Eratosthenes over bytes: strided stores and a counting loop.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <string.h>

#include "bench/kernels/kernel.h"

enum { kLimit = 4000000 };

static uint8_t composite[kLimit];

static uint64_t run(void) {
  uint64_t sum = 0;
  for (int t = 0; t < 64; ++t) {
    memset(composite, 0, sizeof composite);
    for (int i = 2; (long)i * i < kLimit; ++i) {
      if (composite[i]) continue;
      for (int j = i * i; j < kLimit; j += i) composite[j] = 1;
    }
    uint64_t count = 0;
    for (int i = 2; i < kLimit; ++i) count += !composite[i];
    sum = sum * 31 + count;
  }
  return sum;
}
