// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// GcHeap: the garbage-collected heap of one store: mark-region blocks (gc_blocks.h) and large objects. Compiled code
// cuts small objects from the region in vm() without a call; when that has no room, it calls the runtime, and there
// alone may a collection happen. No object ever moves.
//
// The rule that makes this safe at every instruction, also where a trap or an interruption ends the guest: behind the
// cursor of the region there are complete objects only, because compiled code fills an object in before it moves the
// cursor past it.
//
// Roots are what the store says (exact), Root objects of the host (exact), and the guest stack of the calling thread
// (conservative).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "lib/abi/vm_layout.h"
#include "runtime/gc_blocks.h"
#include "runtime/gc_large_objects.h"
#include "runtime/gc_marker.h"

namespace wrt {

struct GcOptions {
  // Memory that objects may take, free space between them included.
  std::size_t max_heap_bytes = std::size_t{4} << 30;
  // Collect at every allocation: for tests.
  bool stress = false;
};

class GcHeap {
 public:
  // Marks what can be reached from outside of heap and stacks.
  using MarkRoots = std::function<void(GcMarker&)>;

  GcHeap(const GcOptions& options, MarkRoots mark_roots) : options_(options), mark_roots_(std::move(mark_roots)) {}
  GcHeap(const GcHeap&) = delete;
  GcHeap& operator=(const GcHeap&) = delete;

  VMHeap* vm() { return &vm_; }

  // A new object of `size` bytes (a multiple of kObjectAlignment): its header, and for an array its length, are set,
  // the rest is zero. Null when the heap is exhausted. The first never collects, so the host may hold references in
  // variables; the second may, and is for guests.
  VMObject* allocate(const VMTypeInfo* type, std::uint64_t size, std::uint32_t length = 0);
  VMObject* allocate_or_collect(const VMTypeInfo* type, std::uint64_t size, std::uint32_t length = 0);

  // Frees what cannot be reached.
  void collect();
  // Whether so much has been allocated that a collection is worth its while: also by the host, which never collects.
  bool is_due() const { return options_.stress || allocated_ >= budget_; }

  std::size_t bytes_in_use() const { return (blocks_ ? blocks_->bytes_in_use() : 0) + large_.bytes_in_use(); }
  std::size_t collections() const { return collections_; }

 private:
  friend class Root;  // runtime/root.h
  // A reference that the host holds, in a ring.
  struct RootLink {
    RootLink* previous = this;
    RootLink* next = this;
    void* reference = nullptr;
  };
  struct Cursor {
    std::uint8_t* at = nullptr;
    std::uint8_t* end = nullptr;
  };

  std::uint8_t* allocate_small(std::size_t size);
  std::uint8_t* allocate_medium(std::size_t size);
  VMObject* allocate_large(std::uint64_t size);
  static std::uint8_t* cut(Cursor& from, std::size_t size);
  bool next_region();
  bool take_block(Cursor& cursor);
  bool fits(std::uint64_t bytes) const;
  void publish();
  void close_regions();
  void collect_below();
  void mark_guest_stack(GcMarker& marker, const void* frame) const;

  // What is allocated at least between two collections.
  static constexpr std::size_t kMinBudget = std::size_t{8} << 20;

  GcOptions options_;
  MarkRoots mark_roots_;
  std::optional<BlockSpace> blocks_;  // made at the first allocation
  LargeObjects large_;
  VMHeap vm_{};
  Cursor small_;   // vm_ is what compiled code sees of it
  Cursor medium_;  // for objects larger than a line, which most holes have no room for
  RootLink roots_;
  std::size_t allocated_ = 0;  // since the last collection
  std::size_t budget_ = kMinBudget;
  std::size_t live_ = 0;  // after the last collection
  std::size_t collections_ = 0;
};

}  // namespace wrt
