// Gravity between five bodies: scalar double arithmetic with divisions and square roots.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <math.h>

#include "bench/kernels/kernel.h"

enum { kBodies = 5 };

typedef struct {
  double x[3], v[3], mass;
} Body;

static Body bodies[kBodies];

static void advance(double dt) {
  for (int i = 0; i < kBodies; ++i) {
    for (int j = i + 1; j < kBodies; ++j) {
      double d[3], square = 0.01;
      for (int k = 0; k < 3; ++k) d[k] = bodies[i].x[k] - bodies[j].x[k], square += d[k] * d[k];
      double force = dt / (square * sqrt(square));
      for (int k = 0; k < 3; ++k) {
        bodies[i].v[k] -= d[k] * bodies[j].mass * force;
        bodies[j].v[k] += d[k] * bodies[i].mass * force;
      }
    }
  }
  for (int i = 0; i < kBodies; ++i)
    for (int k = 0; k < 3; ++k) bodies[i].x[k] += dt * bodies[i].v[k];
}

static uint64_t run(void) {
  uint32_t state = 1;
  for (int i = 0; i < kBodies; ++i) {
    bodies[i].mass = 1 + (next_random(&state) & 7);
    for (int k = 0; k < 3; ++k) bodies[i].x[k] = (double)(next_random(&state) & 1023) / 64;
  }
  for (int t = 0; t < 5000000; ++t) advance(0.0001);
  double sum = 0;
  for (int i = 0; i < kBodies; ++i)
    for (int k = 0; k < 3; ++k) sum += fabs(bodies[i].x[k]);
  return (uint64_t)(sum * 1e6);
}
