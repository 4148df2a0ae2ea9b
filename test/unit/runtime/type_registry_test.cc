// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which types of different modules are one (iso-recursive equality), and which match.
#include <thread>

#include <catch2/catch.hpp>

#include "runtime/type_registry.h"

namespace wrt {

namespace {

SubType func(std::vector<ValType> params, std::vector<ValType> results) {
  SubType type;
  type.func = {std::move(params), std::move(results)};
  return type;
}

// Gives each type a group of its own.
std::vector<SubType> separate(std::vector<SubType> types) {
  for (TypeIndex each = 0; each < types.size(); ++each) types[each].group_begin = each;
  return types;
}

// Makes one group of all.
std::vector<SubType> together(std::vector<SubType> types) {
  for (SubType& each : types) each.group_size = static_cast<std::uint32_t>(types.size());
  return types;
}

std::vector<std::uint32_t> intern(TypeRegistry& registry, const std::vector<SubType>& types) {
  Result<std::vector<std::uint32_t>> ids = registry.intern(types);
  REQUIRE(ids);
  return *ids;
}

ValType ref(TypeIndex index) {
  return ValType::ref(HeapType::defined(index), true);
}

}  // namespace

TEST_CASE("TypeRegistry gives equal types of different modules one id") {
  TypeRegistry registry;
  const auto first = intern(registry, separate({func({ValType::I32}, {}), func({}, {ValType::F64})}));
  const auto second =
      intern(registry, separate({func({}, {ValType::F64}), func({ValType::I64}, {}), func({ValType::I32}, {})}));
  CHECK(first[0] == second[2]);
  CHECK(first[1] == second[0]);
  CHECK(second[1] != first[0]);
  CHECK(second[1] != first[1]);
  CHECK(*registry.intern(FuncType{{ValType::I32}, {}}) == first[0]);
}

TEST_CASE("TypeRegistry tells a type in a group from the same type alone") {
  TypeRegistry registry;
  const auto alone = intern(registry, separate({func({}, {}), func({}, {})}));
  const auto group = intern(registry, together({func({}, {}), func({}, {})}));
  CHECK(alone[0] == alone[1]);
  CHECK(group[0] != group[1]);
  CHECK(group[0] != alone[0]);
  CHECK(intern(registry, together({func({}, {}), func({}, {})})) == group);
}

TEST_CASE("TypeRegistry compares recursive groups by their shape, wherever they stand") {
  TypeRegistry registry;
  // A function that takes itself, once as type 0 and once as type 1.
  const auto first = intern(registry, separate({func({ref(0)}, {})}));
  const auto second = intern(registry, separate({func({}, {}), func({ref(1)}, {})}));
  CHECK(first[0] == second[1]);
  // One that takes the type before it is another.
  const auto third = intern(registry, separate({func({ref(0)}, {}), func({ref(0)}, {})}));
  CHECK(third[0] == first[0]);
  CHECK(third[1] != first[0]);
  CHECK(registry.type(third[1]).func.params[0] == ref(first[0]));
}

TEST_CASE("TypeRegistry knows declared supertypes at any distance") {
  TypeRegistry registry;
  std::vector<SubType> types = separate({func({}, {}), func({}, {}), func({}, {}), func({}, {})});
  for (SubType& each : types) each.is_final = false;
  types[1].super = 0;
  types[2].super = 1;
  types[3].super = 0;
  // Types 1 and 3 are equal.
  const auto ids = intern(registry, types);
  CHECK(ids[1] == ids[3]);
  CHECK(registry.is_subtype(ids[2], ids[0]));
  CHECK(registry.is_subtype(ids[2], ids[1]));
  CHECK(registry.is_subtype(ids[2], ids[2]));
  CHECK_FALSE(registry.is_subtype(ids[0], ids[2]));
  CHECK_FALSE(registry.is_subtype(ids[1], ids[2]));
}

TEST_CASE("TypeRegistry matches references against abstract and defined heap types") {
  TypeRegistry registry;
  std::vector<SubType> types = separate({func({}, {}), SubType{}});
  types[1].kind = SubType::Kind::Struct;
  const auto ids = intern(registry, types);
  const HeapType function = HeapType::defined(ids[0]);
  const HeapType structure = HeapType::defined(ids[1]);
  CHECK(registry.matches(function, HeapType::Func));
  CHECK_FALSE(registry.matches(function, HeapType::Any));
  CHECK(registry.matches(structure, HeapType::Eq));
  CHECK(registry.matches(HeapType::NoFunc, function));
  CHECK_FALSE(registry.matches(HeapType::NoFunc, structure));
  CHECK(registry.matches(HeapType::None, structure));
  CHECK_FALSE(registry.matches(HeapType::Func, function));
  CHECK(registry.matches(ValType::ref(function, false), ValType::funcref()));
  CHECK_FALSE(registry.matches(ValType::funcref(), ValType::ref(HeapType::Func, false)));
  CHECK_FALSE(registry.matches(ValType(ValType::I32), ValType(ValType::I64)));
}

TEST_CASE("TypeRegistry keeps its entries where they are, however many come") {
  TypeRegistry registry;
  std::vector<const SubType*> places;
  // More than several chunks hold, and their borders among them.
  for (std::uint32_t count = 0; count < 5000; ++count) {
    const FuncType type{std::vector<ValType>(count % 100, ValType::I32),
                        std::vector<ValType>(count / 100, ValType::I64)};
    const Result<std::uint32_t> id = registry.intern(type);
    REQUIRE(id == count);
    places.push_back(&registry.type(*id));
  }
  for (std::uint32_t id = 0; id < places.size(); ++id) {
    REQUIRE(places[id] == &registry.type(id));
    REQUIRE(places[id]->func.params.size() == id % 100);
    REQUIRE(places[id]->func.results.size() == id / 100);
  }
}

TEST_CASE("TypeRegistry can be used from several threads") {
  TypeRegistry registry;
  std::vector<std::thread> threads;
  std::vector<std::vector<std::uint32_t>> found(4);
  for (std::vector<std::uint32_t>& ids : found) {
    threads.emplace_back([&registry, &ids] {
      for (std::size_t count = 0; count < 2000; ++count) {
        const FuncType type{std::vector<ValType>(count % 50, ValType::I32),
                            std::vector<ValType>(count / 50, ValType::I64)};
        const Result<std::uint32_t> id = registry.intern(type);
        ids.push_back(*id);
        if (registry.type(*id).func != type || !registry.is_subtype(*id, *id)) std::abort();
      }
    });
  }
  for (std::thread& each : threads) each.join();
  for (const std::vector<std::uint32_t>& ids : found) CHECK(ids == found[0]);
}

}  // namespace wrt
