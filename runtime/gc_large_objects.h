// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// LargeObjects: heap objects above kMaxSmallObject, each in memory of its own that is returned when the object dies. A
// record stands right before each object; during a collection a sorted list of them answers which object a word of a
// stack points into.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "lib/abi/vm_layout.h"

namespace wrt {

class LargeObjects {
 public:
  LargeObjects() = default;
  ~LargeObjects();
  LargeObjects(const LargeObjects&) = delete;
  LargeObjects& operator=(const LargeObjects&) = delete;

  std::size_t bytes_in_use() const { return bytes_; }
  // Zeroed memory for an object of `size` bytes; null if the system has none.
  VMObject* allocate(std::size_t size);

  // --- Collection ---
  void begin_marking();
  // The object that `word` points to or into, or null.
  VMObject* find(std::uintptr_t word) const;
  // Whether it was not marked before. Precondition: allocated here.
  static bool mark(VMObject* object);
  // Frees what is not marked.
  void sweep();

 private:
  struct alignas(16) Record {
    std::size_t size;  // of the object
    bool marked;
  };
  static VMObject* object_of(Record* record) { return reinterpret_cast<VMObject*>(record + 1); }
  static void release(Record* record);

  std::vector<Record*> records_;  // sorted by address while marking
  std::size_t bytes_ = 0;
};

}  // namespace wrt
