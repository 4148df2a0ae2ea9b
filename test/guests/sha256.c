// SHA-256 (FIPS 180-4) of its three well-known messages: rotations, byte order, tables in memory.
//
// RUN: wrt run %wasm
// STDOUT: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
// STDOUT: ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
// STDOUT: cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stdint.h>
#include <stdio.h>
#include <string.h>

static uint32_t constants[64], state[8];

// The first 32 bits of the fractional part of the square or cube root of a prime, by bisection in integers.
static uint32_t root_bits(uint32_t prime, int cube) {
  uint64_t low = 0, high = (uint64_t)20 << 32;  // fixed point, 32 bits behind the point
  while (high - low > 1) {
    uint64_t middle = (low + high) / 2;
    unsigned __int128 power = (unsigned __int128)middle * middle;
    int above = cube ? power * middle >> 96 >= prime : power >> 64 >= prime;
    if (above)
      high = middle;
    else
      low = middle;
  }
  return (uint32_t)low;
}

static void make_tables(void) {
  int found = 0;
  for (uint32_t n = 2; found < 64; ++n) {
    int prime = 1;
    for (uint32_t d = 2; d * d <= n; ++d) prime &= n % d != 0;
    if (!prime) continue;
    if (found < 8) state[found] = root_bits(n, 0);
    constants[found++] = root_bits(n, 1);
  }
}

static uint32_t rotate(uint32_t x, int by) {
  return x >> by | x << (32 - by);
}

static void compress(const uint8_t* block) {
  uint32_t w[64], v[8];
  for (int i = 0; i < 16; ++i)
    w[i] = (uint32_t)block[4 * i] << 24 | block[4 * i + 1] << 16 | block[4 * i + 2] << 8 | block[4 * i + 3];
  for (int i = 16; i < 64; ++i) {
    uint32_t a = w[i - 15], b = w[i - 2];
    w[i] = w[i - 16] + (rotate(a, 7) ^ rotate(a, 18) ^ a >> 3) + w[i - 7] + (rotate(b, 17) ^ rotate(b, 19) ^ b >> 10);
  }
  memcpy(v, state, sizeof v);
  for (int i = 0; i < 64; ++i) {
    uint32_t t1 = v[7] + (rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25)) + ((v[4] & v[5]) ^ (~v[4] & v[6])) +
                  constants[i] + w[i];
    uint32_t t2 =
        (rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22)) + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
    memmove(v + 1, v, 7 * sizeof v[0]);
    v[4] += t1;
    v[0] = t1 + t2;
  }
  for (int i = 0; i < 8; ++i) state[i] += v[i];
}

// The message is `text` repeated.
static void hash(const char* text, uint64_t times) {
  uint8_t block[64];
  uint64_t used = 0, total = 0;
  make_tables();
  for (uint64_t i = 0; i < times; ++i) {
    for (const char* c = text; *c; ++c, ++total) {
      block[used++] = (uint8_t)*c;
      if (used == 64) compress(block), used = 0;
    }
  }
  block[used++] = 0x80;
  if (used > 56) {
    memset(block + used, 0, 64 - used);
    compress(block);
    used = 0;
  }
  memset(block + used, 0, 56 - used);
  for (int i = 0; i < 8; ++i) block[56 + i] = (uint8_t)(total * 8 >> (56 - 8 * i));
  compress(block);
  for (int i = 0; i < 8; ++i) printf("%08x", state[i]);
  printf("\n");
}

int main(void) {
  hash("", 1);
  hash("abc", 1);
  hash("a", 1000000);
  return 0;
}
