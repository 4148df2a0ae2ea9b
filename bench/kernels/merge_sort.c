// A stable merge sort of linked lists and of an array of records: pointers, and copies of structures.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "bench/kernels/kernel.h"

enum { kCount = 400000, kTimes = 3 };

typedef struct Node {
  struct Node* next;
  uint64_t key;
} Node;

typedef struct {
  uint64_t key;
  uint32_t payload[4];
} Record;

static Node nodes[kCount];
static Record records[kCount], scratch[kCount];

static Node* merge(Node* a, Node* b) {
  Node head, *tail = &head;
  while (a != 0 && b != 0) {
    Node** smaller = b->key < a->key ? &b : &a;
    tail = tail->next = *smaller;
    *smaller = tail->next;
  }
  tail->next = a != 0 ? a : b;
  return head.next;
}

static Node* sort_list(Node* list, int count) {
  if (count < 2) {
    if (count == 1) list->next = 0;
    return list;
  }
  Node* middle = list;
  for (int i = 0; i < count / 2; ++i) middle = middle->next;
  Node* high = sort_list(middle, count - count / 2);
  return merge(sort_list(list, count / 2), high);
}

static void sort_array(Record* from, Record* spare, int count) {
  if (count < 2) return;
  const int middle = count / 2;
  sort_array(from, spare, middle);
  sort_array(from + middle, spare, count - middle);
  for (int i = 0; i < middle; ++i) spare[i] = from[i];
  int low = 0, high = middle, to = 0;
  while (low < middle && high < count) from[to++] = from[high].key < spare[low].key ? from[high++] : spare[low++];
  while (low < middle) from[to++] = spare[low++];
}

static uint64_t run(void) {
  uint64_t sum = 0;
  uint32_t state = 1;
  for (int t = 0; t < kTimes; ++t) {
    for (int i = 0; i < kCount; ++i) {
      nodes[i].key = records[i].key = (uint64_t)next_random(&state) << 20 ^ next_random(&state);
      nodes[i].next = i + 1 < kCount ? &nodes[i + 1] : 0;
      records[i].payload[3] = (uint32_t)i;
    }
    for (Node* each = sort_list(nodes, kCount); each != 0; each = each->next) sum = sum * 31 + each->key;
    sort_array(records, scratch, kCount);
    for (int i = 0; i < kCount; ++i) sum = sum * 31 + records[i].payload[3];
  }
  return sum;
}
