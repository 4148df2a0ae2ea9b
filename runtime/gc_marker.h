// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// GcMarker: one walk over everything that can be reached. References in the heap, tables and globals are exact; a word
// of a stack counts as a reference if it points to an object or into one. The walk keeps its own list of work, so that
// a linked list of any length needs no stack.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lib/abi/vm_layout.h"

namespace wrt {

class BlockSpace;
class LargeObjects;

class GcMarker {
 public:
  GcMarker(BlockSpace& blocks, LargeObjects& large) : blocks_(blocks), large_(large) {}

  // A reference, null and i31 included, that is not one to a function.
  void mark(const void* reference);
  void mark(std::span<void* const> references) {
    for (const void* each : references) mark(each);
  }
  // Every aligned word in [begin, end), which may be anything.
  void mark_stack(std::uintptr_t begin, std::uintptr_t end);
  // Follows the references of all objects that are marked, until there are no more.
  void drain();
  // Bytes of marked large objects.
  std::size_t large_bytes() const { return large_bytes_; }

 private:
  void mark_object(VMObject* object);
  void follow(const VMObject* object);

  BlockSpace& blocks_;
  LargeObjects& large_;
  std::vector<VMObject*> work_;  // marked, their references not yet followed
  std::size_t large_bytes_ = 0;
};

}  // namespace wrt
