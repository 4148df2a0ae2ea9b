// A little of everything that small controllers do, in turn: a state machine that classifies numbers in a text, a
// linked list that is searched and reversed, a matrix of 16-bit integers, and a checksum of each result, bit by bit.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "bench/kernels/kernel.h"

enum { kText = 2000, kList = 200, kSide = 24, kTimes = 24000 };

typedef enum {
  kStart,
  kSign,
  kInteger,
  kPoint,
  kFraction,
  kExponent,
  kExponentSign,
  kScientific,
  kInvalid,
  kStates
} State;

typedef struct Node {
  struct Node* next;
  int16_t value;
} Node;

static char text[kText + 1];
static Node nodes[kList];
static int16_t a[kSide][kSide], b[kSide][kSide];

static uint16_t crc(uint32_t value, uint16_t crc) {
  for (int i = 0; i < 32; ++i, value >>= 1) crc = (uint16_t)(crc >> 1 ^ ((crc ^ value) & 1 ? 0xa001 : 0));
  return crc;
}

static int is_digit(char c) {
  return c >= '0' && c <= '9';
}

static State step(State state, char c) {
  switch (state) {
    case kStart:
      if (c == '+' || c == '-') return kSign;
      return is_digit(c) ? kInteger : c == '.' ? kPoint : kInvalid;
    case kSign: return is_digit(c) ? kInteger : c == '.' ? kPoint : kInvalid;
    case kInteger: return is_digit(c) ? kInteger : c == '.' ? kPoint : c == 'e' ? kExponent : kInvalid;
    case kPoint: return is_digit(c) ? kFraction : kInvalid;
    case kFraction: return is_digit(c) ? kFraction : c == 'e' ? kExponent : kInvalid;
    case kExponent: return c == '+' || c == '-' ? kExponentSign : is_digit(c) ? kScientific : kInvalid;
    case kExponentSign: return is_digit(c) ? kScientific : kInvalid;
    case kScientific: return is_digit(c) ? kScientific : kInvalid;
    default: return kInvalid;
  }
}

static uint16_t classify(uint16_t sum) {
  uint32_t ends[kStates] = {0}, steps[kStates] = {0};
  State state = kStart;
  for (const char* at = text; *at != 0; ++at) {
    if (*at == ',') {
      ++ends[state];
      state = kStart;
      continue;
    }
    state = step(state, *at);
    ++steps[state];
  }
  for (int i = 0; i < kStates; ++i) sum = crc(ends[i] << 16 ^ steps[i], sum);
  return sum;
}

static Node* reverse(Node* list) {
  Node* reversed = 0;
  while (list != 0) {
    Node* next = list->next;
    list->next = reversed, reversed = list, list = next;
  }
  return reversed;
}

static int find(const Node* list, int16_t value) {
  int at = 0;
  for (; list != 0 && list->value != value; list = list->next) ++at;
  return at;
}

static uint16_t multiply(int16_t factor, uint16_t sum) {
  for (int i = 0; i < kSide; ++i) {
    int32_t trace = 0;
    for (int j = 0; j < kSide; ++j)
      for (int k = 0; k < kSide; ++k) trace += a[i][k] * b[k][j] >> 2 & 0xfff;
    a[i][i] = (int16_t)(a[i][i] + factor);
    sum = crc((uint32_t)trace, sum);
  }
  return sum;
}

static uint64_t run(void) {
  uint32_t state = 1;
  for (int i = 0; i < kText; ++i) text[i] = "0123456789.5e+,1-,3x"[next_random(&state) % 20];
  for (int i = 0; i < kList; ++i)
    nodes[i] = (Node){i + 1 < kList ? &nodes[i + 1] : 0, (int16_t)(next_random(&state) & 127)};
  for (int i = 0; i < kSide; ++i)
    for (int j = 0; j < kSide; ++j)
      a[i][j] = (int16_t)next_random(&state), b[i][j] = (int16_t)(next_random(&state) & 255);
  Node* list = nodes;
  uint16_t sum = 0;
  for (int t = 0; t < kTimes; ++t) {
    sum = classify(sum);
    list = reverse(list);
    for (int i = 0; i < 8; ++i) sum = crc((uint32_t)find(list, (int16_t)((t + 17 * i) & 127)), sum);
    sum = multiply((int16_t)(t & 7), sum);
    text[t % kText] = text[sum % kText];
  }
  return sum;
}
