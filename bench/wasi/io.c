// What a call to the system costs, for bench/wasi_io.py: the same program natively and as WebAssembly.
//
//   io read|write FILE SIZE COUNT    COUNT calls of read or write with SIZE bytes each, from FILE's start again when
//                                    64 MiB of it have been used
//   io clock COUNT                   COUNT readings of the monotonic clock
//
// Prints the nanoseconds that a call took, on average of the best batch of calls.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const size_t kWindow = 64 << 20;

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

// The least average of a batch: other processes disturb most batches on a busy machine, but not all.
struct measurement {
  long batch;  // calls in one
  long calls;
  int64_t start;
  double least;
};

static void count_call(struct measurement* m) {
  if (++m->calls % m->batch != 0) return;
  int64_t end = now();
  double average = (double)(end - m->start) / (double)m->batch;
  if (m->least == 0 || average < m->least) m->least = average;
  m->start = now();
}

static int transfer(int writes, const char* path, size_t size, long count) {
  int fd = open(path, writes ? O_RDWR | O_CREAT : O_RDONLY, 0600);
  if (fd < 0) {
    perror(path);
    return 1;
  }
  char* buffer = malloc(size);
  memset(buffer, 'x', size);
  size_t used = 0;
  struct measurement m = {.batch = size > 65536 ? 10 : 500, .start = now()};
  for (long i = 0; i < count; ++i) {
    ssize_t done = writes ? write(fd, buffer, size) : read(fd, buffer, size);
    if (done != (ssize_t)size) {
      perror("short transfer");
      return 1;
    }
    used += size;
    if (used + size > kWindow) {
      lseek(fd, 0, SEEK_SET);
      used = 0;
    }
    count_call(&m);
  }
  printf("%.1f\n", m.least);
  return 0;
}

static int read_clock(long count) {
  struct measurement m = {.batch = 2000, .start = now()};
  int64_t last = 0;
  for (long i = 0; i < count; ++i) {
    int64_t time = now();
    if (time < last) return 1;
    last = time;
    count_call(&m);
  }
  printf("%.1f\n", m.least);
  return 0;
}

int main(int argc, char** argv) {
  if (argc == 3 && strcmp(argv[1], "clock") == 0) return read_clock(atol(argv[2]));
  if (argc != 5) return 2;
  return transfer(strcmp(argv[1], "write") == 0, argv[2], (size_t)atol(argv[3]), atol(argv[4]));
}
