// A guest that has one directory tries to leave it, through the C library and past it.
//
// RUN: mkdir inside && echo secret > secret
// RUN: cd inside && ln -s ../secret link && ln link alias && ln -s /etc/passwd passwd && ln -s .. up
// RUN: wrt run --dir inside::/ %wasm
// STDOUT: 0 of 30 attempts succeeded
// RUN: cat secret && ls -A inside && ls
// STDOUT: secret
// STDOUT: alias
// STDOUT: link
// STDOUT: passwd
// STDOUT: up
// STDOUT: inside
// STDOUT: no-way-out.wasm
// STDOUT: secret
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wasi/api.h>

static const char* const kPaths[] = {
    "../secret",   "./../secret",  "link", "alias", "passwd", "up/secret", "up/inside/../secret",
    "/etc/passwd", "//etc/passwd", "..",   "up",    "up/",    "up/."};
enum { kCount = sizeof kPaths / sizeof kPaths[0] };

static int attempts, successes;

static void attempt(const char* what, int succeeded) {
  ++attempts;
  successes += succeeded != 0;
  if (succeeded) printf("got out: %s\n", what);
}

// Straight to WASI: the C library would have an opinion on the path first.
static int open_raw(const char* path, __wasi_oflags_t flags, __wasi_rights_t rights) {
  __wasi_fd_t fd;
  return __wasi_path_open(3, __WASI_LOOKUPFLAGS_SYMLINK_FOLLOW, path, flags, rights, 0, 0, &fd) == 0;
}

int main(void) {
  for (int i = 0; i < kCount; ++i) {
    attempt(kPaths[i], open_raw(kPaths[i], 0, __WASI_RIGHTS_FD_READ));
    __wasi_filestat_t filestat;
    attempt(kPaths[i], __wasi_path_filestat_get(3, __WASI_LOOKUPFLAGS_SYMLINK_FOLLOW, kPaths[i], &filestat) == 0);
  }
  attempt("write", open_raw("link", __WASI_OFLAGS_TRUNC, __WASI_RIGHTS_FD_WRITE));
  attempt("mkdir", mkdir("/up/made", 0777) == 0);
  attempt("unlink", unlink("/up/secret") == 0);
  attempt("rename", rename("/up/secret", "/mine") == 0);
  printf("%d of %d attempts succeeded\n", successes, attempts);
  return 0;
}
