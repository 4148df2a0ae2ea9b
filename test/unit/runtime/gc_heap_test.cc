// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The collector without a guest: what lives, what goes, what memory it takes. Roots are what a test says they are.
#include "runtime/gc_heap.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include <sys/mman.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include "runtime/gc_object.h"
#include "runtime/root.h"
#include "runtime/type_registry.h"

namespace wrt {
namespace {

constexpr std::size_t kMiB = std::size_t{1} << 20;

// (type $node (struct (field (ref null $node)) (field i64))), (type $bytes (array i8)), (type $nodes (array (ref null
// $node)))
struct Types {
  const VMTypeInfo* node;
  const VMTypeInfo* bytes;
  const VMTypeInfo* nodes;

  Types() {
    const ValType ref = ValType::ref(HeapType::defined(0), true);
    std::vector<SubType> types(3);
    types[0].kind = SubType::Kind::Struct;
    types[0].fields = {{ref, true}, {ValType::I64, true}};
    types[1].kind = types[2].kind = SubType::Kind::Array;
    types[1].fields = {{ValType::I8, true}};
    types[2].fields = {{ref, true}};
    for (TypeIndex i = 0; i < types.size(); ++i) types[i].group_begin = i;
    const Result<std::vector<std::uint32_t>> ids = engine_types().intern(types);
    REQUIRE(ids.has_value());
    node = engine_types().info((*ids)[0]);
    bytes = engine_types().info((*ids)[1]);
    nodes = engine_types().info((*ids)[2]);
  }
};

struct Node {
  VMObject object;
  Node* next;
  std::uint64_t value;
};

struct Fixture {
  Types types;
  std::vector<void*> roots;
  GcHeap heap;

  explicit Fixture(const GcOptions& options = {})
      : heap(options, [this](GcMarker& marker) { marker.mark(std::span<void* const>(roots)); }) {}

  Node* new_node(Node* next, std::uint64_t value) {
    Node* const node = reinterpret_cast<Node*>(heap.allocate_or_collect(types.node, types.node->size));
    if (node == nullptr) return nullptr;
    node->next = next;
    node->value = value;
    return node;
  }
  VMArray* new_array(const VMTypeInfo* type, std::uint32_t length) {
    return reinterpret_cast<VMArray*>(heap.allocate_or_collect(type, array_size(type->size, length), length));
  }
};

// How much of [begin, end) is in memory: of these pages alone, since a sanitizer keeps records of them elsewhere.
std::size_t resident_bytes(const void* begin, const void* end) {
  const auto page = static_cast<std::uintptr_t>(getpagesize());
  std::size_t resident = 0;
  for (std::uintptr_t at = reinterpret_cast<std::uintptr_t>(begin) / page * page;
       at < reinterpret_cast<std::uintptr_t>(end); at += page) {
    unsigned char flags = 0;  // stays so for a page that is not mapped any more
    mincore(reinterpret_cast<void*>(at), page, &flags);
    if ((flags & 1) != 0) resident += page;
  }
  return resident;
}

}  // namespace

TEST_CASE("GcHeap keeps a long list and frees the rest") {
  Fixture fixture;
  constexpr std::uint64_t kLength = 300'000;
  fixture.roots.resize(1);
  for (std::uint64_t i = 0; i < kLength; ++i) {
    fixture.roots[0] = fixture.new_node(static_cast<Node*>(fixture.roots[0]), i);
    fixture.new_node(nullptr, ~i);  // garbage in between
  }
  fixture.heap.collect();
  std::uint64_t expected = kLength;
  for (const Node* each = static_cast<Node*>(fixture.roots[0]); each != nullptr; each = each->next)
    REQUIRE(each->value == --expected);
  CHECK(expected == 0);

  fixture.roots.clear();
  fixture.heap.collect();
  CHECK(fixture.heap.bytes_in_use() == 0);
}

TEST_CASE("GcHeap reuses the lines between survivors") {
  Fixture fixture;
  // Every tenth object of 128 bytes survives: blocks stay in use, with holes.
  for (int i = 0; i < 10'000; ++i) {
    VMArray* const array = fixture.new_array(fixture.types.bytes, 128 - 16);
    if (i % 10 == 0) fixture.roots.push_back(array);
  }
  fixture.heap.collect();
  const std::size_t in_use = fixture.heap.bytes_in_use();
  for (int i = 0; i < 8'000; ++i) fixture.new_array(fixture.types.bytes, 128 - 16);
  CHECK(fixture.heap.bytes_in_use() <= in_use + kBlockSize);
}

TEST_CASE("GcHeap takes at most a few times what lives") {
  Fixture fixture;
  fixture.roots.resize(400'000);  // 12.8 MB of nodes
  std::size_t most = 0;
  for (std::uint64_t i = 0; i < 4'000'000; ++i) {
    fixture.roots[i % fixture.roots.size()] = fixture.new_node(nullptr, i);
    if (i % 1000 == 0) most = std::max(most, fixture.heap.bytes_in_use());
  }
  CHECK(most < 40 * kMiB);
  CHECK(fixture.heap.collections() >= 3);
}

TEST_CASE("GcHeap gives memory back to the system") {
  constexpr std::uint32_t kArrayLength = 20'000'000;
  Fixture fixture;
  Node* const first = fixture.new_node(nullptr, 0);
  fixture.roots.push_back(first);
  for (std::uint64_t i = 0; i < 2'000'000; ++i)
    fixture.roots[0] = fixture.new_node(static_cast<Node*>(fixture.roots[0]), i);
  const Node* const last = static_cast<const Node*>(fixture.roots[0]);  // blocks are used upwards
  VMArray* const array = fixture.new_array(fixture.types.bytes, kArrayLength);
  fixture.roots.push_back(array);
  std::uint8_t* const elements = elements_of(array);
  std::memset(elements, 1, kArrayLength);
  CHECK(resident_bytes(first, last) > 50 * kMiB);
  CHECK(resident_bytes(elements, elements + kArrayLength) >= kArrayLength);
  fixture.roots.clear();
  fixture.heap.collect();
  CHECK(resident_bytes(first, last) < 10 * kMiB);
  CHECK(resident_bytes(elements, elements + kArrayLength) < kMiB);
}

TEST_CASE("GcHeap frees large objects") {
  Fixture fixture;
  fixture.roots.resize(1);
  for (const std::uint32_t length : {1'000u, 10'000u, 100'000u, 1'000'000u}) {
    for (int i = 0; i < 20; ++i) fixture.roots[0] = fixture.new_array(fixture.types.nodes, length);
    fixture.heap.collect();
    CHECK(fixture.heap.bytes_in_use() <= array_size(8, length) + 2 * kBlockSize);
    CHECK(static_cast<VMArray*>(fixture.roots[0])->length == length);
  }
}

TEST_CASE("GcHeap is exhausted at its limit, and recovers") {
  Fixture fixture({.max_heap_bytes = 4 * kMiB});
  fixture.roots.resize(1);
  std::size_t count = 0;
  while (Node* const node = fixture.new_node(static_cast<Node*>(fixture.roots[0]), count)) {
    fixture.roots[0] = node;
    ++count;
  }
  CHECK(count > 3 * kMiB / 32);
  CHECK(fixture.heap.bytes_in_use() <= 4 * kMiB);
  CHECK(fixture.new_array(fixture.types.bytes, 0xffff'ffff) == nullptr);
  fixture.roots.clear();
  CHECK(fixture.new_node(nullptr, 1) != nullptr);
}

TEST_CASE("BlockSpace finds objects by any word inside, old and new") {
  const Types types;
  BlockSpace blocks(kMiB);
  LargeObjects large;
  const HeapRegion region = *blocks.take_block();
  std::vector<VMArray*> arrays;
  std::uint8_t* cursor = region.begin;
  for (std::uint32_t length = 0; length < 400; length += 7) {
    VMArray* const array = reinterpret_cast<VMArray*>(cursor);
    array->type = types.bytes;
    array->length = length;
    arrays.push_back(array);
    cursor += array_size(1, length);
  }
  BlockSpace::close_region(cursor, region.end);
  const auto check = [&](std::size_t step) {
    for (std::size_t i = 0; i < arrays.size(); ++i) {
      const std::uintptr_t begin = reinterpret_cast<std::uintptr_t>(arrays[i]);
      for (std::size_t offset = 0; offset < size_of(&reinterpret_cast<const VMObject&>(*arrays[i])); ++offset) {
        VMObject* const expected = i % step == 0 ? reinterpret_cast<VMObject*>(arrays[i]) : nullptr;
        REQUIRE(blocks.find(begin + offset) == expected);
      }
    }
    REQUIRE(blocks.find(reinterpret_cast<std::uintptr_t>(region.end) - 1) == nullptr);
  };
  blocks.begin_marking();
  check(1);
  // Every third one survives.
  GcMarker marker(blocks, large);
  for (std::size_t i = 0; i < arrays.size(); i += 3) marker.mark(arrays[i]);
  marker.drain();
  blocks.sweep();
  blocks.begin_marking();
  check(3);
}

TEST_CASE("Host references keep their word, and live while a Root holds them") {
  Store store({.gc = {.stress = true}});
  Root root(store, store.new_host_ref(42));
  REQUIRE(root.get() != nullptr);
  CHECK(Store::word_of(root.get()) == 42);
  CHECK(store.new_host_ref(42) != root.get());
  store.heap().collect();
  CHECK(Store::word_of(root.get()) == 42);
  CHECK(store.heap().bytes_in_use() == kBlockSize);
  root.set(nullptr);
  store.heap().collect();
  CHECK(store.heap().bytes_in_use() == 0);
  CHECK(!Store::word_of(reinterpret_cast<void*>(std::uintptr_t{7})));
}

}  // namespace wrt
