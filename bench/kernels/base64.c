// Base64 of a buffer, there and back: bytes, shifts and small tables.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stdlib.h>
#include <string.h>

#include "bench/kernels/kernel.h"

enum { kSize = 3 << 18, kTimes = 160 };

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static uint8_t data[kSize], back[kSize], values[256];
static char text[kSize / 3 * 4];

static void encode(void) {
  char* to = text;
  for (int i = 0; i < kSize; i += 3) {
    const uint32_t word = (uint32_t)data[i] << 16 | (uint32_t)data[i + 1] << 8 | data[i + 2];
    *to++ = letters[word >> 18], *to++ = letters[word >> 12 & 63];
    *to++ = letters[word >> 6 & 63], *to++ = letters[word & 63];
  }
}

static void decode(void) {
  uint8_t* to = back;
  for (unsigned i = 0; i < sizeof text; i += 4) {
    uint32_t word = 0;
    for (int j = 0; j < 4; ++j) {
      const uint8_t value = values[(uint8_t)text[i + (unsigned)j]];
      if (value > 63) abort();
      word = word << 6 | value;
    }
    *to++ = (uint8_t)(word >> 16), *to++ = (uint8_t)(word >> 8), *to++ = (uint8_t)word;
  }
}

static uint64_t run(void) {
  uint32_t state = 1;
  memset(values, 255, sizeof values);
  for (int i = 0; i < 64; ++i) values[(uint8_t)letters[i]] = (uint8_t)i;
  for (int i = 0; i < kSize; ++i) data[i] = (uint8_t)next_random(&state);
  uint64_t sum = 0;
  for (int t = 0; t < kTimes; ++t) {
    data[t] ^= (uint8_t)t;
    encode();
    decode();
    sum = sum * 31 + (uint64_t)(uint8_t)text[t * 1001] + (memcmp(data, back, kSize) == 0);
  }
  return sum;
}
