// Objects of several classes with tables of functions, as C++'s virtual ones: indirect calls whose target changes.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "bench/kernels/kernel.h"

enum { kShapes = 4096, kTimes = 16000 };

typedef struct Shape Shape;

typedef struct {
  int32_t (*area)(const Shape*);
  void (*grow)(Shape*, int32_t);
} Class;

struct Shape {
  const Class* class;
  int32_t width, height;
};

static int32_t square_area(const Shape* s) {
  return s->width * s->width;
}
static int32_t rectangle_area(const Shape* s) {
  return s->width * s->height;
}
static int32_t triangle_area(const Shape* s) {
  return s->width * s->height / 2;
}
static void grow_width(Shape* s, int32_t by) {
  s->width = (s->width + by) & 1023;
}
static void grow_both(Shape* s, int32_t by) {
  s->width = (s->width + by) & 1023;
  s->height = (s->height ^ by) & 1023;
}

static const Class square = {square_area, grow_width}, rectangle = {rectangle_area, grow_both},
                   triangle = {triangle_area, grow_both};
static const Class* const volatile classes[] = {&square, &rectangle, &triangle};

static Shape shapes[kShapes];

static uint64_t run(void) {
  uint32_t state = 1;
  // Runs of equal classes, so that the processor can predict most of the calls.
  for (int i = 0; i < kShapes; ++i)
    shapes[i] =
        (Shape){classes[(i >> 3) % 3], (int32_t)(next_random(&state) & 255), (int32_t)(next_random(&state) & 255)};
  uint64_t sum = 0;
  for (int t = 0; t < kTimes; ++t)
    for (int i = 0; i < kShapes; ++i) {
      Shape* shape = &shapes[i];
      sum += (uint64_t)shape->class->area(shape);
      shape->class->grow(shape, t & 15);
    }
  return sum;
}
