// Runs a command as a child of a small process and reports what it cost: the kernel counts the memory of the process
// that forked as the child's until it calls exec, which for Python would be 14 MiB, and forking a large one takes
// longer.
//
//     launch REPORT CORE COMMAND [ARGUMENT…]
//
// CORE is the core that the command is pinned to, -1 for none. REPORT gets a line: seconds by the clock, of the
// processor, and KiB at most. The exit code is the command's, or 128 and the number of the signal that ended it.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double seconds_of(struct timeval time) {
  return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

static void become(int core, char** command) {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  if (core >= 0) CPU_SET(core, &cores);
  if (core >= 0 && sched_setaffinity(0, sizeof cores, &cores) != 0)
    perror("sched_setaffinity");
  else
    execvp(command[0], command);
  fprintf(stderr, "%s: %s\n", command[0], strerror(errno));
  _exit(127);
}

int main(int count, char** arguments) {
  if (count < 4) return 2;
  FILE* report = fopen(arguments[1], "we");
  if (report == NULL) return 2;
  double start = seconds();
  pid_t child = fork();
  if (child < 0) return 2;
  if (child == 0) become(atoi(arguments[2]), arguments + 3);
  int status;
  struct rusage usage;
  while (wait4(child, &status, 0, &usage) < 0)
    if (errno != EINTR) return 2;
  double processor = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
  fprintf(report, "%.6f %.6f %ld\n", seconds() - start, processor, usage.ru_maxrss);
  fclose(report);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
