// Product of two matrices of floats, the second one transposed: sums along rows, which may not be reordered and so do
// not vectorise along the sum, in blocks that keep four of them going.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "bench/kernels/kernel.h"

enum { kSize = 480, kTimes = 8 };

static float a[kSize][kSize], b[kSize][kSize], c[kSize][kSize];

static void multiply(void) {
  for (int i = 0; i < kSize; ++i)
    for (int j = 0; j < kSize; j += 4) {
      float s0 = 0, s1 = 0, s2 = 0, s3 = 0;
      for (int k = 0; k < kSize; ++k) {
        s0 += a[i][k] * b[j][k];
        s1 += a[i][k] * b[j + 1][k];
        s2 += a[i][k] * b[j + 2][k];
        s3 += a[i][k] * b[j + 3][k];
      }
      c[i][j] += s0, c[i][j + 1] += s1, c[i][j + 2] += s2, c[i][j + 3] += s3;
    }
}

static uint64_t run(void) {
  uint32_t state = 1;
  for (int i = 0; i < kSize; ++i)
    for (int j = 0; j < kSize; ++j) {
      a[i][j] = (float)(next_random(&state) & 15), b[i][j] = (float)(next_random(&state) & 15), c[i][j] = 0;
    }
  for (int t = 0; t < kTimes; ++t) multiply();
  uint64_t sum = 0;
  for (int i = 0; i < kSize; ++i)
    for (int j = 0; j < kSize; ++j) sum = sum * 31 + (uint64_t)c[i][j];
  return sum;
}
