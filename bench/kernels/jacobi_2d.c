// A five-point stencil over a square of doubles, from one array into another and back: loops over rows that vectorise.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "bench/kernels/kernel.h"

enum { kSize = 700, kTimes = 500 };

static double grids[2][kSize][kSize];

static void relax(double (*to)[kSize], double (*from)[kSize]) {
  for (int i = 1; i < kSize - 1; ++i)
    for (int j = 1; j < kSize - 1; ++j)
      to[i][j] = 0.2 * (from[i][j] + from[i][j - 1] + from[i][j + 1] + from[i - 1][j] + from[i + 1][j]);
}

static uint64_t run(void) {
  uint32_t state = 1;
  for (int i = 0; i < kSize; ++i)
    for (int j = 0; j < kSize; ++j) grids[0][i][j] = grids[1][i][j] = next_random(&state) & 1023;
  for (int t = 0; t < kTimes; ++t) relax(grids[~t & 1], grids[t & 1]);
  double sum = 0;
  for (int i = 0; i < kSize; ++i) sum += grids[0][i][i];
  return (uint64_t)(sum * 1e6);
}
