// A Lempel-Ziv compressor with a hash table, and its decompressor, over text of a random grammar: copies of overlapping
// bytes, and branches on data.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <string.h>

#include "bench/kernels/kernel.h"

enum { kSize = 1 << 22, kHashBits = 15, kWindow = 65535, kShortest = 4, kTimes = 8 };

static uint8_t text[kSize], packed[kSize * 2], unpacked[kSize];
static int32_t last_seen[1 << kHashBits];

static void write_text(void) {
  uint32_t state = 1;
  int at = 0;
  while (at < kSize) {
    // One of 2,048 words, whose letters follow from its number; small numbers are more frequent.
    uint32_t word = next_random(&state) & next_random(&state) & 2047, letters = word * 2654435761u;
    for (int n = 2 + (int)(word % 7); n > 0 && at < kSize; --n, letters >>= 4)
      text[at++] = (uint8_t)('a' + (letters & 15));
    if (at < kSize) text[at++] = ' ';
  }
}

static uint32_t hash(const uint8_t* at) {
  uint32_t word;
  memcpy(&word, at, sizeof word);
  return word * 2654435761u >> (32 - kHashBits);
}

static uint8_t* write_length(uint8_t* out, int length) {
  for (; length >= 255; length -= 255) *out++ = 255;
  *out++ = (uint8_t)length;
  return out;
}

// Pieces of (number of literal bytes, these, length of the match, its distance in two bytes); the last has length 0.
static int compress(void) {
  memset(last_seen, -1, sizeof last_seen);
  uint8_t* out = packed;
  int literals = 0, at = 0;
  while (at + kShortest <= kSize) {
    const uint32_t slot = hash(text + at);
    const int match = last_seen[slot];
    last_seen[slot] = at;
    if (match < 0 || at - match > kWindow || memcmp(text + match, text + at, kShortest) != 0) {
      ++at;
      continue;
    }
    int length = kShortest;
    while (at + length < kSize && text[match + length] == text[at + length]) ++length;
    out = write_length(out, at - literals);
    memcpy(out, text + literals, (size_t)(at - literals));
    out = write_length(out + (at - literals), length);
    *out++ = (uint8_t)((at - match) & 255), *out++ = (uint8_t)((at - match) >> 8);
    literals = at += length;
  }
  out = write_length(out, kSize - literals);
  memcpy(out, text + literals, (size_t)(kSize - literals));
  out = write_length(out + (kSize - literals), 0);
  return (int)(out - packed);
}

static const uint8_t* read_length(const uint8_t* in, int* length) {
  for (*length = 0; *in == 255; ++in) *length += 255;
  *length += *in++;
  return in;
}

static int decompress(void) {
  const uint8_t* in = packed;
  uint8_t* out = unpacked;
  for (;;) {
    int literals, length;
    in = read_length(in, &literals);
    for (int i = 0; i < literals; ++i) *out++ = *in++;
    in = read_length(in, &length);
    if (length == 0) return (int)(out - unpacked);
    const uint8_t* from = out - (in[0] | in[1] << 8);
    in += 2;
    while (length-- > 0) *out++ = *from++;
  }
}

static uint64_t run(void) {
  uint64_t sum = 0;
  write_text();
  for (int t = 0; t < kTimes; ++t) {
    sum = sum * 31 + (uint64_t)compress();
    sum = sum * 31 + (uint64_t)decompress();
    sum = sum * 31 + (memcmp(text, unpacked, kSize) == 0);
  }
  return sum;
}
