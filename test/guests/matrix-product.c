// A product of matrices of doubles whose result is known in closed form: A[i][j] = i + j, B the cyclic shift by one.
//
// RUN: wrt run %wasm
// STDOUT: 128 x 128: every element right, trace 16256.0
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stdio.h>

enum { kSize = 128 };

static double a[kSize][kSize], b[kSize][kSize], c[kSize][kSize];

int main(void) {
  for (int i = 0; i < kSize; ++i) {
    for (int j = 0; j < kSize; ++j) a[i][j] = i + j;
    b[i][(i + 1) % kSize] = 1.0;
  }
  for (int i = 0; i < kSize; ++i)
    for (int k = 0; k < kSize; ++k)
      for (int j = 0; j < kSize; ++j) c[i][j] += a[i][k] * b[k][j];
  double trace = 0;
  for (int i = 0; i < kSize; ++i) {
    trace += c[i][i];
    for (int j = 0; j < kSize; ++j) {
      if (c[i][j] != i + (j + kSize - 1) % kSize) return 1;
    }
  }
  printf("%d x %d: every element right, trace %.1f\n", kSize, kSize, trace);
  return 0;
}
