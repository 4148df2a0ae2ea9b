// A program is given what `wrt run` would give it: arguments, environment, a folder, standard input from its beginning
// in each run. What it prints is dropped, its messages are shown once.
//
// RUN: echo 12345 > input && wrt bench --runs 3 --env WORD=hello --dir .::/here --json %wasm one two < input | python3 %S/Inputs/check_json.py 3
// STDOUT: 3 runs of program.wasm, llvm -O2: all as they should be
// STDERR: in order
// RUN: wrt bench --runs 3 --env WORD=hello --dir .::/here %wasm one two < /dev/null
// EXIT: 5
// STDERR: no input
// STDERR: wrt: program.wasm: run 1 ended with exit code 5: nothing is measured
// RUN: wrt bench --runs 3 %wasm
// EXIT: 3
// STDERR: wrong arguments
// STDERR: wrt: program.wasm: run 1 ended with exit code 3: nothing is measured
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int fail(int code, const char* message) {
  fprintf(stderr, "%s\n", message);
  return code;
}

int main(int argc, char** argv) {
  if (argc != 3 || strcmp(argv[2], "two") != 0) return fail(3, "wrong arguments");
  const char* word = getenv("WORD");
  if (word == NULL || strcmp(word, "hello") != 0) return fail(4, "wrong environment");
  int number = 0;
  if (scanf("%d", &number) != 1 || number != 12345) return fail(5, "no input");
  FILE* file = fopen("/here/input", "r");
  if (file == NULL) return fail(6, "no folder");
  fclose(file);
  printf("this is dropped\n");
  return fail(0, "in order");
}
