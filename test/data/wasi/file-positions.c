// Positions in files: seeking from all three ends, appending, reading and writing at an offset, scattered buffers,
// truncation, and what each refuses.
//
// RUN: true | wrt run --dir %t::/ %wasm
// STDOUT: seek end -3: 7
// STDOUT: seek before the start: Invalid argument
// STDOUT: pread at 2: cde
// STDOUT: position still 7
// STDOUT: after pwrite: abXYefghij
// STDOUT: after append: abXYefghij++
// STDOUT: scattered: ab|XYef|ghij
// STDOUT: truncated: abX (3 bytes)
// STDOUT: extended: 10 bytes, last 0
// STDOUT: read of a write-only file: Bad file descriptor
// STDOUT: exclusive: File exists
// STDOUT: seek in a pipe: Invalid seek
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static void show(const char* what, int fd) {
  char text[64] = {0};
  lseek(fd, 0, SEEK_SET);
  read(fd, text, sizeof text - 1);
  printf("%s: %s\n", what, text);
}

static void scatter(int fd) {
  char a[3] = {0}, b[5] = {0}, c[5] = {0};
  struct iovec buffers[] = {{a, 2}, {b, 4}, {c, 0}, {c, 4}};
  lseek(fd, 0, SEEK_SET);
  readv(fd, buffers, 4);
  printf("scattered: %s|%s|%s\n", a, b, c);
}

int main(void) {
  int fd = open("/f", O_CREAT | O_RDWR, 0666);
  write(fd, "abcdefghij", 10);
  printf("seek end -3: %d\n", (int)lseek(fd, -3, SEEK_END));
  if (lseek(fd, -100, SEEK_CUR) < 0) printf("seek before the start: %s\n", strerror(errno));
  char text[4] = {0};
  pread(fd, text, 3, 2);
  printf("pread at 2: %s\n", text);
  printf("position still %d\n", (int)lseek(fd, 0, SEEK_CUR));
  pwrite(fd, "XY", 2, 2);
  show("after pwrite", fd);
  int append = open("/f", O_WRONLY | O_APPEND);
  write(append, "+", 1);
  write(append, "+", 1);
  show("after append", fd);
  scatter(fd);
  ftruncate(fd, 3);
  struct stat stat;
  fstat(fd, &stat);
  lseek(fd, 0, SEEK_SET);
  memset(text, 0, sizeof text);
  read(fd, text, 3);
  printf("truncated: %s (%d bytes)\n", text, (int)stat.st_size);
  ftruncate(fd, 10);
  fstat(fd, &stat);
  char last = 1;
  pread(fd, &last, 1, 9);
  printf("extended: %d bytes, last %d\n", (int)stat.st_size, last);
  if (read(append, text, 1) < 0) printf("read of a write-only file: %s\n", strerror(errno));
  if (open("/f", O_CREAT | O_EXCL | O_WRONLY, 0666) < 0) printf("exclusive: %s\n", strerror(errno));
  if (lseek(0, 0, SEEK_SET) < 0) printf("seek in a pipe: %s\n", strerror(errno));
  return 0;
}
