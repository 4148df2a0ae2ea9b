// A picture of reflecting spheres, in floats: small structures by value, divisions, square roots, recursion.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <math.h>

#include "bench/kernels/kernel.h"

enum { kWidth = 1280, kHeight = 960, kSpheres = 24, kDepth = 4 };

typedef struct {
  float x, y, z;
} Vector;

typedef struct {
  Vector center;
  float radius, brightness, mirror;
} Sphere;

static Sphere spheres[kSpheres];
static const Vector light = {0.48f, 0.64f, -0.6f};

static Vector add(Vector a, Vector b) {
  return (Vector){a.x + b.x, a.y + b.y, a.z + b.z};
}
static Vector scale(Vector a, float by) {
  return (Vector){a.x * by, a.y * by, a.z * by};
}
static float dot(Vector a, Vector b) {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}

// The nearest sphere that a ray meets, or null; how far that is.
static const Sphere* meet(Vector from, Vector to, float* distance) {
  const Sphere* nearest = 0;
  *distance = 1e9f;
  for (int i = 0; i < kSpheres; ++i) {
    const Vector way = add(spheres[i].center, scale(from, -1));
    const float along = dot(way, to);
    const float inside = spheres[i].radius * spheres[i].radius - dot(way, way) + along * along;
    if (inside < 0) continue;
    const float here = along - sqrtf(inside);
    if (here > 1e-3f && here < *distance) *distance = here, nearest = &spheres[i];
  }
  return nearest;
}

static float trace(Vector from, Vector to, int depth) {
  float distance;
  const Sphere* sphere = meet(from, to, &distance);
  if (sphere == 0) return 0.2f + 0.3f * fabsf(to.y);
  const Vector point = add(from, scale(to, distance));
  const Vector normal = scale(add(point, scale(sphere->center, -1)), 1 / sphere->radius);
  float shade = dot(normal, light), ignored;
  if (shade < 0 || meet(point, light, &ignored) != 0) shade = 0;
  float color = sphere->brightness * (0.1f + 0.9f * shade);
  if (depth > 0) color += sphere->mirror * trace(point, add(to, scale(normal, -2 * dot(normal, to))), depth - 1);
  return color;
}

static uint64_t run(void) {
  uint32_t state = 1;
  for (int i = 0; i < kSpheres; ++i) {
    float r[6];
    for (int k = 0; k < 6; ++k) r[k] = (float)(next_random(&state) & 1023) / 1024;
    spheres[i] = (Sphere){{8 * r[0] - 4, 6 * r[1] - 3, 6 + 6 * r[2]}, 0.4f + r[3] / 2, 0.3f + r[4] / 2, r[5] / 2};
  }
  uint64_t sum = 0;
  for (int i = 0; i < kHeight; ++i)
    for (int j = 0; j < kWidth; ++j) {
      Vector to = {(float)(j - kWidth / 2) / kHeight, (float)(i - kHeight / 2) / kHeight, 1};
      to = scale(to, 1 / sqrtf(dot(to, to)));
      sum = sum * 31 + (uint64_t)(trace((Vector){0, 0, 0}, to, kDepth) * 255);
    }
  return sum;
}
