// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// BlockSpace: where small heap objects live (the mark-region layout of Blackburn and McKinley's "Immix", 2008, without
// its moving). A reserved range of addresses is cut into blocks of 32 KiB, a block into 256 lines. Objects lie one
// behind the other in regions: runs of free lines, in which the allocator moves a cursor. A collection marks objects,
// and with them the lines that they touch; lines that nothing touched are the next regions.
//
// A word on a stack may point to anywhere inside an object. Where objects begin is known for the survivors of the last
// collection, a bit per 16 bytes; in regions begun since, they are found by walking from one to the next, up to a null
// header or the region's end. A region is walked at most once a collection, and only if such a word points into its
// block.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "lib/abi/vm_layout.h"

namespace wrt {

inline constexpr std::size_t kBlockSize = std::size_t{32} << 10;
inline constexpr std::size_t kLineSize = 128;

// Free memory for objects: [begin, end), whole lines.
struct HeapRegion {
  std::uint8_t* begin = nullptr;
  std::uint8_t* end = nullptr;
  std::size_t size() const { return static_cast<std::size_t>(end - begin); }
};

class BlockSpace {
 public:
  // Reserves address space for `bytes`; no memory is used yet. reserved() is false if the system refused.
  explicit BlockSpace(std::size_t bytes);
  ~BlockSpace();
  BlockSpace(const BlockSpace&) = delete;
  BlockSpace& operator=(const BlockSpace&) = delete;
  bool reserved() const { return base_ != nullptr; }

  bool contains(const void* address) const {
    return reinterpret_cast<std::uintptr_t>(address) - reinterpret_cast<std::uintptr_t>(base_) < used_bytes_;
  }
  // Bytes of all blocks that hold something.
  std::size_t bytes_in_use() const { return blocks_in_use_ * kBlockSize; }

  // --- Allocation ---
  // Free lines between the survivors of the last collection; each is handed out once. Nothing when there are no more.
  std::optional<HeapRegion> next_hole();
  // A free block. Nothing when the address space is used up.
  std::optional<HeapRegion> take_block();
  // The allocator will use nothing behind `cursor` in its region, which ends at `end`.
  static void close_region(std::uint8_t* cursor, const std::uint8_t* end) {
    if (cursor < end) reinterpret_cast<VMObject*>(cursor)->type = nullptr;
  }

  // --- Collection: begin_marking(), any number of find() and mark(), sweep(). All regions are closed. ---
  void begin_marking();
  // The object that `word` points to or into, as of the beginning of the collection; null if there is none.
  // Precondition: contains(word).
  VMObject* find(std::uintptr_t word);
  // Whether it was not marked before. Precondition: an object of this space.
  bool mark(const VMObject* object);
  // Keeps the lines of a marked object of `size` bytes.
  void keep_lines(const VMObject* object, std::size_t size);
  // Frees the blocks without a marked object. Returns the bytes of the lines that are kept.
  std::size_t sweep();
  // Of the free blocks, so much stays in memory; the rest goes back to the system.
  void return_memory(std::size_t retained_bytes);

 private:
  static constexpr std::size_t kLines = kBlockSize / kLineSize;
  static constexpr std::size_t kGranules = kBlockSize / kObjectAlignment;
  template <std::size_t kBits>
  using Bits = std::array<std::uint64_t, kBits / 64>;

  struct Block {
    Bits<kLines> lines;       // kept by the last collection
    Bits<kLines> marked;      // by the current one
    Bits<kLines> regions;     // where regions begin that have not been walked
    Bits<kGranules> objects;  // where objects begin, as far as known
    Bits<kGranules> marks;
    bool in_use;
    bool resident;  // may have memory
    bool fresh;     // taken since the last collection: it has no holes
  };

  std::uint8_t* address_of(std::size_t block) const { return base_ + block * kBlockSize; }
  std::size_t offset_of(const void* address) const {
    return static_cast<std::size_t>(static_cast<const std::uint8_t*>(address) - base_);
  }
  void walk_regions(std::size_t block);
  void release(std::size_t first, std::size_t last);

  void* mapping_ = nullptr;
  std::uint8_t* base_ = nullptr;
  Block* blocks_ = nullptr;
  std::size_t capacity_ = 0;    // blocks
  std::size_t count_ = 0;       // blocks that have ever been used: the first ones
  std::size_t used_bytes_ = 0;  // count_ blocks
  std::size_t blocks_in_use_ = 0;
  std::vector<std::uint32_t> free_;  // of the first count_; the lowest last
  std::size_t hole_block_ = 0;       // where next_hole() goes on
  std::size_t hole_line_ = 0;
};

}  // namespace wrt
