// memcpy, memmove and memset of sizes from 1 byte to 1 MB: wasm's bulk memory instructions against the C library.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <string.h>

#include "bench/kernels/kernel.h"

enum { kSize = 1 << 21 };

static uint8_t buffer[2][kSize];

static uint64_t run(void) {
  uint32_t state = 1;
  uint64_t sum = 0;
  for (int i = 0; i < kSize; ++i) buffer[0][i] = (uint8_t)next_random(&state);
  for (int t = 0; t < 10000000; ++t) {
    size_t size = next_random(&state) & ((t & 1023) == 0 ? (1 << 20) - 1 : 255);
    size_t from = next_random(&state) & ((1 << 19) - 1), to = next_random(&state) & ((1 << 19) - 1);
    switch (t & 3) {
      case 0: memmove(buffer[0] + to, buffer[0] + from, size); break;
      case 1: memset(buffer[1] + to, t & 255, size); break;
      default: memcpy(buffer[t & 1] + to, buffer[~t & 1] + from, size); break;
    }
    sum += buffer[1][to];
  }
  return sum;
}
