// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// In and out of the heap's ring.
#include "runtime/root.h"

namespace wrt {

Root::Root(Store& store, void* reference) {
  GcHeap::RootLink& ring = store.heap().roots_;
  link_.reference = reference;
  link_.previous = ring.previous;
  link_.next = &ring;
  ring.previous->next = &link_;
  ring.previous = &link_;
}

Root::~Root() {
  link_.previous->next = link_.next;
  link_.next->previous = link_.previous;
}

}  // namespace wrt
