// Product of two dense matrices of doubles: nested loops that a compiler can vectorise.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "bench/kernels/kernel.h"

enum { kSize = 512, kTimes = 16 };

static double a[kSize][kSize], b[kSize][kSize], c[kSize][kSize];

static uint64_t run(void) {
  uint32_t state = 1;
  for (int i = 0; i < kSize; ++i)
    for (int j = 0; j < kSize; ++j) a[i][j] = next_random(&state) & 15, b[i][j] = next_random(&state) & 15;
  for (int t = 0; t < kTimes; ++t)
    for (int i = 0; i < kSize; ++i)
      for (int k = 0; k < kSize; ++k)
        for (int j = 0; j < kSize; ++j) c[i][j] += a[i][k] * b[k][j];
  uint64_t sum = 0;
  for (int i = 0; i < kSize; ++i)
    for (int j = 0; j < kSize; ++j) sum = sum * 31 + (uint64_t)c[i][j];
  return sum;
}
