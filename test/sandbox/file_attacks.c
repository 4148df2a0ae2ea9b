// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Attacks on files: reaching those outside of the guest's folders, and changing those that it may only read.
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "test/sandbox/attack.h"

#define OUTSIDE(name) path_in("ATTACK_OUTSIDE", name)
#define INSIDE(name) path_in("ATTACK_INSIDE", name)
#define READ_ONLY(name) path_in("ATTACK_READ_ONLY", name)

static long open_passwd(void) {
  return open("/etc/passwd", O_RDONLY);
}
static long open_secret(void) {
  return open(OUTSIDE("secret"), O_RDONLY);
}
static long write_secret(void) {
  return open(OUTSIDE("secret"), O_WRONLY);
}
static long create_outside(void) {
  return open(OUTSIDE("new"), O_WRONLY | O_CREAT, 0666);
}
static long list_outside(void) {
  return opendir(OUTSIDE(".")) == NULL ? -1 : 0;
}
static long list_root(void) {
  return opendir("/") == NULL ? -1 : 0;
}
static long open_proc_root(void) {
  return open("/proc/self/root/etc/passwd", O_RDONLY);
}
static long open_proc_mem(void) {
  return open("/proc/self/mem", O_RDWR);
}
static long open_proc_fd(void) {
  return open("/proc/self/fd/2", O_WRONLY);
}
static long unlink_outside(void) {
  return unlinkat(AT_FDCWD, OUTSIDE("secret"), 0);
}
static long mkdir_outside(void) {
  return mkdirat(AT_FDCWD, OUTSIDE("new"), 0777);
}
static long symlink_outside(void) {
  return symlinkat("secret", AT_FDCWD, OUTSIDE("new"));
}
static long truncate_outside(void) {
  return truncate(OUTSIDE("secret"), 0);
}
static long chmod_outside(void) {
  return chmod(OUTSIDE("secret"), 0777);
}
static long chown_outside(void) {
  return chown(OUTSIDE("secret"), getuid(), getgid());
}
static long xattr_outside(void) {
  return setxattr(OUTSIDE("secret"), "user.wrt", "x", 1, 0);
}
static long mknod_inside(void) {
  return mknod(INSIDE("pipe"), S_IFIFO | 0600, 0);
}
static long chdir_outside(void) {
  return chdir(OUTSIDE("."));
}

static long open_inside(void) {
  return open(INSIDE("file"), O_RDWR);
}
static long read_read_only(void) {
  return open(READ_ONLY("file"), O_RDONLY);
}
static long write_read_only(void) {
  return open(READ_ONLY("file"), O_WRONLY);
}
static long create_read_only(void) {
  return open(READ_ONLY("new"), O_WRONLY | O_CREAT, 0666);
}
static long unlink_read_only(void) {
  return unlinkat(AT_FDCWD, READ_ONLY("file"), 0);
}
static long stat_outside(void) {
  return open(OUTSIDE("secret"), O_PATH);
}
static long touch_outside(void) {
  return utimensat(AT_FDCWD, OUTSIDE("secret"), NULL, 0);
}

// From a folder that the guest has.
static long open_by_dots(void) {
  return openat(descriptor_of("ATTACK_INSIDE"), "../outside/secret", O_RDONLY);
}

static long open_by_openat2(void) {
  struct open_how how = {0};
  return syscall(SYS_openat2, AT_FDCWD, OUTSIDE("secret"), &how, sizeof how);
}

static long open_by_link(void) {
  const int folder = descriptor_of("ATTACK_INSIDE");
  if (symlinkat(OUTSIDE("secret"), folder, "way-out") != 0) return -1;
  return openat(folder, "way-out", O_RDONLY);
}

static long rename_in(void) {
  const int folder = descriptor_of("ATTACK_INSIDE");
  return renameat(AT_FDCWD, OUTSIDE("secret"), folder, "taken");
}

static long rename_out(void) {
  const int folder = descriptor_of("ATTACK_INSIDE");
  return renameat(folder, "file", AT_FDCWD, OUTSIDE("given"));
}

static long link_in(void) {
  const int folder = descriptor_of("ATTACK_INSIDE");
  return linkat(AT_FDCWD, OUTSIDE("secret"), folder, "taken", 0);
}

// A descriptor of a file that may be read, opened once more.
static long reopen_read_only(void) {
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", open(READ_ONLY("file"), O_RDONLY));
  return open(path, O_WRONLY);
}

static long load_library(void) {
  if (dlopen("libutil.so.1", RTLD_NOW) != NULL) return 0;
  errno = EACCES;  // dlopen() tells only in words
  return -1;
}

static long type_into_terminal(void) {
  char letter = 'x';
  return ioctl(STDIN_FILENO, TIOCSTI, &letter);
}

static long own_descriptor(void) {
  return fcntl(STDERR_FILENO, F_SETOWN, getppid());
}

const Attack kFileAttacks[] = {
    {"open-passwd", open_passwd},
    {"open-secret", open_secret},
    {"open-by-openat2", open_by_openat2},
    {"open-by-dots", open_by_dots},
    {"open-by-link", open_by_link},
    {"open-proc-root", open_proc_root},
    {"open-proc-mem", open_proc_mem},
    {"write-secret", write_secret},
    {"create-outside", create_outside},
    {"list-outside", list_outside},
    {"list-root", list_root},
    {"unlink-outside", unlink_outside},
    {"mkdir-outside", mkdir_outside},
    {"symlink-outside", symlink_outside},
    {"truncate-outside", truncate_outside},
    {"chmod-outside", chmod_outside},
    {"chown-outside", chown_outside},
    {"xattr-outside", xattr_outside},
    {"chdir-outside", chdir_outside},
    {"rename-in", rename_in},
    {"rename-out", rename_out},
    {"link-in", link_in},
    {"mknod-inside", mknod_inside},
    {"open-inside", open_inside},
    {"read-read-only", read_read_only},
    {"write-read-only", write_read_only},
    {"reopen-read-only", reopen_read_only},
    {"create-read-only", create_read_only},
    {"unlink-read-only", unlink_read_only},
    {"load-library", load_library},
    {"type-into-terminal", type_into_terminal},
    {"own-descriptor", own_descriptor},
    {"stat-outside", stat_outside},
    {"touch-outside", touch_outside},
    {NULL, NULL},
};
