// Draws the Mandelbrot set in letters: floating-point loops that run at the speed of native code.
//
// RUN: wrt run %wasm 40 12
// STDOUT: 12 rows, 40 columns, inside: {{[0-9]+}}
// STDOUT: {{...}}
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stdio.h>
#include <stdlib.h>

static int steps(double re, double im) {
  double x = 0, y = 0;
  int n = 0;
  for (; n < 1000 && x * x + y * y <= 4.0; ++n) {
    double next = x * x - y * y + re;
    y = 2 * x * y + im;
    x = next;
  }
  return n;
}

int main(int argc, char** argv) {
  int columns = argc > 1 ? atoi(argv[1]) : 78;
  int rows = argc > 2 ? atoi(argv[2]) : 24;
  if (columns < 1 || columns > 200 || rows < 1 || rows > 200) return 2;
  static char picture[200][201];
  int inside = 0;
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      int n = steps(-2.2 + 3.2 * column / columns, -1.2 + 2.4 * row / rows);
      picture[row][column] = n == 1000 ? '#' : " .:-=+*%"[n > 7 ? 7 : n];
      inside += n == 1000;
    }
  }
  printf("%d rows, %d columns, inside: %d\n", rows, columns, inside);
  for (int row = 0; row < rows; ++row) puts(picture[row]);
  return 0;
}
