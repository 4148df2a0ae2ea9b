// Binary trees whose nodes come from malloc: allocation, a walk, and release. What is compared is the allocator of each
// C library, too.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stdlib.h>

#include "bench/kernels/kernel.h"

enum { kDeepest = 16 };

typedef struct Tree {
  struct Tree *left, *right;
} Tree;

static Tree* grow(int depth) {
  Tree* tree = malloc(sizeof *tree);
  if (tree == 0) abort();
  tree->left = depth > 0 ? grow(depth - 1) : 0;
  tree->right = depth > 0 ? grow(depth - 1) : 0;
  return tree;
}

static uint64_t count(const Tree* tree) {
  return tree->left == 0 ? 1 : 1 + count(tree->left) + count(tree->right);
}

static void fell(Tree* tree) {
  if (tree->left != 0) fell(tree->left), fell(tree->right);
  free(tree);
}

static uint64_t run(void) {
  uint64_t sum = 0;
  Tree* stays = grow(kDeepest);
  for (int depth = 4; depth <= kDeepest; depth += 4)
    for (int i = 0; i < 16 << (kDeepest - depth); ++i) {
      Tree* tree = grow(depth);
      sum += count(tree);
      fell(tree);
    }
  sum = sum * 31 + count(stays);
  fell(stays);
  return sum;
}
