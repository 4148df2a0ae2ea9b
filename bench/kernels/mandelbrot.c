// Points of the Mandelbrot set, with doubles: a short loop that ends unpredictably.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "bench/kernels/kernel.h"

enum { kWidth = 800, kHeight = 600, kLimit = 600 };

static int steps(double x, double y) {
  double a = 0, b = 0;
  int n = 0;
  for (; n < kLimit && a * a + b * b < 4; ++n) {
    const double next = a * a - b * b + x;
    b = 2 * a * b + y;
    a = next;
  }
  return n;
}

static uint64_t run(void) {
  uint64_t sum = 0;
  for (int i = 0; i < kHeight; ++i)
    for (int j = 0; j < kWidth; ++j)
      sum = sum * 31 + (uint64_t)steps(-2.2 + 3.2 * j / kWidth, -1.2 + 2.4 * i / kHeight);
  return sum;
}
