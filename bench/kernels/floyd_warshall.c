// All shortest paths of a dense graph: additions and minima of integers in three nested loops.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "bench/kernels/kernel.h"

enum { kNodes = 480, kTimes = 8 };

static int32_t distance[kNodes][kNodes];

static void close_paths(void) {
  for (int k = 0; k < kNodes; ++k)
    for (int i = 0; i < kNodes; ++i) {
      const int32_t first = distance[i][k];
      for (int j = 0; j < kNodes; ++j) {
        const int32_t detour = first + distance[k][j];
        distance[i][j] = detour < distance[i][j] ? detour : distance[i][j];
      }
    }
}

static uint64_t run(void) {
  uint64_t sum = 0;
  uint32_t state = 1;
  for (int t = 0; t < kTimes; ++t) {
    for (int i = 0; i < kNodes; ++i)
      for (int j = 0; j < kNodes; ++j) distance[i][j] = i == j ? 0 : (int32_t)(next_random(&state) & 0xffff) + 1;
    close_paths();
    for (int i = 0; i < kNodes; ++i)
      for (int j = 0; j < kNodes; ++j) sum = sum * 31 + (uint64_t)distance[i][j];
  }
  return sum;
}
