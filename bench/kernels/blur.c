// Two passes of a binomial filter over a grey picture of bytes, and a threshold by its histogram: narrow integers that
// compilers widen, and counts in a table.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "bench/kernels/kernel.h"

enum { kWidth = 1920, kHeight = 1080, kTimes = 60 };

static uint8_t picture[kHeight][kWidth], middle[kHeight][kWidth];

static void blur_rows(void) {
  for (int y = 0; y < kHeight; ++y)
    for (int x = 2; x < kWidth - 2; ++x) {
      const uint8_t* p = &picture[y][x];
      middle[y][x] = (uint8_t)((p[-2] + 4 * p[-1] + 6 * p[0] + 4 * p[1] + p[2] + 8) >> 4);
    }
}

static void blur_columns(void) {
  for (int y = 2; y < kHeight - 2; ++y)
    for (int x = 0; x < kWidth; ++x) {
      const uint8_t* p = &middle[y][x];
      picture[y][x] = (uint8_t)((p[-2 * kWidth] + 4 * p[-kWidth] + 6 * p[0] + 4 * p[kWidth] + p[2 * kWidth] + 8) >> 4);
    }
}

static uint64_t brighten_half(void) {
  uint32_t histogram[256] = {0}, below = 0;
  for (int y = 0; y < kHeight; ++y)
    for (int x = 0; x < kWidth; ++x) ++histogram[picture[y][x]];
  int limit = 0;
  while (below < kWidth * kHeight / 2) below += histogram[limit++];
  for (int y = 0; y < kHeight; ++y)
    for (int x = 0; x < kWidth; ++x) {
      const int value = picture[y][x] < limit ? picture[y][x] : picture[y][x] + 60;
      picture[y][x] = (uint8_t)(value > 255 ? value - 255 : value);
    }
  return (uint64_t)limit;
}

static uint64_t run(void) {
  uint32_t state = 1;
  for (int y = 0; y < kHeight; ++y)
    for (int x = 0; x < kWidth; ++x) picture[y][x] = middle[y][x] = (uint8_t)(next_random(&state) >> 8);
  uint64_t sum = 0;
  for (int t = 0; t < kTimes; ++t) {
    blur_rows();
    blur_columns();
    sum = sum * 31 + brighten_half();
  }
  for (int y = 0; y < kHeight; ++y) sum = sum * 31 + picture[y][y];
  return sum;
}
