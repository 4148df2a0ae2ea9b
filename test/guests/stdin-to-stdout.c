// Reads stdin to its end, by line, and writes it back in upper case.
//
// STDIN: first line
// STDIN:
// STDIN: last
// RUN: wrt run %wasm
// STDOUT: FIRST LINE
// STDOUT:
// STDOUT: LAST
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <ctype.h>
#include <stdio.h>

int main(void) {
  for (int c; (c = getchar()) != EOF;) putchar(toupper(c));
  return 0;
}
