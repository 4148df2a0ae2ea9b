// What C programs ask of a Unix that WASI preview 1 does not have, so that their sources compile unchanged.
//
// Guests are compiled with `-include` of this file. Each function does the least that is true of WASI: what sets owners
// and permissions succeeds, because a file has none; what starts other programs fails, because there are none.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#pragma once

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/types.h>

// Files of WASI have neither owner nor permission bits, and there are no users.
static inline int fchmod(int fd, mode_t mode) {
  return 0;
}
static inline int chmod(const char* path, mode_t mode) {
  return 0;
}
static inline int fchown(int fd, uid_t owner, gid_t group) {
  return 0;
}
static inline int chown(const char* path, uid_t owner, gid_t group) {
  return 0;
}
static inline mode_t umask(mode_t mask) {
  return 0;
}
static inline uid_t getuid(void) {
  return 0;
}
static inline uid_t geteuid(void) {
  return 0;
}

// A guest has no say in when it runs.
#define PRIO_PROCESS 0
static inline int setpriority(int which, int who, int priority) {
  errno = EPERM;
  return -1;
}

// There is nobody to start another program.
static inline int system(const char* command) {
  errno = ENOSYS;
  return command == NULL ? 0 : -1;
}
static inline FILE* popen(const char* command, const char* mode) {
  errno = ENOSYS;
  return NULL;
}
static inline int pclose(FILE* stream) {
  errno = ENOSYS;
  return -1;
}

// Nobody shares a file with a guest, and fcntl refuses these commands.
#define F_GETLK 5
#define F_SETLK 6
#define F_SETLKW 7
#define F_RDLCK 0
#define F_WRLCK 1
#define F_UNLCK 2

// There is no folder for temporary files that every guest has.
#define L_tmpnam 20
__attribute__((weak)) FILE* tmpfile(void) {
  errno = ENOTSUP;
  return NULL;
}
__attribute__((weak)) char* tmpnam(char* name) {
  return NULL;
}

// The size of what mmap would map, if it mapped.
static inline int getpagesize(void) {
  return 65536;
}
