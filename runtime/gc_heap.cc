// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Allocation behind the fast path, when to collect, and a collection from its roots to its sweep.
#include "runtime/gc_heap.h"

#include <algorithm>
#include <cstring>

#include "lib/support/check.h"
#include "runtime/gc_object.h"
#include "runtime/guest_thread.h"

namespace wrt {

// --- Allocation ---

std::uint8_t* GcHeap::cut(Cursor& from, std::size_t size) {
  if (static_cast<std::size_t>(from.end - from.at) < size) return nullptr;
  std::uint8_t* const memory = from.at;
  from.at += size;
  return memory;
}

bool GcHeap::fits(std::uint64_t bytes) const {
  const std::size_t used = bytes_in_use();
  return used <= options_.max_heap_bytes && bytes <= options_.max_heap_bytes - used;
}

bool GcHeap::take_block(Cursor& cursor) {
  if (!fits(kBlockSize)) return false;
  const std::optional<HeapRegion> region = blocks_->take_block();
  if (!region) return false;
  BlockSpace::close_region(cursor.at, cursor.end);
  cursor = {region->begin, region->end};
  allocated_ += kBlockSize;
  return true;
}

bool GcHeap::next_region() {
  const std::optional<HeapRegion> hole = blocks_->next_hole();
  if (!hole) return take_block(small_);
  BlockSpace::close_region(small_.at, small_.end);
  small_ = {hole->begin, hole->end};
  allocated_ += hole->size();
  return true;
}

std::uint8_t* GcHeap::allocate_medium(std::size_t size) {
  if (std::uint8_t* const memory = cut(small_, size)) return memory;
  if (std::uint8_t* const memory = cut(medium_, size)) return memory;
  return take_block(medium_) ? cut(medium_, size) : nullptr;
}

std::uint8_t* GcHeap::allocate_small(std::size_t size) {
  if (size > kLineSize) return allocate_medium(size);
  for (;;) {
    if (std::uint8_t* const memory = cut(small_, size)) return memory;
    if (!next_region()) return nullptr;
  }
}

VMObject* GcHeap::allocate_large(std::uint64_t size) {
  if (!fits(size)) return nullptr;
  VMObject* const object = large_.allocate(size);
  if (object != nullptr) allocated_ += size;
  return object;
}

// What compiled code may use of the region.
void GcHeap::publish() {
  if (!options_.stress) vm_ = {small_.at, small_.end};
}

VMObject* GcHeap::allocate(const VMTypeInfo* type, std::uint64_t size, std::uint32_t length) {
  if (!options_.stress) small_.at = vm_.cursor;
  VMObject* object = nullptr;
  if (size > kMaxSmallObject) {
    object = allocate_large(size);
  } else {
    if (!blocks_) blocks_.emplace(options_.max_heap_bytes);
    if (!blocks_->reserved()) return nullptr;
    object = reinterpret_cast<VMObject*>(allocate_small(size));
    if (object != nullptr) std::memset(static_cast<void*>(object), 0, size);
  }
  if (object != nullptr) {
    object->type = type;
    if (type->kind == VMObjectKind::Array) reinterpret_cast<VMArray*>(object)->length = length;
  }
  publish();
  return object;
}

VMObject* GcHeap::allocate_or_collect(const VMTypeInfo* type, std::uint64_t size, std::uint32_t length) {
  if (is_due()) collect();
  VMObject* const object = allocate(type, size, length);
  if (object != nullptr || size > options_.max_heap_bytes) return object;
  collect();
  // Better a trap than to collect over and over for the last few lines.
  if (live_ > options_.max_heap_bytes - options_.max_heap_bytes / 32) return nullptr;
  return allocate(type, size, length);
}

// --- Collection ---

void GcHeap::close_regions() {
  if (!options_.stress) small_.at = vm_.cursor;
  BlockSpace::close_region(small_.at, small_.end);
  BlockSpace::close_region(medium_.at, medium_.end);
  small_ = medium_ = {};
  vm_ = {};
}

void GcHeap::collect() {
  if (!blocks_ && large_.bytes_in_use() == 0) return;
  if (!blocks_) blocks_.emplace(options_.max_heap_bytes);
  // Registers that the guest's frames expect to find again are in this function's frame from here on, which lies above
  // the one that it calls. (And is left only behind the call: the compiler must not make a jump of it.)
  __builtin_unwind_init();
  collect_below();
  asm volatile("" ::: "memory");
}

[[gnu::noinline]] void GcHeap::collect_below() {
  const void* const frame = __builtin_frame_address(0);
  close_regions();
  blocks_->begin_marking();
  large_.begin_marking();
  GcMarker marker(*blocks_, large_);
  mark_roots_(marker);
  for (const RootLink* each = roots_.next; each != &roots_; each = each->next) marker.mark(each->reference);
  mark_guest_stack(marker, frame);
  marker.drain();
  live_ = blocks_->sweep() + marker.large_bytes();
  large_.sweep();

  ++collections_;
  allocated_ = 0;
  budget_ = std::max(live_, kMinBudget);
  blocks_->return_memory(budget_);
}

void GcHeap::mark_guest_stack(GcMarker& marker, const void* frame) const {
  const GuestThread* const thread = GuestThread::current_or_null();
  if (thread == nullptr || thread->innermost == nullptr) return;
  // Host functions run on the guest's stack, so everything between here and its end is covered, whoever called.
  const std::uintptr_t begin = reinterpret_cast<std::uintptr_t>(frame);
  WRT_CHECK(thread->on_stack(begin));
  marker.mark_stack(begin, thread->stack_end());
}

}  // namespace wrt
