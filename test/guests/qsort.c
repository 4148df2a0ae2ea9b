// The C library's qsort through a comparison function: indirect calls, many times over.
//
// RUN: wrt run %wasm
// STDOUT: sorted 200000 numbers, checksum 12473480059474994280
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { kCount = 200000 };

static uint32_t numbers[kCount];

static int compare(const void* a, const void* b) {
  uint32_t x = *(const uint32_t*)a, y = *(const uint32_t*)b;
  return x < y ? -1 : x > y;
}

int main(void) {
  uint32_t state = 1;
  for (int i = 0; i < kCount; ++i) numbers[i] = state = state * 1664525u + 1013904223u;
  qsort(numbers, kCount, sizeof numbers[0], compare);
  uint64_t checksum = 0;
  for (int i = 0; i < kCount; ++i) {
    if (i > 0 && numbers[i - 1] > numbers[i]) return 1;
    checksum = checksum * 31 + numbers[i];
  }
  printf("sorted %d numbers, checksum %llu\n", kCount, (unsigned long long)checksum);
  return 0;
}
