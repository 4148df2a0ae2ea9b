// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A host function that does what no host function should: a library that is loaded before the C library, so that wrt's
// random_get finds this getrandom. When the guest asks for a certain number of bytes, the attack that the environment
// names is carried out in the process of wrt, behind whatever walls stand there, and its outcome told on stderr.
//
// It also lets wrt believe in an older kernel: with ATTACK_LANDLOCK=N, Landlock's version is N (0: there is none), and
// with ATTACK_NO_SECCOMP there are no filters of system calls.
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "test/sandbox/attack.h"

enum { kMagicSize = 4242, kLandlockCreateRuleset = 444, kLandlockVersion = 1 };

const char* path_in(const char* variable, const char* name) {
  static char path[4096];
  const char* folder = getenv(variable);
  snprintf(path, sizeof path, "%s/%s", folder == NULL ? "/nowhere" : folder, name);
  return path;
}

// Found by what it is, so that no file need be opened.
int descriptor_of(const char* variable) {
  struct stat wanted;
  struct stat found;
  if (stat(path_in(variable, "."), &wanted) != 0) return -1;
  for (int fd = 3; fd < 64; ++fd) {
    if (fstat(fd, &found) == 0 && found.st_ino == wanted.st_ino && found.st_dev == wanted.st_dev) return fd;
  }
  errno = ENOENT;
  return -1;
}

static const Attack* find_attack(const char* name) {
  const Attack* const tables[] = {kFileAttacks, kProcessAttacks, kKernelAttacks};
  for (size_t i = 0; i < sizeof tables / sizeof tables[0]; ++i) {
    for (const Attack* each = tables[i]; each->name != NULL; ++each) {
      if (strcmp(each->name, name) == 0) return each;
    }
  }
  return NULL;
}

static void attack(void) {
  const char* name = getenv("ATTACK");
  const Attack* found = name == NULL ? NULL : find_attack(name);
  if (found == NULL) {
    dprintf(STDERR_FILENO, "outcome: no such attack\n");
    return;
  }
  errno = 0;
  const long result = found->run();
  dprintf(STDERR_FILENO, "outcome: %s\n", result >= 0 ? "done" : strerrorname_np(errno));
}

ssize_t getrandom(void* buffer, size_t length, unsigned int flags) {
  if (length == kMagicSize) {
    attack();
    return (ssize_t)length;
  }
  ssize_t (*const real)(void*, size_t, unsigned int) =
      (ssize_t(*)(void*, size_t, unsigned int))dlsym(RTLD_NEXT, "getrandom");
  return real(buffer, length, flags);
}

long syscall(long number, ...) {
  static long (*real)(long, ...);
  if (real == NULL) real = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
  long a[6];
  va_list arguments;
  va_start(arguments, number);
  for (int i = 0; i < 6; ++i) a[i] = va_arg(arguments, long);
  va_end(arguments);
  const char* version = getenv("ATTACK_LANDLOCK");
  if (number == kLandlockCreateRuleset && a[2] == kLandlockVersion && version != NULL) {
    errno = ENOSYS;
    return atoi(version) > 0 ? atoi(version) : -1;
  }
  if (number == SYS_seccomp && getenv("ATTACK_NO_SECCOMP") != NULL) {
    errno = EINVAL;
    return -1;
  }
  return real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
