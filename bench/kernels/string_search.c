// Strings in a long text: naive search, Horspool's with a table of skips, and loops over bytes as C's str functions
// have them.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "bench/kernels/kernel.h"

enum { kSize = 1 << 22, kTimes = 8 };

static char text[kSize + 1];
static const char* const needles[] = {"abcab", "needle in haystack", "dcbaabcdabcd", "aaaaaaaaaaaa", "cabbage"};

static int length_of(const char* string) {
  int length = 0;
  while (string[length] != 0) ++length;
  return length;
}

static int naive(const char* needle) {
  int found = 0;
  for (int i = 0; text[i] != 0; ++i) {
    int j = 0;
    while (needle[j] != 0 && text[i + j] == needle[j]) ++j;
    found += needle[j] == 0;
  }
  return found;
}

static int horspool(const char* needle) {
  int skip[256], found = 0;
  const int length = length_of(needle);
  for (int i = 0; i < 256; ++i) skip[i] = length;
  for (int i = 0; i < length - 1; ++i) skip[(uint8_t)needle[i]] = length - 1 - i;
  for (int at = 0; at + length <= kSize; at += skip[(uint8_t)text[at + length - 1]]) {
    int j = length - 1;
    while (j >= 0 && text[at + j] == needle[j]) --j;
    found += j < 0;
  }
  return found;
}

// How many characters of the text are in the set.
static int count_any(const char* set) {
  int found = 0;
  for (const char* at = text; *at != 0; ++at)
    for (const char* each = set; *each != 0; ++each) {
      if (*at != *each) continue;
      ++found;
      break;
    }
  return found;
}

static uint64_t run(void) {
  uint32_t state = 1;
  for (int i = 0; i < kSize; ++i) text[i] = "abcd"[next_random(&state) >> 4 & next_random(&state) >> 7 & 3];
  uint64_t sum = 0;
  for (int t = 0; t < kTimes; ++t) {
    for (unsigned i = 0; i < sizeof needles / sizeof *needles; ++i)
      sum = sum * 31 + (uint64_t)(i % 2 == 0 ? naive(needles[i]) : horspool(needles[i]));
    sum = sum * 31 + (uint64_t)length_of(text) + (uint64_t)count_any("xyzd");
    text[next_random(&state) & (kSize - 1)] = 'n';
  }
  return sum;
}
