// Quicksort through a comparison function that the compiler cannot see: indirect calls and unpredictable branches. Our
// own sort, so that both sides run the same algorithm.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "bench/kernels/kernel.h"

enum { kCount = 1500000 };

typedef int (*Compare)(const uint32_t*, const uint32_t*);

static uint32_t numbers[kCount];

static int by_value(const uint32_t* a, const uint32_t* b) {
  return *a < *b ? -1 : *a > *b;
}
static Compare volatile compare_numbers = by_value;

static void sort(uint32_t* from, uint32_t* to, Compare compare) {
  while (to - from > 1) {
    uint32_t pivot = from[(to - from) / 2], swap;
    uint32_t *low = from, *high = to - 1;
    while (low <= high) {
      while (compare(low, &pivot) < 0) ++low;
      while (compare(high, &pivot) > 0) --high;
      if (low <= high) swap = *low, *low++ = *high, *high-- = swap;
    }
    sort(from, high + 1, compare);
    from = low;
  }
}

static uint64_t run(void) {
  uint32_t state = 1;
  uint64_t sum = 0;
  for (int t = 0; t < 2; ++t) {
    for (int i = 0; i < kCount; ++i) numbers[i] = next_random(&state);
    sort(numbers, numbers + kCount, compare_numbers);
    for (int i = 0; i < kCount; ++i) sum = sum * 31 + numbers[i];
  }
  return sum;
}
