// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// TypeRegistry: the types of all modules of the process, each once (section 3.3, iso-recursive). A recursion group is
// interned as a whole: references to types outside of it are canonical ids already, those to its own members count
// from its start, so that equal groups have equal words. Equality of types is then equality of ids, and call_indirect
// compares one number.
//
// Types are never removed: an id may be in a table or a global of any store. All functions are thread-safe; those that
// only read take no lock, because compiled code waits for them.
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <new>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "lib/abi/vm_layout.h"
#include "lib/support/result.h"
#include "lib/wasm/types.h"

namespace wrt {

class TypeRegistry {
 public:
  TypeRegistry() = default;
  ~TypeRegistry();
  TypeRegistry(const TypeRegistry&) = delete;
  TypeRegistry& operator=(const TypeRegistry&) = delete;

  // The ids of a validated module's types, in their order. Errors: Limit when the process has seen 2^24 types.
  Result<std::vector<std::uint32_t>> intern(const std::vector<SubType>& types);
  // The id of a final function type without supertype, in a group of its own. Precondition: defined types in it are
  // canonical ids.
  Result<std::uint32_t> intern(const FuncType& type);

  // A type by id; indices in it are ids. The reference stays valid.
  const SubType& type(std::uint32_t id) const { return entry(id).type; }
  bool is_subtype(std::uint32_t sub, std::uint32_t super) const;

  // Of a struct or array type, or of the exceptions whose tag is of a function type; null for a function type with
  // results, which no tag has. Valid for the life of the registry.
  const VMTypeInfo* info(std::uint32_t id) const { return entry(id).info.get(); }
  // Whether values of the type are references that a collector follows: any but those to functions.
  bool is_collected(ValType type) const;

  // sub <= super, indices in both being ids.
  bool matches(HeapType sub, HeapType super) const;
  bool matches(ValType sub, ValType super) const;

 private:
  struct FreeTypeInfo {
    void operator()(VMTypeInfo* info) const { ::operator delete(info); }
  };
  using TypeInfoPointer = std::unique_ptr<VMTypeInfo, FreeTypeInfo>;  // with as long a display as it needs
  struct Entry {
    SubType type;
    // The chain of supertypes from the root to the type itself: `super` is above `sub` exactly if it stands in sub's
    // chain at its own depth.
    std::vector<std::uint32_t> chain;
    TypeInfoPointer info;
    std::vector<std::uint32_t> references;  // that the info points to
  };
  static constexpr std::size_t kMaxIds = std::size_t{1} << 24;  // HeapType::defined() holds no more
  // Entries never move. Each chunk holds twice as many as the one before, so that a process with few types touches
  // little memory.
  static constexpr std::size_t kFirstChunk = 32;
  static constexpr std::size_t kChunks = std::bit_width(kMaxIds / kFirstChunk);
  struct Place {
    std::size_t chunk = 0;
    std::size_t index = 0;
  };
  static Place place(std::uint32_t id) {
    const std::size_t from_first = std::size_t{id} + kFirstChunk;
    const std::size_t chunk = std::bit_width(from_first / kFirstChunk) - 1;
    return {chunk, from_first - (kFirstChunk << chunk)};
  }

  const Entry& entry(std::uint32_t id) const {
    const Place where = place(id);
    return chunks_[where.chunk].load(std::memory_order_acquire)[where.index];
  }
  Entry& entry(std::uint32_t id) {
    const Place where = place(id);
    return chunks_[where.chunk].load(std::memory_order_relaxed)[where.index];
  }
  Result<std::uint32_t> intern_group(std::span<const SubType> group, TypeIndex group_begin,
                                     std::span<const std::uint32_t> ids);
  void append(SubType type);
  void make_info(std::uint32_t id);
  void describe_object(Entry& added) const;
  void describe_exception(Entry& added) const;

  std::mutex mutex_;                                       // guards what follows, but for reading chunks
  std::unordered_map<std::u32string, std::uint32_t> ids_;  // a group's words -> id of its first type
  std::uint32_t count_ = 0;
  std::array<std::atomic<Entry*>, kChunks> chunks_{};  // an entry is written before its id is given out
};

// The registry that compiled code and all stores use.
TypeRegistry& engine_types();

// The header of host references (VMHostReference).
const VMTypeInfo* host_reference_info();

// A module's type with its indices replaced by canonical ids.
ValType canonical_type(ValType type, std::span<const std::uint32_t> ids);

}  // namespace wrt
