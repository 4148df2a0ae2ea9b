// Arguments behind the module belong to the guest; of the environment it sees what --env gives it and nothing else.
//
// ENV: FROM_HOST=host
// ENV: HIDDEN=secret
// RUN: wrt run --env A=1 --env FROM_HOST --env EMPTY= %wasm --env B=2 "" "two words"
// STDOUT: argc 5
// STDOUT: [--env]
// STDOUT: [B=2]
// STDOUT: []
// STDOUT: [two words]
// STDOUT: env A=1
// STDOUT: env EMPTY=
// STDOUT: env FROM_HOST=host
// RUN: wrt run %wasm
// STDOUT: argc 1
// RUN: wrt run --argv0 other %wasm
// STDOUT: argc 1
// STDOUT: called other
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern char** environ;

static int compare(const void* a, const void* b) {
  return strcmp(*(char* const*)a, *(char* const*)b);
}

int main(int argc, char** argv) {
  printf("argc %d\n", argc);
  if (strcmp(argv[0], "other") == 0) printf("called %s\n", argv[0]);
  for (int i = 1; i < argc; ++i) printf("[%s]\n", argv[i]);
  size_t count = 0;
  while (environ && environ[count]) ++count;
  if (count) qsort(environ, count, sizeof(char*), compare);
  for (size_t i = 0; i < count; ++i) printf("env %s\n", environ[i]);
  return 0;
}
