// A program that opens a file without having been given a folder: the reason stands behind its own message with -v, or
// when a terminal shows it; else its standard error is its own. What it was given is listed by -v.
//
// RUN: wrt run %wasm /etc/passwd
// EXIT: 1
// STDOUT: cannot open /etc/passwd
// RUN: wrt run -v %wasm /etc/passwd
// EXIT: 1
// STDOUT: cannot open /etc/passwd
// STDERR: {{...}}
// STDERR: wrt: the program was given no folder to find files in; --dir FOLDER gives it one
// STDERR: {{...}}
// RUN: script -qec 'wrt run %wasm /etc/passwd' /dev/null
// EXIT: 1
// STDOUT: {{.*}}cannot open /etc/passwd{{.?}}
// STDOUT: {{.*}}wrt:{{.*}} the program was given no folder to find files in; --dir FOLDER gives it one{{.?}}
// RUN: mkdir etc && wrt run -v --dir etc::/etc:ro --dir . %wasm /etc/passwd
// EXIT: 1
// STDOUT: cannot open /etc/passwd
// STDERR: wrt: [info] descriptor 3: the folder etc as /etc, read-only
// STDERR: wrt: [info] descriptor 4: the folder . as .
// STDERR: {{...}}
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <fcntl.h>
#include <stdio.h>

int main(int argc, char** argv) {
  if (argc < 2 || open(argv[1], O_RDONLY) >= 0) return 0;
  printf("cannot open %s\n", argv[1]);
  return 1;
}
