// A small register machine that runs a prime sieve by trial division: a switch in a loop, as interpreters are.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "bench/kernels/kernel.h"

enum { kSet, kAdd, kRemainder, kJumpIfZero, kJumpIfLess, kJump, kHalt };

typedef struct {
  uint8_t op, a, b, c;
  int32_t value;
} Instruction;

// r0: n, r1: divisor, r2: scratch, r3: limit, r4: primes found, r5: one.
static const Instruction program[] = {
    {kSet, 0, 0, 0, 2},          // 0: n = 2
    {kSet, 3, 0, 0, 22000},      // 1: limit
    {kSet, 4, 0, 0, 0},          // 2: primes = 0
    {kSet, 5, 0, 0, 1},          // 3: one
    {kSet, 1, 0, 0, 2},          // 4: next n: divisor = 2
    {kJumpIfLess, 1, 0, 0, 7},   // 5: divisor < n: go on at 7
    {kJump, 0, 0, 0, 11},        // 6: no divisor found: prime
    {kRemainder, 2, 0, 1, 0},    // 7: scratch = n % divisor
    {kJumpIfZero, 2, 0, 0, 12},  // 8: divisible: next n
    {kAdd, 1, 1, 5, 0},          // 9: ++divisor
    {kJump, 0, 0, 0, 5},         // 10
    {kAdd, 4, 4, 5, 0},          // 11: ++primes
    {kAdd, 0, 0, 5, 0},          // 12: ++n
    {kJumpIfLess, 0, 3, 0, 4},   // 13: n < limit: again
    {kHalt, 0, 0, 0, 0},         // 14
};

static uint64_t interpret(const Instruction* code) {
  int32_t r[8] = {0};
  uint64_t steps = 0;
  for (const Instruction* pc = code;; ++steps) {
    const Instruction i = *pc++;
    switch (i.op) {
      case kSet: r[i.a] = i.value; break;
      case kAdd: r[i.a] = r[i.b] + r[i.c]; break;
      case kRemainder: r[i.a] = r[i.b] % r[i.c]; break;
      case kJumpIfZero:
        if (r[i.a] == 0) pc = code + i.value;
        break;
      case kJumpIfLess:
        if (r[i.a] < r[i.b]) pc = code + i.value;
        break;
      case kJump: pc = code + i.value; break;
      default: return steps * 100000 + (uint64_t)r[4];
    }
  }
}

static const Instruction* volatile hidden = program;

static uint64_t run(void) {
  return interpret(hidden);
}
