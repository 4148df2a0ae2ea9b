// A JSON parser by recursive descent that builds a tree in an arena, and a walk that adds up what it finds: the text is
// written first, with numbers, escapes, and nesting.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stdlib.h>
#include <string.h>

#include "bench/kernels/kernel.h"

enum { kSize = 1 << 21, kArena = 1 << 19, kTimes = 24 };

typedef enum { kNull, kFalse, kTrue, kNumber, kString, kArray, kObject } Kind;

typedef struct Value {
  Kind kind;
  uint32_t length, hash;  // of a string
  double number;
  struct Value *key, *first, *next;
} Value;

static char text[kSize + 256];
static Value arena[kArena];
static int used;
static const char* at;

static char* write_value(char* to, uint32_t* state, int depth) {
  const uint32_t choice = next_random(state) >> 3;
  if (depth > 0 && choice % 4 != 0) {
    const int object = choice & 32, count = (int)(choice >> 7 & 7);
    *to++ = object ? '{' : '[';
    for (int i = 0; i < count; ++i) {
      if (i > 0) *to++ = ',', *to++ = ' ';
      if (object) to += sprintf(to, "\"key%u\": ", next_random(state) & 63);
      to = write_value(to, state, depth - 1);
    }
    *to++ = object ? '}' : ']';
    return to;
  }
  switch (choice >> 5 & 7) {
    case 0: return to + sprintf(to, "null");
    case 1: return to + sprintf(to, "true");
    case 2: return to + sprintf(to, "false");
    case 3: return to + sprintf(to, "\"line %u\\n\\t\\u00e9\\\"quoted\\\"\"", choice);
    case 4: return to + sprintf(to, "\"a longer string without any escapes, of %u characters\"", choice);
    default: return to + sprintf(to, "-%u.%ue%d", choice & 1023, choice >> 10 & 1023, (int)(choice & 7) - 3);
  }
}

static void skip_space(void) {
  while (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r') ++at;
}

static void expect(char c) {
  if (*at++ != c) abort();
}

static uint32_t hex_digit(void) {
  const char c = *at++;
  return (uint32_t)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
}

static uint32_t escaped(void) {
  switch (*at++) {
    case 'n': return '\n';
    case 't': return '\t';
    case 'u': {
      uint32_t code = 0;
      for (int i = 0; i < 4; ++i) code = code << 4 | hex_digit();
      return code;
    }
    default: return (uint8_t)at[-1];
  }
}

static void parse_string(Value* value) {
  value->kind = kString, value->length = 0, value->hash = 2166136261u;
  for (expect('"'); *at != '"'; ++value->length) {
    const char c = *at++;
    value->hash = (value->hash ^ (c == '\\' ? escaped() : (uint8_t)c)) * 16777619u;
  }
  ++at;
}

static void parse_number(Value* value) {
  double number = 0, scale = 1;
  int exponent = 0;
  const int negative = *at == '-';
  for (at += negative; *at >= '0' && *at <= '9'; ++at) number = number * 10 + (*at - '0');
  if (*at == '.')
    for (++at; *at >= '0' && *at <= '9'; ++at) number += (*at - '0') * (scale /= 10);
  if (*at == 'e') {
    const int down = *++at == '-';
    for (at += down; *at >= '0' && *at <= '9'; ++at) exponent = exponent * 10 + (*at - '0');
    for (; exponent > 0; --exponent) number = down ? number / 10 : number * 10;
  }
  value->kind = kNumber, value->number = negative ? -number : number;
}

static void parse_word(Value* value, const char* word, Kind kind) {
  while (*word != 0) expect(*word++);
  value->kind = kind;
}

static Value* parse_value(void);

static void parse_members(Value* value, Kind kind, char end) {
  Value** link = &value->first;
  value->kind = kind;
  skip_space();
  for (++at; *at != end; link = &(*link)->next) {
    Value* key = 0;
    if (value->first != 0) expect(',');
    skip_space();
    if (kind == kObject) {
      key = parse_value();
      expect(':');
    }
    *link = parse_value();
    (*link)->key = key;
  }
  ++at;
}

static Value* parse_value(void) {
  if (used == kArena) abort();
  Value* value = &arena[used++];
  value->key = value->first = value->next = 0;
  skip_space();
  switch (*at) {
    case '{': parse_members(value, kObject, '}'); break;
    case '[': parse_members(value, kArray, ']'); break;
    case '"': parse_string(value); break;
    case 'n': parse_word(value, "null", kNull); break;
    case 't': parse_word(value, "true", kTrue); break;
    case 'f': parse_word(value, "false", kFalse); break;
    default: parse_number(value);
  }
  return value;
}

static uint64_t sum_up(const Value* value) {
  uint64_t sum = value->kind;
  if (value->kind == kNumber) sum += (uint64_t)(int64_t)value->number;
  if (value->kind == kString) sum += value->hash + value->length;
  if (value->key != 0) sum += 7 * sum_up(value->key);
  for (const Value* each = value->first; each != 0; each = each->next) sum = sum * 31 + sum_up(each);
  return sum;
}

static uint64_t run(void) {
  uint32_t state = 1;
  char* end = text;
  *end++ = '[';
  while (end < text + kSize - (1 << 16)) {
    if (end > text + 1) *end++ = ',', *end++ = '\n';
    end = write_value(end, &state, 4);
  }
  *end++ = ']', *end = 0;
  uint64_t sum = 0;
  for (int t = 0; t < kTimes; ++t) {
    used = 0, at = text;
    sum = sum * 31 + sum_up(parse_value()) + (uint64_t)(at - text);
  }
  return sum;
}
