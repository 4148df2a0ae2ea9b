// The edit distance of two strings, by rows of a table: minima of integers, each of which depends on the one before.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "bench/kernels/kernel.h"

enum { kLength = 3000, kTimes = 24 };

static uint8_t first[kLength], second[kLength];
static int32_t row[kLength + 1];

static int32_t least(int32_t a, int32_t b) {
  return a < b ? a : b;
}

static int32_t distance(void) {
  for (int j = 0; j <= kLength; ++j) row[j] = j;
  for (int i = 0; i < kLength; ++i) {
    int32_t diagonal = row[0];
    row[0] = i + 1;
    for (int j = 0; j < kLength; ++j) {
      const int32_t replaced = diagonal + (first[i] != second[j]);
      diagonal = row[j + 1];
      row[j + 1] = least(replaced, least(diagonal, row[j]) + 1);
    }
  }
  return row[kLength];
}

static uint64_t run(void) {
  uint32_t state = 1;
  uint64_t sum = 0;
  for (int t = 0; t < kTimes; ++t) {
    for (int i = 0; i < kLength; ++i) first[i] = next_random(&state) & 7, second[i] = next_random(&state) & 7;
    sum = sum * 31 + (uint64_t)distance();
  }
  return sum;
}
