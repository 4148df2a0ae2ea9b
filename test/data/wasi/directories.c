// Directories: made, listed, renamed and removed; symbolic links inside; many entries, so that a listing takes several
// calls; and the errors of each.
//
// RUN: wrt run --dir %t::/ %wasm
// STDOUT: mkdir a: ok
// STDOUT: mkdir a: File exists
// STDOUT: mkdir a/b: ok
// STDOUT: mkdir missing/b: No such file or directory
// STDOUT: rmdir a: Directory not empty
// STDOUT: symlink: ok
// STDOUT: readlink: a/b
// STDOUT: mkdir through the link: ok
// STDOUT: listed 300 files, 1 directories, 0 others
// STDOUT: opendir of a file: Not a directory
// STDOUT: rename b to c: ok
// STDOUT: unlink of a directory: Is a directory
// STDOUT: dangling link: No such file or directory
// STDOUT: loop: {{Symbolic link loop|Too many.*}}
// STDOUT: seen after rewind: 303
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void report(const char* what, int result) {
  printf("%s: %s\n", what, result == 0 ? "ok" : strerror(errno));
}

static void list(const char* path) {
  int files = 0, directories = 0, others = 0, again = 0;
  DIR* stream = opendir(path);
  for (struct dirent* entry; (entry = readdir(stream));) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    if (entry->d_type == DT_REG)
      ++files;
    else if (entry->d_type == DT_DIR)
      ++directories;
    else
      ++others;
  }
  printf("listed %d files, %d directories, %d others\n", files, directories, others);
  report("opendir of a file", opendir("/a/b/f0") ? 0 : -1);
  report("rename b to c", rename("/a/b", "/a/c"));
  report("unlink of a directory", unlink("/a/c"));
  report("dangling link", open("/link", O_RDONLY) < 0 ? -1 : 0);
  symlink("loop", "/loop");
  report("loop", open("/loop", O_RDONLY) < 0 ? -1 : 0);
  rewinddir(stream);
  while (readdir(stream)) ++again;
  printf("seen after rewind: %d\n", again);
  closedir(stream);
}

int main(void) {
  report("mkdir a", mkdir("/a", 0777));
  report("mkdir a", mkdir("/a", 0777));
  report("mkdir a/b", mkdir("/a/b", 0777));
  report("mkdir missing/b", mkdir("/missing/b", 0777));
  report("rmdir a", rmdir("/a"));
  report("symlink", symlink("a/b", "/link"));
  char text[64] = {0};
  readlink("/link", text, sizeof text - 1);
  printf("readlink: %s\n", text);
  report("mkdir through the link", mkdir("/link/inner", 0777));
  for (int i = 0; i < 300; ++i) {
    char path[64];
    snprintf(path, sizeof path, "/link/f%d", i);
    close(open(path, O_CREAT | O_WRONLY, 0666));
  }
  list("/a/b");
  return 0;
}
