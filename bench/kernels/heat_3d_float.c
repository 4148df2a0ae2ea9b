// Diffusion of heat in a cube of floats: a seven-point stencil over three nested loops.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "bench/kernels/kernel.h"

enum { kSize = 96, kTimes = 500 };

typedef float Cube[kSize][kSize][kSize];

static Cube cubes[2];

static void step(Cube to, Cube from) {
  for (int i = 1; i < kSize - 1; ++i)
    for (int j = 1; j < kSize - 1; ++j)
      for (int k = 1; k < kSize - 1; ++k) {
        float x = from[i + 1][j][k] + from[i - 1][j][k], y = from[i][j + 1][k] + from[i][j - 1][k];
        float z = from[i][j][k + 1] + from[i][j][k - 1];
        to[i][j][k] = from[i][j][k] + 0.125f * (x + y + z - 6 * from[i][j][k]);
      }
}

static uint64_t run(void) {
  uint32_t state = 1;
  for (int i = 0; i < kSize; ++i)
    for (int j = 0; j < kSize; ++j)
      for (int k = 0; k < kSize; ++k) cubes[0][i][j][k] = cubes[1][i][j][k] = (float)(next_random(&state) & 255);
  for (int t = 0; t < kTimes; ++t) step(cubes[~t & 1], cubes[t & 1]);
  float sum = 0;
  for (int i = 0; i < kSize; ++i) sum += cubes[0][i][i][i];
  return (uint64_t)(sum * 1e3f);
}
