// LU decomposition of matrices of doubles, and the solution by substitution: triangular loops, whose bounds change.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "bench/kernels/kernel.h"

enum { kSize = 400, kTimes = 24 };

static double a[kSize][kSize], x[kSize];

static void fill(uint32_t seed) {
  for (int i = 0; i < kSize; ++i) {
    for (int j = 0; j < kSize; ++j) a[i][j] = (double)(next_random(&seed) & 1023) / 1024;
    a[i][i] += kSize;  // so that no pivot is near zero
    x[i] = i;
  }
}

static void decompose(void) {
  for (int k = 0; k < kSize; ++k)
    for (int i = k + 1; i < kSize; ++i) {
      const double factor = a[i][k] /= a[k][k];
      for (int j = k + 1; j < kSize; ++j) a[i][j] -= factor * a[k][j];
    }
}

static void solve(void) {
  for (int i = 0; i < kSize; ++i)
    for (int j = 0; j < i; ++j) x[i] -= a[i][j] * x[j];
  for (int i = kSize - 1; i >= 0; --i) {
    for (int j = i + 1; j < kSize; ++j) x[i] -= a[i][j] * x[j];
    x[i] /= a[i][i];
  }
}

static uint64_t run(void) {
  double sum = 0;
  for (int t = 0; t < kTimes; ++t) {
    fill((uint32_t)t);
    decompose();
    solve();
    for (int i = 0; i < kSize; ++i) sum += x[i] < 0 ? -x[i] : x[i];
  }
  return (uint64_t)(sum * 1e9);
}
