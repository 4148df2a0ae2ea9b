// Points times matrices of 4 x 4 floats, with clang's vector types and its shuffles: what graphics do. Only the suite
// kernels-simd has it.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "bench/kernels/kernel.h"

enum { kPoints = 4096, kTimes = 24000 };

typedef float Vector __attribute__((vector_size(16)));

static Vector points[kPoints], matrix[4];

static Vector spread(Vector v, int lane) {
  return (Vector){v[lane], v[lane], v[lane], v[lane]};
}

static Vector transform(Vector p) {
  const Vector low = spread(p, 0) * matrix[0] + spread(p, 1) * matrix[1];
  return low + (spread(p, 2) * matrix[2] + spread(p, 3) * matrix[3]);
}

static uint64_t run(void) {
  uint32_t state = 1;
  for (int i = 0; i < kPoints; ++i)
    for (int k = 0; k < 4; ++k) points[i][k] = (float)(next_random(&state) & 1023) - 511.5f;
  // A rotation about two axes: lengths stay, nearly.
  matrix[0] = (Vector){0.8f, 0.6f, 0, 0}, matrix[1] = (Vector){-0.6f, 0.8f, 0, 0};
  matrix[2] = (Vector){0, 0, 0.28f, 0.96f}, matrix[3] = (Vector){0, 0, -0.96f, 0.28f};
  for (int t = 0; t < kTimes; ++t) {
    for (int i = 0; i < kPoints; ++i) points[i] = transform(points[i]);
    points[t & (kPoints - 1)] *= 0.5f;
  }
  double sum = 0;
  for (int i = 0; i < kPoints; ++i)
    for (int k = 0; k < 4; ++k) sum += points[i][k] < 0 ? -points[i][k] : points[i][k];
  return (uint64_t)(sum * 16);
}
