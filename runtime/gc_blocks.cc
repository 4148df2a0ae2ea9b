// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Bits of lines and objects, and memory from and to the system.
#include "runtime/gc_blocks.h"

#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "runtime/gc_object.h"

namespace wrt {

namespace {

void* reserve(std::size_t bytes) {
  void* const mapped = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return mapped == MAP_FAILED ? nullptr : mapped;
}

template <typename Bits>
bool test(const Bits& bits, std::size_t bit) {
  return (bits[bit / 64] >> (bit % 64) & 1) != 0;
}
template <typename Bits>
void set(Bits& bits, std::size_t bit) {
  bits[bit / 64] |= std::uint64_t{1} << (bit % 64);
}

// The first bit from `from` on that is `value`, or the number of bits.
template <typename Bits>
std::size_t find_next(const Bits& bits, std::size_t from, bool value) {
  const std::size_t count = bits.size() * 64;
  if (from >= count) return count;
  std::size_t word = from / 64;
  std::uint64_t rest = (value ? bits[word] : ~bits[word]) & (~std::uint64_t{0} << (from % 64));
  while (rest == 0) {
    if (++word == bits.size()) return count;
    rest = value ? bits[word] : ~bits[word];
  }
  return word * 64 + static_cast<std::size_t>(std::countr_zero(rest));
}

// The last bit up to and with `from` that is set.
template <typename Bits>
std::optional<std::size_t> find_last(const Bits& bits, std::size_t from) {
  std::size_t word = from / 64;
  std::uint64_t rest = bits[word] & (~std::uint64_t{0} >> (63 - from % 64));
  while (rest == 0) {
    if (word == 0) return std::nullopt;
    rest = bits[--word];
  }
  return word * 64 + 63 - static_cast<std::size_t>(std::countl_zero(rest));
}

}  // namespace

BlockSpace::BlockSpace(std::size_t bytes) {
  const std::size_t capacity = std::max<std::size_t>(bytes / kBlockSize, 1);
  void* const blocks = reserve(capacity * sizeof(Block));
  // A block more, so that the first one can be aligned.
  void* const memory = blocks == nullptr ? nullptr : reserve((capacity + 1) * kBlockSize);
  if (memory == nullptr) {
    if (blocks != nullptr) munmap(blocks, capacity * sizeof(Block));
    return;
  }
  capacity_ = capacity;
  blocks_ = static_cast<Block*>(blocks);
  base_ = reinterpret_cast<std::uint8_t*>((reinterpret_cast<std::uintptr_t>(memory) + kBlockSize - 1) / kBlockSize *
                                          kBlockSize);
  mapping_ = memory;
}

BlockSpace::~BlockSpace() {
  if (base_ == nullptr) return;
  munmap(mapping_, (capacity_ + 1) * kBlockSize);
  munmap(blocks_, capacity_ * sizeof(Block));
}

// --- Allocation ---

std::optional<HeapRegion> BlockSpace::next_hole() {
  for (; hole_block_ < count_; ++hole_block_, hole_line_ = 0) {
    Block& block = blocks_[hole_block_];
    if (!block.in_use || block.fresh) continue;
    const std::size_t begin = find_next(block.lines, hole_line_, false);
    if (begin == kLines) continue;
    hole_line_ = find_next(block.lines, begin, true);
    set(block.regions, begin);
    std::uint8_t* const start = address_of(hole_block_);
    return HeapRegion{start + begin * kLineSize, start + hole_line_ * kLineSize};
  }
  return std::nullopt;
}

std::optional<HeapRegion> BlockSpace::take_block() {
  std::size_t index = count_;
  if (!free_.empty()) {
    index = free_.back();
    free_.pop_back();
  } else if (count_ < capacity_) {
    ++count_;
    used_bytes_ = count_ * kBlockSize;
  } else {
    return std::nullopt;
  }
  Block& block = blocks_[index];
  block = Block{};
  block.in_use = block.resident = block.fresh = true;
  set(block.regions, 0);
  ++blocks_in_use_;
  return HeapRegion{address_of(index), address_of(index) + kBlockSize};
}

// --- Collection ---

void BlockSpace::begin_marking() {
  for (std::size_t each = 0; each < count_; ++each) {
    if (!blocks_[each].in_use) continue;
    blocks_[each].marked.fill(0);
    blocks_[each].marks.fill(0);
  }
}

// Writes down where the objects of a block's regions begin.
void BlockSpace::walk_regions(std::size_t index) {
  Block& block = blocks_[index];
  std::uint8_t* const start = address_of(index);
  for (std::size_t begin = find_next(block.regions, 0, true); begin < kLines;
       begin = find_next(block.regions, begin + 1, true)) {
    const std::uint8_t* const end = start + find_next(block.lines, begin, true) * kLineSize;
    for (std::uint8_t* at = start + begin * kLineSize; at < end;) {
      const VMObject* const object = reinterpret_cast<const VMObject*>(at);
      if (object->type == nullptr) break;
      set(block.objects, static_cast<std::size_t>(at - start) / kObjectAlignment);
      at += size_of(object);
    }
  }
  block.regions.fill(0);
}

VMObject* BlockSpace::find(std::uintptr_t word) {
  const std::size_t offset = word - reinterpret_cast<std::uintptr_t>(base_);
  const std::size_t index = offset / kBlockSize;
  Block& block = blocks_[index];
  if (!block.in_use) return nullptr;
  if (std::ranges::any_of(block.regions, [](std::uint64_t each) { return each != 0; })) walk_regions(index);
  const std::optional<std::size_t> begin = find_last(block.objects, offset % kBlockSize / kObjectAlignment);
  if (!begin) return nullptr;
  VMObject* const object = reinterpret_cast<VMObject*>(address_of(index) + *begin * kObjectAlignment);
  return word - reinterpret_cast<std::uintptr_t>(object) < size_of(object) ? object : nullptr;
}

bool BlockSpace::mark(const VMObject* object) {
  const std::size_t offset = offset_of(object);
  std::uint64_t& word = blocks_[offset / kBlockSize].marks[offset % kBlockSize / kObjectAlignment / 64];
  const std::uint64_t bit = std::uint64_t{1} << (offset / kObjectAlignment % 64);
  if ((word & bit) != 0) return false;
  word |= bit;
  return true;
}

void BlockSpace::keep_lines(const VMObject* object, std::size_t size) {
  const std::size_t offset = offset_of(object);
  Block& block = blocks_[offset / kBlockSize];
  const std::size_t last = (offset + size - 1) % kBlockSize / kLineSize;
  for (std::size_t line = offset % kBlockSize / kLineSize; line <= last; ++line) set(block.marked, line);
}

std::size_t BlockSpace::sweep() {
  std::size_t lines = 0;
  free_.clear();
  for (std::size_t index = count_; index-- > 0;) {
    Block& block = blocks_[index];
    std::size_t kept = 0;
    if (block.in_use) {
      for (const std::uint64_t each : block.marked) kept += static_cast<std::size_t>(std::popcount(each));
      if (kept == 0) --blocks_in_use_;
    }
    lines += kept;
    block.in_use = kept != 0;
    if (kept == 0) {
      free_.push_back(static_cast<std::uint32_t>(index));
      continue;
    }
    block.lines = block.marked;
    block.objects = block.marks;
    block.regions.fill(0);
    block.fresh = false;
  }
  hole_block_ = hole_line_ = 0;
  return lines * kLineSize;
}

void BlockSpace::return_memory(std::size_t retained_bytes) {
  std::size_t retained = retained_bytes / kBlockSize;
  // The lowest blocks, which are used first, stay.
  std::size_t run_begin = 0, run_end = 0;
  for (std::size_t i = free_.size(); i-- > 0;) {
    const std::size_t index = free_[i];
    if (!blocks_[index].resident) continue;
    if (retained > 0) {
      --retained;
      continue;
    }
    blocks_[index].resident = false;
    if (index != run_end) {
      release(run_begin, run_end);
      run_begin = index;
    }
    run_end = index + 1;
  }
  release(run_begin, run_end);
}

void BlockSpace::release(std::size_t first, std::size_t last) {
  if (first != last) madvise(address_of(first), (last - first) * kBlockSize, MADV_DONTNEED);
}

}  // namespace wrt
