// Clocks: the time of day is plausible, the monotonic clock does not go back, a sleep lasts at least as long as asked
// for, processor time passes with work and not with sleep.
//
// RUN: wrt run %wasm
// STDOUT: year after 2020: 1
// STDOUT: monotonic: 1
// STDOUT: resolution below a second: 1
// STDOUT: slept at least 30 ms: 1, and not for ever: 1
// STDOUT: slept until an absolute time: 1
// STDOUT: worked for processor time: 1
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stdio.h>
#include <time.h>
#include <wasi/api.h>

static long long now(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int main(void) {
  printf("year after 2020: %d\n", time(NULL) > 1577836800);
  long long last = now(CLOCK_MONOTONIC);
  int monotonic = 1;
  for (int i = 0; i < 10000; ++i) {
    long long next = now(CLOCK_MONOTONIC);
    if (next < last) monotonic = 0;
    last = next;
  }
  printf("monotonic: %d\n", monotonic);
  struct timespec resolution;
  clock_getres(CLOCK_MONOTONIC, &resolution);
  printf("resolution below a second: %d\n", resolution.tv_sec == 0 && resolution.tv_nsec > 0);

  struct timespec pause = {0, 30000000};
  long long start = now(CLOCK_MONOTONIC);
  nanosleep(&pause, NULL);
  long long slept = now(CLOCK_MONOTONIC) - start;
  printf("slept at least 30 ms: %d, and not for ever: %d\n", slept >= 30000000, slept < 10000000000LL);

  long long due = now(CLOCK_REALTIME) + 20000000;
  struct timespec absolute = {due / 1000000000, due % 1000000000};
  clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &absolute, NULL);
  printf("slept until an absolute time: %d\n", now(CLOCK_REALTIME) >= due);

  __wasi_timestamp_t used = 0;
  volatile unsigned sum = 0;
  for (int i = 0; i < 1000 && used < 1000000; ++i) {
    for (unsigned k = 0; k < 100000; ++k) sum += k;
    if (__wasi_clock_time_get(__WASI_CLOCKID_PROCESS_CPUTIME_ID, 0, &used)) break;
  }
  printf("worked for processor time: %d\n", used >= 1000000);
  return 0;
}
