// A small LZ77 compressor with a hash table of positions, and its decompressor: what goes in must come out.
//
// RUN: wrt run %wasm
// STDOUT: 262144 bytes in, 110004 packed, round trip exact, ratio over 2: yes
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { kSize = 1 << 18, kMinMatch = 4, kMaxMatch = 255, kWindow = 65535, kSlots = 1 << 14 };

static uint8_t input[kSize], packed[kSize * 2], output[kSize];

// Text-like data: words from a small vocabulary, chosen by a linear congruential generator.
static void make_input(void) {
  static const char* const kWords[] = {"memory ", "table ", "function ", "global ",
                                       "module ", "trap\n", "call ",     "i32 "};
  uint32_t state = 7;
  for (size_t at = 0; at < kSize;) {
    state = state * 1103515245u + 12345u;
    for (const char* c = kWords[state >> 16 & 7]; *c && at < kSize; ++c) input[at++] = (uint8_t)*c;
  }
}

static uint32_t slot_of(const uint8_t* p) {
  uint32_t word;
  memcpy(&word, p, 4);
  return word * 2654435761u >> 18;
}

static size_t match_length(size_t from, size_t at) {
  size_t length = 0;
  while (length < kMaxMatch && at + length < kSize && input[from + length] == input[at + length]) ++length;
  return length;
}

// Items: 0, byte: a literal; length, distance (2 bytes): a match.
static size_t pack(void) {
  static size_t last[kSlots];  // position + 1
  size_t out = 0;
  for (size_t at = 0; at < kSize;) {
    size_t length = 0, from = 0;
    if (at + kMinMatch <= kSize) {
      uint32_t slot = slot_of(input + at);
      from = last[slot] - 1;
      if (last[slot] && at - from <= kWindow) length = match_length(from, at);
      last[slot] = at + 1;
    }
    if (length >= kMinMatch) {
      packed[out++] = (uint8_t)length;
      packed[out++] = (uint8_t)(at - from);
      packed[out++] = (uint8_t)((at - from) >> 8);
      at += length;
    } else {
      packed[out++] = 0;
      packed[out++] = input[at++];
    }
  }
  return out;
}

static size_t unpack(size_t size) {
  size_t out = 0;
  for (size_t in = 0; in < size;) {
    size_t length = packed[in++];
    if (length == 0) {
      output[out++] = packed[in++];
      continue;
    }
    size_t distance = packed[in] | packed[in + 1] << 8;
    in += 2;
    for (; length > 0; --length, ++out) output[out] = output[out - distance];
  }
  return out;
}

int main(void) {
  make_input();
  size_t size = pack();
  int exact = unpack(size) == kSize && memcmp(input, output, kSize) == 0;
  printf("%d bytes in, %zu packed, round trip %s, ratio over 2: %s\n", kSize, size, exact ? "exact" : "WRONG",
         size * 2 < kSize ? "yes" : "no");
  return !exact;
}
