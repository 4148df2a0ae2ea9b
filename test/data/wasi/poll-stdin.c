// poll on standard input: nothing yet, then data, then the end of the pipe; with timeouts that run out meanwhile. The
// writer waits for files that the guest makes, so that nothing depends on how fast either is.
//
// ENV: WAIT=until [ -e $FILE ]; do sleep 0.01; done
// RUN: (FILE=asked; eval "$WAIT"; printf hello; FILE=read; eval "$WAIT") | wrt run --dir %t::/ %wasm
// STDOUT: at once: 0
// STDOUT: readable: 1
// STDOUT: read 5: hello
// STDOUT: writable: 1
// STDOUT: end: 1, read 0
//
// RUN: wrt run --dir %t::/ %wasm < /dev/null
// STDOUT: at once: 1
// STDOUT: readable: 1
// STDOUT: read 0: {{.*}}
// STDOUT: writable: 1
// STDOUT: end: 1, read 0
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

static void tell(const char* path) {
  int fd = open(path, O_CREAT | O_WRONLY, 0666);
  if (fd >= 0) close(fd);
}

int main(void) {
  struct pollfd input = {0, POLLIN, 0};
  printf("at once: %d\n", poll(&input, 1, 0));
  tell("/asked");
  int ready = 0;
  for (int i = 0; i < 2000 && !ready; ++i) ready = poll(&input, 1, 10);
  printf("readable: %d\n", ready);
  char text[16] = {0};
  int size = (int)read(0, text, sizeof text - 1);
  printf("read %d: %s\n", size, text);
  tell("/read");
  struct pollfd output = {1, POLLOUT, 0};
  printf("writable: %d\n", poll(&output, 1, 1000));
  ready = poll(&input, 1, 10000);
  printf("end: %d, read %d\n", ready, (int)read(0, text, sizeof text));
  return 0;
}
