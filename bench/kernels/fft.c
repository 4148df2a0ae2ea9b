// A radix-2 Fourier transform of 65,536 complex doubles, forth and back: strided access and a table of roots of unity,
// which is made with square roots alone, because the sines of two C libraries may differ.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <math.h>

#include "bench/kernels/kernel.h"

enum { kBits = 16, kSize = 1 << kBits, kTimes = 80 };

typedef struct {
  double re, im;
} Complex;

static Complex roots[kSize / 2], data[kSize];

static Complex multiply(Complex a, Complex b) {
  return (Complex){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

// roots[i] = e^(-2 pi i / kSize * i): the angle of a half turn is halved again and again.
static void make_roots(void) {
  Complex root = {-1, 0};
  roots[0] = (Complex){1, 0};
  for (int step = kSize / 4; step > 0; step /= 2) {
    root = (Complex){sqrt((1 + root.re) / 2), -sqrt((1 - root.re) / 2)};
    for (int i = step; i < kSize / 2; i += 2 * step) roots[i] = multiply(roots[i - step], root);
  }
}

static void reorder(void) {
  for (int i = 0, j = 0; i < kSize; ++i) {
    if (i < j) {
      const Complex swap = data[i];
      data[i] = data[j], data[j] = swap;
    }
    int bit = kSize / 2;
    for (; j & bit; bit /= 2) j ^= bit;
    j ^= bit;
  }
}

static void transform(int inverse) {
  reorder();
  for (int half = 1; half < kSize; half *= 2) {
    const int stride = kSize / 2 / half;
    for (int from = 0; from < kSize; from += 2 * half)
      for (int i = 0; i < half; ++i) {
        Complex root = roots[i * stride];
        if (inverse) root.im = -root.im;
        Complex *low = &data[from + i], *high = low + half, odd = multiply(*high, root);
        *high = (Complex){low->re - odd.re, low->im - odd.im};
        *low = (Complex){low->re + odd.re, low->im + odd.im};
      }
  }
}

static uint64_t run(void) {
  uint32_t state = 1;
  make_roots();
  for (int i = 0; i < kSize; ++i) data[i] = (Complex){(int)(next_random(&state) & 1023) - 512, 0};
  double sum = 0;
  for (int t = 0; t < kTimes; ++t) {
    transform(0);
    sum += fabs(data[t + 1].re) + fabs(data[t + 1].im);
    transform(1);
    for (int i = 0; i < kSize; ++i) data[i].re /= kSize, data[i].im /= kSize;
  }
  return (uint64_t)(sum * 1e3);
}
