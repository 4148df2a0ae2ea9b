// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Runs commands in turn and prints of each run which command it was, its wall time in microseconds, and the most memory
// that it held, in KiB. A program of its own, because the memory of whoever starts a process counts as that of the
// process until it becomes another program: this one has next to none.
//
//   launch RUNS COMMAND [ARGUMENT]... [-- COMMAND [ARGUMENT]...]...
//
// Output goes to /dev/null, input comes from there. A command that fails ends everything.
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char** environ;

enum { kMostCommands = 16 };

static double microseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static void run(int index, char** command, const posix_spawn_file_actions_t* files) {
  pid_t child;
  int status;
  struct rusage usage;
  const double start = microseconds();
  if (posix_spawnp(&child, command[0], files, NULL, command, environ) != 0 ||
      wait4(child, &status, 0, &usage) != child) {
    fprintf(stderr, "launch: cannot run %s\n", command[0]);
    exit(1);
  }
  const double time = microseconds() - start;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    fprintf(stderr, "launch: %s failed\n", command[0]);
    exit(1);
  }
  printf("%d %.1f %ld\n", index, time, usage.ru_maxrss);
}

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  char** commands[kMostCommands] = {&argv[2]};
  int count = 1;
  for (int i = 2; i < argc; ++i) {
    if (strcmp(argv[i], "--") != 0 || count == kMostCommands) continue;
    argv[i] = NULL;
    commands[count++] = &argv[i + 1];
  }
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
  const int runs = atoi(argv[1]);
  for (int i = 0; i < runs; ++i) {
    for (int each = 0; each < count; ++each) run(each, commands[each], &files);
  }
  return 0;
}
