// 64-bit integers: products of 128 bits by halves, powers modulo a prime by division, counts of bits, rotations and
// shifts by what was computed.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "bench/kernels/kernel.h"

enum { kTimes = 1000000 };

static uint64_t high_product(uint64_t a, uint64_t b) {
  const uint64_t al = (uint32_t)a, ah = a >> 32, bl = (uint32_t)b, bh = b >> 32;
  const uint64_t middle = ah * bl + (al * bl >> 32), other = al * bh + (uint32_t)middle;
  return ah * bh + (middle >> 32) + (other >> 32);
}

static uint64_t power(uint64_t base, uint64_t exponent, uint64_t modulus) {
  uint64_t result = 1;
  for (; exponent != 0; exponent >>= 1, base = base * base % modulus)
    if (exponent & 1) result = result * base % modulus;
  return result;
}

static uint64_t bits(uint64_t x) {
  return (uint64_t)(__builtin_popcountll(x) + __builtin_clzll(x | 1) * 3 + __builtin_ctzll(x | (uint64_t)1 << 63) * 5);
}

static uint64_t run(void) {
  uint64_t x = 0x123456789abcdef, sum = 0;
  for (int t = 0; t < kTimes; ++t) {
    for (int i = 0; i < 16; ++i) {
      x ^= x << 13, x ^= x >> 7, x ^= x << 17;
      sum += high_product(x, sum | 1) ^ bits(x);
      sum = sum << (x & 63) | sum >> (-x & 63);
    }
    sum ^= power(x >> 33, x & 0xffff, 0x7fffffff) + x / (sum >> 40 | 1) +
           (uint64_t)((int64_t)sum % ((int64_t)(x >> 50) + 3));
  }
  return sum;
}
