// What returns behind a system call cost, natively: the experiment behind wasi/system_call.h.
//
//   returns [ROUNDS]
//
// Each line is a system call, each column makes it a number of calls deep, so that so many returns follow it. "covered"
// puts eight return addresses that nobody returns to on the processor's stack of them, right behind the system call;
// "jumps" leaves each level by a jump to its return address, which a processor predicts in another way. Prints the
// nanoseconds that a call took, on average of the best of ROUNDS batches, which run in turn. x86-64 only.
//
//   clang-19 -O2 -mno-red-zone bench/wasi/returns.c -o returns && ./returns
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>

enum { kDepths = 9, kWays = 3, kBatch = 500, kSize = 4096 };

__attribute__((used)) static long number, descriptor;
__attribute__((used)) static char buffer[kSize];

// Whatever `number` says; -1 makes none, for what the calls and returns cost by themselves.
static inline __attribute__((always_inline)) long call_system(void) {
  long result = number;
  if (number < 0) return result;
  __asm__ volatile("syscall" : "+a"(result) : "D"(descriptor), "S"(buffer), "d"((long)kSize) : "rcx", "r11", "memory");
  return result;
}

#define COVER ".rept 8\n call 1f\n int3\n 1:\n .endr\n add $64, %%rsp"

static __attribute__((noinline)) long plain1(void) {
  return call_system();
}
static __attribute__((noinline)) long covered1(void) {
  long result = call_system();
  __asm__ volatile(COVER ::: "memory", "cc");
  return result;
}
// A level of calls each; the addition keeps the call from becoming a jump.
#define LEVEL(way, depth, inner)                           \
  static __attribute__((noinline)) long way##depth(void) { \
    long result = way##inner();                            \
    __asm__ volatile("" : "+r"(result));                   \
    return result + 1;                                     \
  }
#define LEVELS(way) \
  LEVEL(way, 2, 1) LEVEL(way, 3, 2) LEVEL(way, 4, 3) LEVEL(way, 5, 4) LEVEL(way, 6, 5) LEVEL(way, 7, 6) LEVEL(way, 8, 7)
LEVELS(plain)
LEVELS(covered)

// The same by jumps, in assembly: a call, and no return.
#define JUMP_LEVEL(depth, inner) \
  long jumps##depth(void);       \
  __asm__(".text\njumps" #depth ":\n sub $8, %rsp\n call jumps" #inner "\n add $8, %rsp\n pop %rcx\n jmp *%rcx\n");
__asm__(
    ".text\njumps1:\n mov number(%rip), %rax\n test %rax, %rax\n js 1f\n mov descriptor(%rip), %rdi\n"
    " lea buffer(%rip), %rsi\n mov $4096, %edx\n syscall\n1: pop %rcx\n jmp *%rcx\n");
long jumps1(void);
JUMP_LEVEL(2, 1)
JUMP_LEVEL(3, 2)
JUMP_LEVEL(4, 3)
JUMP_LEVEL(5, 4)
JUMP_LEVEL(6, 5)
JUMP_LEVEL(7, 6)
JUMP_LEVEL(8, 7)

typedef long (*function)(void);
static const function kFunctions[kWays][kDepths] = {
    {NULL, plain1, plain2, plain3, plain4, plain5, plain6, plain7, plain8},
    {NULL, covered1, covered2, covered3, covered4, covered5, covered6, covered7, covered8},
    {NULL, jumps1, jumps2, jumps3, jumps4, jumps5, jumps6, jumps7, jumps8},
};

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

// Nanoseconds of a call; null stands for the system call in the loop itself.
static double batch(function called) {
  double start = now();
  if (called == NULL) {
    for (int i = 0; i < kBatch; ++i) call_system();
  } else {
    for (int i = 0; i < kBatch; ++i) called();
  }
  return (now() - start) / kBatch;
}

static void measure(const char* name, int rounds) {
  static const char* const kNames[kWays] = {"returns", "covered", "jumps"};
  double least[kWays][kDepths] = {0};
  for (int round = 0; round < rounds; ++round) {
    for (int way = 0; way < kWays; ++way) {
      for (int depth = 0; depth < kDepths; ++depth) {
        double time = batch(kFunctions[way][depth]);
        if (round == 0 || time < least[way][depth]) least[way][depth] = time;
      }
    }
  }
  for (int way = 0; way < kWays; ++way) {
    printf("%-18s %-8s", name, kNames[way]);
    for (int depth = 0; depth < kDepths; ++depth) printf(" %6.1f", least[way][depth]);
    printf("\n");
  }
}

int main(int argc, char** argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : 300;
  printf("%-27s", "returns behind the call");
  for (int depth = 0; depth < kDepths; ++depth) printf(" %6d", depth);
  printf("\n");
  number = -1;
  measure("no system call", rounds);
  number = SYS_getppid;
  measure("getppid", rounds);
  number = SYS_read;
  descriptor = open("/dev/zero", O_RDONLY);
  measure("read /dev/zero", rounds);
  number = SYS_write;
  descriptor = open("/dev/null", O_WRONLY);
  measure("write /dev/null", rounds);
  return 0;
}
