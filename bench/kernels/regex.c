// Regular expressions, in two ways: a backtracking matcher, which calls itself, and a parallel one that steps a set of
// positions, kept as bits, over each byte. Both must find the same.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stdlib.h>
#include <string.h>

#include "bench/kernels/kernel.h"

enum { kLines = 4000, kWidth = 96, kTimes = 8, kMost = 32 };

// A pattern is a sequence of items; an item is a set of bytes and how often it may occur.
typedef struct {
  uint32_t set[8];
  char times;  // '1', '?', '*' or '+'
} Item;

typedef struct {
  Item items[kMost];
  int count;
} Pattern;

static char lines[kLines][kWidth + 1];
static const char* const sources[] = {"[a-f]+[0-9]*x", "h.*l+.o", "[^a-m ]+ [a-z]*q", "ab?c?d?e?[0-9]",
                                      "z+.*[0-4][5-9]"};

static void add(Item* item, int from, int to) {
  for (int c = from; c <= to; ++c) item->set[c >> 5] |= 1u << (c & 31);
}

static int has(const Item* item, uint8_t c) {
  return item->set[c >> 5] >> (c & 31) & 1;
}

static const char* parse_class(const char* at, Item* item) {
  const int inverted = *at == '^';
  for (at += inverted; *at != ']'; ++at) {
    if (at[1] == '-')
      add(item, at[0], at[2]), at += 2;
    else
      add(item, *at, *at);
  }
  if (inverted)
    for (int i = 0; i < 8; ++i) item->set[i] = ~item->set[i];
  return at + 1;
}

static void parse(const char* at, Pattern* pattern) {
  memset(pattern, 0, sizeof *pattern);
  while (*at != 0) {
    Item* item = &pattern->items[pattern->count++];
    if (*at == '[')
      at = parse_class(at + 1, item);
    else if (*at == '.')
      add(item, 0, 255), ++at;
    else
      add(item, *at, *at), ++at;
    item->times = *at == '?' || *at == '*' || *at == '+' ? *at++ : '1';
  }
}

static int match_here(const Item* item, const Item* end, const char* text) {
  if (item == end) return 1;
  const int optional = item->times == '?' || item->times == '*';
  if (item->times == '1' || item->times == '?') {
    if (*text != 0 && has(item, (uint8_t)*text) && match_here(item + 1, end, text + 1)) return 1;
    return optional && match_here(item + 1, end, text);
  }
  const char* last = text;
  while (*last != 0 && has(item, (uint8_t)*last)) ++last;
  for (; last >= text + !optional; --last)
    if (match_here(item + 1, end, last)) return 1;
  return 0;
}

static int backtrack(const Pattern* pattern, const char* text) {
  for (const char* at = text;; ++at) {
    if (match_here(pattern->items, pattern->items + pattern->count, at)) return 1;
    if (*at == 0) return 0;
  }
}

// Bit i: the items before i are matched. What may be left out is passed at once.
static uint64_t pass(const Pattern* pattern, uint64_t states) {
  for (int i = 0; i < pattern->count; ++i)
    if (pattern->items[i].times == '?' || pattern->items[i].times == '*') states |= (states >> i & 1) << (i + 1);
  return states;
}

static int in_parallel(const Pattern* pattern, const char* text) {
  const uint64_t goal = (uint64_t)1 << pattern->count;
  uint64_t states = pass(pattern, 1);
  for (; *text != 0 && (states & goal) == 0; ++text) {
    uint64_t next = 1;
    for (int i = 0; i < pattern->count; ++i) {
      const Item* item = &pattern->items[i];
      if ((states >> i & 1) == 0 || !has(item, (uint8_t)*text)) continue;
      next |= (uint64_t)1 << (i + 1);
      if (item->times == '*' || item->times == '+') next |= (uint64_t)1 << i;
    }
    states = pass(pattern, next);
  }
  return (states & goal) != 0;
}

static uint64_t run(void) {
  uint32_t state = 1;
  for (int i = 0; i < kLines; ++i)
    for (int j = 0; j < kWidth; ++j) lines[i][j] = "abcdefghilmoqz 0123456789"[next_random(&state) % 25];
  uint64_t sum = 0;
  for (int t = 0; t < kTimes; ++t)
    for (unsigned i = 0; i < sizeof sources / sizeof *sources; ++i) {
      Pattern pattern;
      parse(sources[i], &pattern);
      for (int line = 0; line < kLines; ++line) {
        const int found = backtrack(&pattern, lines[line]);
        if (found != in_parallel(&pattern, lines[line])) abort();
        sum = sum * 3 + (uint64_t)found;
      }
    }
  return sum;
}
