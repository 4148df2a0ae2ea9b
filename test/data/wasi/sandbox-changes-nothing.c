// The sandbox takes nothing away that the program was given: whatever can be done in two folders, one of them inside of
// a third that is read-only, can be done behind the walls as without them; a named pipe can be renamed there, too.
//
// RUN: mkdir -p top/one two && mkfifo two/pipe
// RUN: wrt run --sandbox=off --dir top:ro --dir top/one::one --dir two %wasm
// STDOUT: made, written, grown: 8192 bytes
// STDOUT: cut: 3 bytes
// STDOUT: emptied: 0 bytes
// STDOUT: renamed to another folder and back: ok
// STDOUT: linked, and the link followed: ok
// STDOUT: two names: ok
// STDOUT: folder moved with what is in it: ok
// STDOUT: pipe renamed: ok
// STDOUT: times set: ok
// STDOUT: listed: 2 entries
// STDOUT: removed: ok
// STDOUT: read-only: Read-only file system
// RUN: rm -r top two && mkdir -p top/one two && mkfifo two/pipe
// RUN: wrt run --dir top:ro --dir top/one::one --dir two %wasm
// STDOUT: made, written, grown: 8192 bytes
// STDOUT: cut: 3 bytes
// STDOUT: emptied: 0 bytes
// STDOUT: renamed to another folder and back: ok
// STDOUT: linked, and the link followed: ok
// STDOUT: two names: ok
// STDOUT: folder moved with what is in it: ok
// STDOUT: pipe renamed: ok
// STDOUT: times set: ok
// STDOUT: listed: 2 entries
// STDOUT: removed: ok
// STDOUT: read-only: Read-only file system
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void tell(const char* what, int failed) {
  printf("%s: %s\n", what, failed ? strerror(errno) : "ok");
}

static void tell_size(const char* what, const char* path) {
  struct stat status;
  if (stat(path, &status) != 0) return tell(what, 1);
  printf("%s: %lld bytes\n", what, (long long)status.st_size);
}

static void change_sizes(void) {
  const int file = open("one/file", O_RDWR | O_CREAT | O_EXCL, 0666);
  if (file < 0 || write(file, "text", 4) != 4 || posix_fallocate(file, 0, 8192) != 0) return tell("made", 1);
  tell_size("made, written, grown", "one/file");
  if (ftruncate(file, 3) != 0) return tell("cut", 1);
  tell_size("cut", "one/file");
  close(file);
  close(open("one/file", O_WRONLY | O_TRUNC));
  tell_size("emptied", "one/file");
}

static void list(const char* folder) {
  int count = 0;
  DIR* const directory = opendir(folder);
  while (directory != NULL && readdir(directory) != NULL) ++count;
  printf("listed: %d entries\n", count - 2);
}

int main(void) {
  struct stat status;
  change_sizes();
  tell("renamed to another folder and back", rename("one/file", "two/file") || rename("two/file", "one/file"));
  tell("linked, and the link followed", symlink("file", "one/link") || stat("one/link", &status));
  tell("two names", link("one/file", "two/name"));
  tell("folder moved with what is in it",
       mkdir("one/folder", 0777) || rename("one/link", "one/folder/link") || rename("one/folder", "two/folder"));
  tell("pipe renamed", rename("two/pipe", "one/pipe"));
  tell("times set", utimensat(AT_FDCWD, "one/file", NULL, 0));
  list("two");
  tell("removed", unlink("two/name") || unlink("two/folder/link") || rmdir("two/folder"));
  printf("read-only: %s\n", open("top/new", O_WRONLY | O_CREAT, 0666) < 0 ? strerror(errno) : "written");
  return 0;
}
