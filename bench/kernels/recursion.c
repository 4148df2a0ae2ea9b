// Calls and returns: Fibonacci's numbers, Takeuchi's and Ackermann's functions. Arguments follow from results, so that
// no compiler can see that it has computed the same before.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "bench/kernels/kernel.h"

static int fibonacci(int n) {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

static int takeuchi(int x, int y, int z) {
  return y >= x ? z : takeuchi(takeuchi(x - 1, y, z), takeuchi(y - 1, z, x), takeuchi(z - 1, x, y));
}

static int ackermann(int m, int n) {
  return m == 0 ? n + 1 : ackermann(m - 1, n == 0 ? 1 : ackermann(m, n - 1));
}

static uint64_t run(void) {
  uint64_t sum = 0;
  for (volatile int t = 0; t < 10; ++t) {
    sum = sum * 31 + (uint64_t)fibonacci(33 + (int)(sum & 1));
    sum = sum * 31 + (uint64_t)takeuchi(20 + (int)(sum & 1), 11, 5);
    sum = sum * 31 + (uint64_t)ackermann(2 + (int)(sum & 1), 9);
  }
  return sum;
}
