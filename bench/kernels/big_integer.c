// Factorials and their digits in big integers of 32-bit limbs: multiplications with carries, and divisions by a
// constant that the compiler does not see.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <string.h>

#include "bench/kernels/kernel.h"

enum { kFactorial = 3000, kLimbs = 1024, kTimes = 8 };

static uint32_t number[kLimbs], square[2 * kLimbs];
static int limbs;
static volatile uint32_t billion = 1000000000;

static void multiply_by(uint32_t factor) {
  uint64_t carry = 0;
  for (int i = 0; i < limbs; ++i) {
    carry += (uint64_t)number[i] * factor;
    number[i] = (uint32_t)carry;
    carry >>= 32;
  }
  if (carry != 0) number[limbs++] = (uint32_t)carry;
}

static uint32_t divide_by(uint32_t divisor) {
  uint64_t rest = 0;
  for (int i = limbs - 1; i >= 0; --i) {
    rest = rest << 32 | number[i];
    number[i] = (uint32_t)(rest / divisor);
    rest %= divisor;
  }
  while (limbs > 0 && number[limbs - 1] == 0) --limbs;
  return (uint32_t)rest;
}

static uint64_t square_up(void) {
  memset(square, 0, sizeof square);
  for (int i = 0; i < limbs; ++i) {
    uint64_t carry = 0;
    for (int j = 0; j < limbs; ++j) {
      carry += (uint64_t)number[i] * number[j] + square[i + j];
      square[i + j] = (uint32_t)carry;
      carry >>= 32;
    }
    square[i + limbs] = (uint32_t)carry;
  }
  return (uint64_t)square[2 * limbs - 1] << 32 | square[limbs];
}

static uint64_t run(void) {
  uint64_t sum = 0;
  for (int t = 0; t < kTimes; ++t) {
    number[0] = 1, limbs = 1;
    for (uint32_t i = 2; i <= kFactorial; ++i) multiply_by(i);
    for (int i = 0; i < 16; ++i) sum = sum * 31 + square_up();
    while (limbs > 0) sum = sum * 31 + divide_by(billion);
  }
  return sum;
}
