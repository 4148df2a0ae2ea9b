// Pixels of bytes with SIMD intrinsics: blending with saturation, differences, and a shuffle, sixteen bytes at a time.
// wasm_simd128.h for WebAssembly, SSSE3's header natively; only the suite kernels-simd has it.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "bench/kernels/kernel.h"

#ifdef __wasm__
#include <wasm_simd128.h>
typedef v128_t Vector;
#define load(from) wasm_v128_load(from)
#define store(to, vector) wasm_v128_store(to, vector)
#define add_saturated(a, b) wasm_u8x16_add_sat(a, b)
#define subtract_saturated(a, b) wasm_u8x16_sub_sat(a, b)
#define average(a, b) wasm_u8x16_avgr(a, b)
#define or_bits(a, b) wasm_v128_or(a, b)
#define smaller(a, b) wasm_u8x16_min(a, b)
#define shuffle(vector, indices) wasm_i8x16_swizzle(vector, indices)
#define signs(vector) wasm_i8x16_bitmask(vector)
#else
#include <immintrin.h>
typedef __m128i Vector;
#define SSSE3 __attribute__((target("ssse3")))
#define load(from) _mm_loadu_si128((const __m128i*)(from))
#define store(to, vector) _mm_storeu_si128((__m128i*)(to), vector)
#define add_saturated(a, b) _mm_adds_epu8(a, b)
#define subtract_saturated(a, b) _mm_subs_epu8(a, b)
#define average(a, b) _mm_avg_epu8(a, b)
#define or_bits(a, b) _mm_or_si128(a, b)
#define smaller(a, b) _mm_min_epu8(a, b)
#define shuffle(vector, indices) _mm_shuffle_epi8(vector, indices)
#define signs(vector) _mm_movemask_epi8(vector)
#endif
#ifndef SSSE3
#define SSSE3
#endif

enum { kSize = 1 << 16, kTimes = 20000 };

static uint8_t a[kSize], b[kSize];

SSSE3 static uint32_t blend(const uint8_t* order) {
  const Vector indices = load(order);
  uint32_t dark = 0;
  for (int i = 0; i < kSize; i += 16) {
    const Vector x = load(a + i), y = load(b + i);
    const Vector difference = or_bits(subtract_saturated(x, y), subtract_saturated(y, x));
    const Vector mixed = average(x, smaller(add_saturated(y, difference), x));
    dark += (uint32_t)__builtin_popcount((uint32_t)signs(mixed));
    store(a + i, shuffle(add_saturated(mixed, difference), indices));
    store(b + i, mixed);
  }
  return dark;
}

static uint64_t run(void) {
  uint32_t state = 1;
  uint8_t order[16];
  for (int i = 0; i < kSize; ++i) a[i] = (uint8_t)next_random(&state), b[i] = (uint8_t)next_random(&state);
  uint64_t sum = 0;
  for (int t = 0; t < kTimes; ++t) {
    for (int i = 0; i < 16; ++i) order[i] = (uint8_t)((i * 7 + t) & 15);
    sum = sum * 31 + blend(order);
    a[t] ^= (uint8_t)t;
  }
  return sum;
}
