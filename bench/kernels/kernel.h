// The frame of a benchmark kernel: it times `run` by the process's clock and prints the seconds on stderr, so that
// start-up and compilation are left out of the comparison; the checksum on stdout must be the same natively and as
// WebAssembly.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <stdint.h>
#include <stdio.h>
#include <time.h>

static uint64_t run(void);

// How often the work is done.
#ifndef ROUNDS
#define ROUNDS 1
#endif

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

// A linear congruential generator: the same numbers everywhere.
static inline uint32_t next_random(uint32_t* state) {
  *state = *state * 1664525u + 1013904223u;
  return *state >> 8;
}

int main(void) {
  double start = seconds();
  uint64_t checksum = 0;
  // Volatile, so that compilers make one round after the other, as they would if they did not know how many.
  for (volatile int round = 0; round < ROUNDS; ++round) checksum += run();
  double end = seconds();
  printf("%llu\n", (unsigned long long)checksum);
  fprintf(stderr, "%.6f\n", end - start);
  return 0;
}
