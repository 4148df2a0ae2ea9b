// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Matching of types, and which recursion groups are equal.
#include "lib/wasm/subtyping.h"

#include <array>
#include <catch2/catch.hpp>
#include <initializer_list>

namespace wrt {
namespace {

constexpr std::array<HeapType::Kind, 13> kAbstract = {
    HeapType::Any,  HeapType::Eq,    HeapType::I31,    HeapType::Struct, HeapType::Array,
    HeapType::None, HeapType::Func,  HeapType::NoFunc, HeapType::Extern, HeapType::NoExtern,
    HeapType::Exn,  HeapType::NoExn, HeapType::Bottom};

ValType ref(TypeIndex index) {
  return ValType::ref(HeapType::defined(index), false);
}

SubType func(std::vector<ValType> params, std::vector<ValType> results = {}) {
  SubType type;
  type.func = {std::move(params), std::move(results)};
  return type;
}

SubType structure(std::vector<FieldType> fields, std::optional<TypeIndex> super = std::nullopt) {
  SubType type;
  type.kind = SubType::Kind::Struct;
  type.is_final = false;
  type.super = super;
  type.fields = std::move(fields);
  return type;
}

SubType array(FieldType field) {
  SubType type = structure({field});
  type.kind = SubType::Kind::Array;
  return type;
}

// Appends the groups one after the other.
std::vector<SubType> types_of(const std::vector<std::vector<SubType>>& groups) {
  std::vector<SubType> types;
  for (const std::vector<SubType>& group : groups) {
    const TypeIndex begin = static_cast<TypeIndex>(types.size());
    for (SubType type : group) {
      type.group_begin = begin;
      type.group_size = static_cast<std::uint32_t>(group.size());
      types.push_back(std::move(type));
    }
  }
  return types;
}

}  // namespace

TEST_CASE("abstract heap types are an order with bottom below all") {
  const TypeContext context;
  for (const HeapType::Kind a : kAbstract) {
    CHECK(context.matches(HeapType(a), HeapType(a)));
    CHECK(context.matches(HeapType(HeapType::Bottom), HeapType(a)));
    for (const HeapType::Kind b : kAbstract) {
      const bool both = context.matches(HeapType(a), HeapType(b)) && context.matches(HeapType(b), HeapType(a));
      CHECK(both == (a == b));
      for (const HeapType::Kind c : kAbstract) {
        if (context.matches(HeapType(a), HeapType(b)) && context.matches(HeapType(b), HeapType(c))) {
          CHECK(context.matches(HeapType(a), HeapType(c)));
        }
      }
    }
  }
}

TEST_CASE("each hierarchy has its top and its bottom") {
  const std::vector<SubType> types = types_of({{func({})}, {structure({})}, {array({ValType::I8})}});
  const TypeContext context(types);
  CHECK(context.top(HeapType::None) == HeapType::Any);
  CHECK(context.top(HeapType::I31) == HeapType::Any);
  CHECK(context.top(HeapType::NoFunc) == HeapType::Func);
  CHECK(context.top(HeapType::NoExtern) == HeapType::Extern);
  CHECK(context.top(HeapType::NoExn) == HeapType::Exn);
  CHECK(context.top(HeapType::defined(0)) == HeapType::Func);
  CHECK(context.top(HeapType::defined(1)) == HeapType::Any);
  CHECK_FALSE(context.matches(HeapType(HeapType::None), HeapType(HeapType::Func)));
  CHECK_FALSE(context.matches(HeapType(HeapType::NoFunc), HeapType(HeapType::Any)));
}

TEST_CASE("defined types match the abstract ones above them and are matched by those below") {
  const std::vector<SubType> types = types_of({{func({})}, {structure({})}, {array({ValType::I8})}});
  const TypeContext context(types);
  const HeapType f = HeapType::defined(0);
  const HeapType s = HeapType::defined(1);
  const HeapType a = HeapType::defined(2);
  CHECK(context.matches(f, HeapType(HeapType::Func)));
  CHECK_FALSE(context.matches(f, HeapType(HeapType::Any)));
  for (const HeapType::Kind above : {HeapType::Struct, HeapType::Eq, HeapType::Any})
    CHECK(context.matches(s, HeapType(above)));
  for (const HeapType::Kind above : {HeapType::Array, HeapType::Eq, HeapType::Any})
    CHECK(context.matches(a, HeapType(above)));
  CHECK_FALSE(context.matches(s, HeapType(HeapType::Array)));
  CHECK_FALSE(context.matches(s, HeapType(HeapType::I31)));
  CHECK(context.matches(HeapType(HeapType::None), s));
  CHECK(context.matches(HeapType(HeapType::NoFunc), f));
  CHECK_FALSE(context.matches(HeapType(HeapType::None), f));
  CHECK_FALSE(context.matches(HeapType(HeapType::Eq), s));
  CHECK_FALSE(context.matches(s, a));
}

TEST_CASE("a nullable reference does not match a non-null one") {
  const TypeContext context;
  const ValType null_any = ValType::ref(HeapType::Any, true);
  CHECK(context.matches(null_any.as_non_null(), null_any));
  CHECK_FALSE(context.matches(null_any, null_any.as_non_null()));
  CHECK_FALSE(context.matches(ValType(ValType::I32), ValType(ValType::I64)));
  CHECK_FALSE(context.matches(ValType(ValType::I32), null_any));
  CHECK(context.matches(ValType(), ValType(ValType::I32)));
}

TEST_CASE("declared supertypes match along the chain, structure alone does not") {
  const std::vector<SubType> types = types_of({{structure({})},
                                               {structure({{ValType::I32}}, 0)},
                                               {structure({{ValType::I32}, {ValType::I64}}, 1)},
                                               {structure({{ValType::I32}})}});
  const TypeContext context(types);
  CHECK(context.matches(TypeIndex{2}, TypeIndex{0}));
  CHECK(context.matches(TypeIndex{1}, TypeIndex{0}));
  CHECK_FALSE(context.matches(TypeIndex{0}, TypeIndex{1}));
  CHECK_FALSE(context.matches(TypeIndex{3}, TypeIndex{0}));
  CHECK_FALSE(context.same(1, 3));
}

TEST_CASE("equal definitions in groups of their own are the same type") {
  const std::vector<SubType> types =
      types_of({{func({ValType::I32})}, {func({ValType::I32})}, {func({}, {ValType::I32})}, {structure({})}});
  const TypeContext context(types);
  CHECK(context.canonical(1) == 0);
  CHECK(context.same(0, 1));
  CHECK_FALSE(context.same(0, 2));
  CHECK_FALSE(context.same(0, 3));
}

TEST_CASE("parameters and results are not confused with one another") {
  const std::vector<SubType> types =
      types_of({{func({ValType::I32, ValType::I32})}, {func({ValType::I32}, {ValType::I32})}});
  const TypeContext context(types);
  CHECK_FALSE(context.same(0, 1));
}

TEST_CASE("recursion groups are equal as wholes") {
  // (rec (struct (ref 0)) (struct (ref 1))) twice, then with the references crossed, then with one more type.
  const std::vector<SubType> types = types_of({{structure({{ref(0)}}), structure({{ref(1)}})},
                                               {structure({{ref(2)}}), structure({{ref(3)}})},
                                               {structure({{ref(5)}}), structure({{ref(4)}})},
                                               {structure({{ref(6)}}), structure({{ref(7)}}), structure({})},
                                               {structure({{ref(9)}})}});
  const TypeContext context(types);
  CHECK(context.same(0, 2));
  CHECK(context.same(1, 3));
  CHECK_FALSE(context.same(0, 1));
  CHECK_FALSE(context.same(0, 4));
  CHECK_FALSE(context.same(0, 6));
  CHECK_FALSE(context.same(0, 9));
}

TEST_CASE("groups that name equal types outside of them are equal") {
  const std::vector<SubType> types = types_of(
      {{structure({})}, {structure({})}, {func({ref(0)})}, {func({ref(1)})}, {structure({}, 0)}, {structure({}, 1)}});
  const TypeContext context(types);
  CHECK(context.same(2, 3));
  CHECK(context.same(4, 5));
  CHECK(context.matches(TypeIndex{4}, TypeIndex{1}));
}

TEST_CASE("a reference into the group is not one to an equal type outside") {
  // (rec (struct (ref 0))) refers to itself; (struct (ref 0)) refers to the former.
  const std::vector<SubType> types = types_of({{structure({{ref(0)}})}, {structure({{ref(0)}})}});
  const TypeContext context(types);
  CHECK_FALSE(context.same(0, 1));
}

TEST_CASE("finality, mutability and nullability tell types apart") {
  SubType open = func({});
  open.is_final = false;
  const std::vector<SubType> types = types_of({{func({})},
                                               {open},
                                               {structure({{ValType::I32, true}})},
                                               {structure({{ValType::I32, false}})},
                                               {func({ValType::ref(HeapType::defined(0), true)})},
                                               {func({ref(0)})},
                                               {func({ValType::funcref()})}});
  const TypeContext context(types);
  CHECK_FALSE(context.same(0, 1));
  CHECK_FALSE(context.same(2, 3));
  CHECK_FALSE(context.same(4, 5));
  CHECK_FALSE(context.same(4, 6));
}

TEST_CASE("functions match with their parameters the other way round") {
  const TypeContext context;
  const ValType any = ValType::ref(HeapType::Any, true);
  const ValType eq = ValType::ref(HeapType::Eq, true);
  CHECK(context.matches(FuncType{{any}, {eq}}, FuncType{{eq}, {any}}));
  CHECK_FALSE(context.matches(FuncType{{eq}, {any}}, FuncType{{any}, {eq}}));
  CHECK_FALSE(context.matches(FuncType{{any}, {}}, FuncType{{any}, {any}}));
}

TEST_CASE("mutable fields match only when equal, structs may have more of them") {
  const TypeContext context;
  const ValType any = ValType::ref(HeapType::Any, true);
  const ValType eq = ValType::ref(HeapType::Eq, true);
  CHECK(context.matches(FieldType{eq, false}, FieldType{any, false}));
  CHECK_FALSE(context.matches(FieldType{eq, true}, FieldType{any, true}));
  CHECK_FALSE(context.matches(FieldType{any, true}, FieldType{any, false}));
  CHECK(context.composite_matches(structure({{eq}, {any}}), structure({{any}})));
  CHECK_FALSE(context.composite_matches(structure({{any}}), structure({{any}, {any}})));
  CHECK_FALSE(context.composite_matches(array({any}), structure({{any}})));
  CHECK_FALSE(context.matches(FieldType{ValType::I8}, FieldType{ValType::I16}));
}

}  // namespace wrt
