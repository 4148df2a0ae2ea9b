// Counts lines, words and bytes of the files named, or of stdin: reading files that the host has shared with --dir.
//
// RUN: printf 'one two\nthree\n' > a.txt; wrt run --dir . %wasm a.txt
// STDOUT:       2       3      14 a.txt
// RUN: wrt run %wasm
// STDIN: just one line
// STDOUT:       1       3      14 -
// RUN: wrt run %wasm a.txt
// EXIT: 1
// STDERR: a.txt: {{.*}}
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

static void count(FILE* file, const char* name) {
  long lines = 0, words = 0, bytes = 0;
  int in_word = 0;
  for (int c; (c = getc(file)) != EOF; ++bytes) {
    lines += c == '\n';
    words += !isspace(c) && !in_word;
    in_word = !isspace(c);
  }
  printf("%7ld %7ld %7ld %s\n", lines, words, bytes, name);
}

int main(int argc, char** argv) {
  int failures = 0;
  if (argc < 2) count(stdin, "-");
  for (int i = 1; i < argc; ++i) {
    FILE* file = fopen(argv[i], "r");
    if (file) {
      count(file, argv[i]);
      fclose(file);
    } else {
      fprintf(stderr, "%s: %s\n", argv[i], strerror(errno));
      failures = 1;
    }
  }
  return failures;
}
