// The ChaCha20 stream cipher over 192 MB: additions, exclusive ors and rotations on sixteen words.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "bench/kernels/kernel.h"

enum { kBlocks = 3000000 };

static uint32_t rotate(uint32_t x, int by) {
  return x << by | x >> (32 - by);
}

static void quarter(uint32_t* x, int a, int b, int c, int d) {
  x[a] += x[b], x[d] = rotate(x[d] ^ x[a], 16);
  x[c] += x[d], x[b] = rotate(x[b] ^ x[c], 12);
  x[a] += x[b], x[d] = rotate(x[d] ^ x[a], 8);
  x[c] += x[d], x[b] = rotate(x[b] ^ x[c], 7);
}

static void block(const uint32_t* state, uint32_t* out) {
  uint32_t x[16];
  for (int i = 0; i < 16; ++i) x[i] = state[i];
  for (int i = 0; i < 10; ++i) {
    quarter(x, 0, 4, 8, 12), quarter(x, 1, 5, 9, 13), quarter(x, 2, 6, 10, 14), quarter(x, 3, 7, 11, 15);
    quarter(x, 0, 5, 10, 15), quarter(x, 1, 6, 11, 12), quarter(x, 2, 7, 8, 13), quarter(x, 3, 4, 9, 14);
  }
  for (int i = 0; i < 16; ++i) out[i] = x[i] + state[i];
}

static uint64_t run(void) {
  uint32_t random = 1, state[16], out[16];
  for (int i = 0; i < 16; ++i) state[i] = next_random(&random) << 8;
  uint64_t sum = 0;
  for (uint32_t i = 0; i < kBlocks; ++i) {
    state[12] = i;
    block(state, out);
    sum = sum * 31 + ((uint64_t)out[0] << 32 | out[15]);
  }
  return sum;
}
