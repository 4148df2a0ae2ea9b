// CRC-32 of a buffer: by one table, a byte at a time, where each step waits for the last, and by eight tables, eight
// bytes at a time.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <string.h>

#include "bench/kernels/kernel.h"

enum { kSize = 1 << 20, kTimes = 100 };

static uint32_t table[8][256];
static uint8_t buffer[kSize];

static void make_tables(void) {
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
    table[0][i] = crc;
  }
  for (int t = 1; t < 8; ++t)
    for (int i = 0; i < 256; ++i) table[t][i] = table[t - 1][i] >> 8 ^ table[0][table[t - 1][i] & 255];
}

static uint32_t by_bytes(uint32_t crc) {
  for (int i = 0; i < kSize; ++i) crc = crc >> 8 ^ table[0][(crc ^ buffer[i]) & 255];
  return crc;
}

static uint32_t by_eights(uint32_t crc) {
  for (int i = 0; i < kSize; i += 8) {
    uint32_t low, high;
    memcpy(&low, buffer + i, 4);
    memcpy(&high, buffer + i + 4, 4);
    low ^= crc;
    crc = table[7][low & 255] ^ table[6][low >> 8 & 255] ^ table[5][low >> 16 & 255] ^ table[4][low >> 24] ^
          table[3][high & 255] ^ table[2][high >> 8 & 255] ^ table[1][high >> 16 & 255] ^ table[0][high >> 24];
  }
  return crc;
}

static uint64_t run(void) {
  uint32_t state = 1, crc = 0xffffffffu;
  make_tables();
  for (int i = 0; i < kSize; ++i) buffer[i] = (uint8_t)next_random(&state);
  for (int t = 0; t < kTimes; ++t) {
    crc = by_eights(by_eights(crc));
    crc = by_bytes(crc);
  }
  return crc ^ 0xffffffffu;
}
