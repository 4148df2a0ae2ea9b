// AES-128 in counter mode, with byte tables: substitutions, rotations, and the field's multiplication by two. The S-box
// is computed, as its definition says.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <string.h>

#include "bench/kernels/kernel.h"

enum { kRounds = 10, kBlocks = 1200000 };

static uint8_t sbox[256], keys[kRounds + 1][16];

static uint8_t twice(uint8_t x) {
  return (uint8_t)(x << 1 ^ (x >> 7) * 0x1b);
}

static uint8_t rotate(uint8_t x, int by) {
  return (uint8_t)(x << by | x >> (8 - by));
}

// p walks through the powers of 3, q through those of its inverse: each is the other's inverse all along.
static void make_sbox(void) {
  uint8_t p = 1, q = 1;
  do {
    p ^= twice(p);
    q ^= (uint8_t)(q << 1), q ^= (uint8_t)(q << 2), q ^= (uint8_t)(q << 4);
    if (q & 0x80) q ^= 9;
    sbox[p] = q ^ rotate(q, 1) ^ rotate(q, 2) ^ rotate(q, 3) ^ rotate(q, 4) ^ 0x63;
  } while (p != 1);
  sbox[0] = 0x63;
}

static void expand_key(void) {
  uint8_t* key = keys[0];
  uint8_t constant = 1;
  for (int i = 16; i < 16 * (kRounds + 1); i += 4) {
    uint8_t word[4];
    memcpy(word, key + i - 4, 4);
    if (i % 16 == 0) {
      const uint8_t first = word[0];
      word[0] = sbox[word[1]] ^ constant, word[1] = sbox[word[2]], word[2] = sbox[word[3]], word[3] = sbox[first];
      constant = twice(constant);
    }
    for (int j = 0; j < 4; ++j) key[i + j] = key[i + j - 16] ^ word[j];
  }
}

static void mix_columns(uint8_t* s) {
  for (int c = 0; c < 16; c += 4) {
    const uint8_t all = s[c] ^ s[c + 1] ^ s[c + 2] ^ s[c + 3], first = s[c];
    for (int r = 0; r < 3; ++r) s[c + r] ^= all ^ twice(s[c + r] ^ s[c + r + 1]);
    s[c + 3] ^= all ^ twice(s[c + 3] ^ first);
  }
}

static void encrypt(const uint8_t* in, uint8_t* out) {
  uint8_t s[16], shifted[16];
  for (int i = 0; i < 16; ++i) s[i] = in[i] ^ keys[0][i];
  for (int round = 1; round <= kRounds; ++round) {
    for (int i = 0; i < 16; ++i) shifted[i] = sbox[s[(i + 4 * (i & 3)) & 15]];  // SubBytes and ShiftRows
    if (round < kRounds) mix_columns(shifted);
    for (int i = 0; i < 16; ++i) s[i] = shifted[i] ^ keys[round][i];
  }
  memcpy(out, s, 16);
}

static uint64_t run(void) {
  uint32_t state = 1;
  make_sbox();
  for (int i = 0; i < 16; ++i) keys[0][i] = (uint8_t)next_random(&state);
  expand_key();
  uint8_t counter[16] = {0}, block[16];
  uint64_t sum = 0, word;
  for (uint32_t i = 0; i < kBlocks; ++i) {
    memcpy(counter, &i, sizeof i);
    encrypt(counter, block);
    memcpy(&word, block, sizeof word);
    sum = sum * 31 + word;
  }
  return sum;
}
