// What a guest learns of a file and may set: size, kind, links, times; hard links are one file.
//
// RUN: wrt run --dir %t::/ %wasm
// STDOUT: regular file of 5 bytes, 1 link
// STDOUT: after link: 2 links, same file
// STDOUT: directory
// STDOUT: symbolic link, not followed
// STDOUT: followed: regular file
// STDOUT: times 1000000000.5 and 2000000000.25
// STDOUT: modified now: yes; accessed still 1000000000
// STDOUT: stdin is no terminal
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <wasi/api.h>

int main(void) {
  struct stat first, second;
  int fd = open("/f", O_CREAT | O_RDWR, 0666);
  write(fd, "hello", 5);
  fstat(fd, &first);
  printf("%s of %d bytes, %d link\n", S_ISREG(first.st_mode) ? "regular file" : "?", (int)first.st_size,
         (int)first.st_nlink);
  link("/f", "/g");
  stat("/g", &second);
  printf("after link: %d links, %s file\n", (int)second.st_nlink,
         first.st_ino == second.st_ino && first.st_dev == second.st_dev ? "same" : "another");
  mkdir("/d", 0777);
  stat("/d", &second);
  printf("%s\n", S_ISDIR(second.st_mode) ? "directory" : "?");
  symlink("f", "/s");
  lstat("/s", &second);
  printf("%s, not followed\n", S_ISLNK(second.st_mode) ? "symbolic link" : "?");
  stat("/s", &second);
  printf("followed: %s\n", S_ISREG(second.st_mode) ? "regular file" : "?");

  struct timespec times[2] = {{1000000000, 500000000}, {2000000000, 250000000}};
  utimensat(AT_FDCWD, "/f", times, 0);
  stat("/f", &first);
  printf("times %d.%d and %d.%d\n", (int)first.st_atim.tv_sec, (int)first.st_atim.tv_nsec / 100000000,
         (int)first.st_mtim.tv_sec, (int)first.st_mtim.tv_nsec / 10000000);
  if (__wasi_fd_filestat_set_times(fd, 0, 0, __WASI_FSTFLAGS_MTIM_NOW)) return 1;
  fstat(fd, &first);
  long long age = (long long)time(NULL) - first.st_mtim.tv_sec;
  printf("modified now: %s; accessed still %d\n", age >= -2 && age < 60 ? "yes" : "no", (int)first.st_atim.tv_sec);
  printf("stdin is %s terminal\n", isatty(0) ? "a" : "no");
  return 0;
}
