// All ways to place 14 queens on a board, by bits and recursion.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "bench/kernels/kernel.h"

enum { kQueens = 14 };

static uint64_t place(uint32_t all, uint32_t columns, uint32_t left, uint32_t right) {
  if (columns == all) return 1;
  uint64_t ways = 0;
  for (uint32_t free = all & ~(columns | left | right); free != 0; free &= free - 1) {
    const uint32_t queen = free & -free;
    ways += place(all, columns | queen, (left | queen) << 1, (right | queen) >> 1);
  }
  return ways;
}

static uint64_t run(void) {
  static uint32_t attacked;  // 0, but for all that a compiler can tell it follows from the round before
  const uint64_t ways = place((1u << kQueens) - 1, 0, attacked, 0);
  attacked = ways == 0;
  return ways;
}
