// Files below a preopened folder: create, write, seek, read back, list, rename, remove; and nothing outside of it.
//
// RUN: mkdir -p inside && echo secret > outside.txt && wrt run --dir inside::/data %wasm /data
// STDOUT: wrote 3 lines
// STDOUT: line 2
// STDOUT: size 21
// STDOUT: entries: b.txt
// STDOUT: gone: No such file or directory
// STDOUT: outside: {{Operation not permitted|Capabilities insufficient}}
// STDOUT: not preopened: {{Capabilities insufficient|No such file or directory|Operation not permitted}}
// RUN: ls inside && cat outside.txt
// STDOUT: secret
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char* folder;

static const char* in_folder(const char* name) {
  static char paths[2][256];
  static int turn;
  turn ^= 1;
  snprintf(paths[turn], sizeof paths[turn], "%s/%s", folder, name);
  return paths[turn];
}

static int write_and_read(void) {
  FILE* file = fopen(in_folder("a.txt"), "w+");
  if (!file) {
    printf("create: %s\n", strerror(errno));
    return 1;
  }
  for (int i = 1; i <= 3; ++i) fprintf(file, "line %d\n", i);
  puts("wrote 3 lines");
  char line[32];
  fseek(file, 7, SEEK_SET);
  if (fgets(line, sizeof line, file)) fputs(line, stdout);
  fclose(file);
  struct stat status;
  if (stat(in_folder("a.txt"), &status) != 0) return 1;
  printf("size %lld\n", (long long)status.st_size);
  return 0;
}

static void list(void) {
  DIR* dir = opendir(folder);
  if (!dir) return;
  printf("entries:");
  for (struct dirent* entry; (entry = readdir(dir));) {
    if (entry->d_name[0] != '.') printf(" %s", entry->d_name);
  }
  printf("\n");
  closedir(dir);
}

static void try_open(const char* what, const char* path) {
  FILE* file = fopen(path, "r");
  printf("%s: %s\n", what, file ? "opened" : strerror(errno));
}

int main(int argc, char** argv) {
  folder = argc > 1 ? argv[1] : ".";
  if (write_and_read() != 0) return 1;
  if (rename(in_folder("a.txt"), in_folder("b.txt")) != 0) return 2;
  list();
  if (unlink(in_folder("b.txt")) != 0) return 3;
  try_open("gone", in_folder("b.txt"));
  try_open("outside", in_folder("../outside.txt"));
  try_open("not preopened", "/etc/passwd");
  return 0;
}
