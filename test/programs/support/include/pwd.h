// <pwd.h> for guests: WASI has no users, so that nobody is ever found.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#pragma once

#include <stddef.h>
#include <sys/types.h>

struct passwd {
  char* pw_name;
  char* pw_dir;
  char* pw_shell;
};

static inline struct passwd* getpwuid(uid_t user) {
  return NULL;
}
static inline struct passwd* getpwnam(const char* name) {
  return NULL;
}
