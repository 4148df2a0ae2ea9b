// An open-addressing hash table of 64-bit keys: insertions, hits and misses over 32 MB, so mostly cache misses.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "bench/kernels/kernel.h"

enum { kSlots = 1 << 21, kKeys = 1 << 20 };

static uint64_t keys[kSlots], values[kSlots];

static uint32_t slot_of(uint64_t key) {
  return (uint32_t)((key * 0x9e3779b97f4a7c15u) >> 43);
}

static uint64_t* find(uint64_t key) {
  uint32_t slot = slot_of(key);
  while (keys[slot] != 0 && keys[slot] != key) slot = (slot + 1) & (kSlots - 1);
  keys[slot] = key;
  return &values[slot];
}

static uint64_t run(void) {
  uint64_t sum = 0;
  for (int t = 0; t < 6; ++t) {
    uint32_t state = 1;
    for (int i = 0; i < kKeys; ++i) {
      uint64_t key = (uint64_t)next_random(&state) << 24 | (next_random(&state) | 1);
      uint64_t* value = find(key);
      *value += (uint64_t)i;
      sum = sum * 31 + *value;
    }
  }
  return sum;
}
