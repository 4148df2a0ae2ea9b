// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Everything but the bodies: types, limits, constant expressions, segments, exports, start.
#include <array>
#include <catch2/catch.hpp>

#include "test/unit/valid/code.h"

namespace wrt {
namespace {

using test::Code;
using test::op;
using test::push;
using test::verdict;

SubType structure(std::vector<FieldType> fields, bool is_final = false, std::optional<TypeIndex> super = std::nullopt) {
  SubType type;
  type.kind = SubType::Kind::Struct;
  type.is_final = is_final;
  type.super = super;
  type.fields = std::move(fields);
  return type;
}

std::string verdict_on_types(const std::vector<std::vector<SubType>>& groups) {
  ModuleBuilder builder;
  for (const std::vector<SubType>& group : groups) builder.add_group(group);
  return verdict(builder);
}

std::string verdict_on_memory(const MemoryType& type) {
  ModuleBuilder builder;
  builder.add_memory(type);
  return verdict(builder);
}

std::string verdict_on_global(ValType type, const Code& init) {
  ModuleBuilder builder;
  builder.import_global("m", "constant", {ValType::I32, false});
  builder.import_global("m", "variable", {ValType::I32, true});
  builder.add_global({type, false}, builder.const_expr(init));
  return verdict(builder);
}

}  // namespace

TEST_CASE("types name types of their group or before") {
  const FieldType self{ValType::ref(HeapType::defined(0), true)};
  const FieldType next{ValType::ref(HeapType::defined(1), true)};
  CHECK(verdict_on_types({{structure({self})}}).empty());
  CHECK(verdict_on_types({{structure({next}), structure({self})}}).empty());
  CHECK(verdict_on_types({{structure({next})}, {structure({self})}}) == "unknown type 1");
  CHECK(verdict_on_types({{structure({{ValType::ref(HeapType::defined(0xfffffe), true)}})}}) == "unknown type");
}

TEST_CASE("a supertype comes before, is open, and matches") {
  CHECK(verdict_on_types({{structure({})}, {structure({{ValType::I32}}, false, 0)}}).empty());
  CHECK(verdict_on_types({{structure({}, false, 1), structure({})}}).find("unknown type: forward use of type 1") == 0);
  CHECK(verdict_on_types({{structure({}, true)}, {structure({}, false, 0)}}) == "sub type 1 has final super type 0");
  CHECK(verdict_on_types({{structure({{ValType::I32}})}, {structure({}, false, 0)}}) ==
        "sub type 1 does not match super type 0");
}

TEST_CASE("chains of subtypes have a limit") {
  std::vector<std::vector<SubType>> groups = {{structure({})}};
  for (TypeIndex i = 0; i < 63; ++i) groups.push_back({structure({}, false, i)});
  CHECK(verdict_on_types(groups).empty());
  groups.push_back({structure({}, false, 63)});
  CHECK(verdict_on_types(groups) == "sub type 64 is too deep: more than 63 super types");
}

TEST_CASE("memories keep within their address space") {
  constexpr std::uint64_t k64 = std::uint64_t{1} << 48;
  CHECK(verdict_on_memory({{65536, {}}, AddressType::I32, false, 16}).empty());
  CHECK(verdict_on_memory({{65537, {}}, AddressType::I32, false, 16}) ==
        "memory size must be at most 65536 pages (4GiB)");
  CHECK(verdict_on_memory({{k64, k64}, AddressType::I64, false, 16}).empty());
  CHECK(verdict_on_memory({{0, k64 + 1}, AddressType::I64, false, 16}).find("memory size must be at most 2^48 pages") ==
        0);
  CHECK(verdict_on_memory({{0xffffffff, {}}, AddressType::I32, false, 0}).empty());
  CHECK(verdict_on_memory({{0x100000000, {}}, AddressType::I32, false, 0}).find("memory size") == 0);
  CHECK(verdict_on_memory({{2, 1}, AddressType::I32, false, 16}) == "size minimum must not be greater than maximum");
  CHECK(verdict_on_memory({{1, {}}, AddressType::I32, true, 16}) == "shared memory must have maximum");
  CHECK(verdict_on_memory({{1, {}}, AddressType::I32, false, 8}).find("invalid custom page size") == 0);
}

TEST_CASE("constant expressions are constant") {
  CHECK(verdict_on_global(ValType::I32, {push(ValType::I32), push(ValType::I32), op(Opcode::I32Mul)}).empty());
  CHECK(verdict_on_global(ValType::I32, {op(Opcode::GlobalGet, 0)}).empty());
  CHECK(verdict_on_global(ValType::I32, {op(Opcode::GlobalGet, 1)}) ==
        "constant expression required: global 1 is mutable");
  CHECK(verdict_on_global(ValType::I32, {op(Opcode::GlobalGet, 2)}) == "unknown global 2");
  CHECK(verdict_on_global(ValType::I32, {push(ValType::I32), op(Opcode::I32Eqz)}) ==
        "constant expression required: i32.eqz is not constant");
  CHECK(verdict_on_global(ValType::I32, {push(ValType::I64)}) ==
        "type mismatch: instruction requires [i32] but stack has [i64]");
  CHECK(verdict_on_global(ValType::I32, {}) == "type mismatch: instruction requires [i32] but stack has []");
  CHECK(verdict_on_global(ValType::ref(HeapType::I31, true), {push(ValType::I32), op(Opcode::RefI31)}).empty());
}

TEST_CASE("a table of references that cannot be null has an initial value, from imported globals only") {
  const ValType func = ValType::ref(HeapType::Func, false);
  ModuleBuilder without;
  without.add_table({func, {1, {}}, AddressType::I32});
  CHECK(verdict(without).find("type mismatch") == 0);
  ModuleBuilder with;
  with.import_function("m", "f", with.add_func_type({}));
  const std::array<Instruction, 1> init = {op(Opcode::RefFunc, 0)};
  with.add_table({func, {1, {}}, AddressType::I32});
  with.module().tables[0].init = with.const_expr(init);
  CHECK(verdict(with).empty());
  ModuleBuilder later;
  const std::array<Instruction, 1> null = {push(ValType::funcref())};
  const std::array<Instruction, 1> get = {op(Opcode::GlobalGet, 0)};
  later.add_table({ValType::funcref(), {1, {}}, AddressType::I32});
  later.module().tables[0].init = later.const_expr(get);
  later.add_global({ValType::funcref(), false}, later.const_expr(null));
  CHECK(verdict(later) == "unknown global 0");
}

TEST_CASE("segments fit what they are for") {
  ModuleBuilder builder;
  const std::array<Instruction, 1> zero = {push(ValType::I32)};
  const ConstExpr offset = builder.const_expr(zero);
  builder.module().data.push_back({SegmentMode::Active, 0, offset, {}, 0});
  CHECK(verdict(builder) == "unknown memory 0");
  builder.add_memory({{1, {}}, AddressType::I64, false, 16});
  CHECK(verdict(builder) == "type mismatch: instruction requires [i64] but stack has [i32]");
  builder.module().data.clear();
  builder.module().elements.push_back({SegmentMode::Active, 0, offset, ValType::externref(), {}, {}, 0});
  CHECK(verdict(builder) == "unknown table 0");
  builder.add_table({ValType::funcref(), {1, {}}, AddressType::I32});
  CHECK(verdict(builder) ==
        "type mismatch: element segment's type externref does not match table's element type funcref");
  builder.module().elements[0].type = ValType::ref(HeapType::Func, false);
  builder.module().elements[0].functions = {4};
  CHECK(verdict(builder) == "unknown function 4");
}

TEST_CASE("exports exist and have names of their own") {
  ModuleBuilder builder;
  builder.add_memory({{1, {}}, AddressType::I32, false, 16});
  builder.add_export("m\n", ExternKind::Memory, 0);
  CHECK(verdict(builder).empty());
  builder.add_export("m\n", ExternKind::Memory, 0);
  CHECK(verdict(builder) == "duplicate export name \"m\\0a\"");
  builder.module().exports[1].kind = ExternKind::Func;
  CHECK(verdict(builder) == "unknown function 0");
  builder.module().exports[1].kind = ExternKind::Tag;
  CHECK(verdict(builder) == "unknown tag 0");
}

TEST_CASE("the start function takes and gives nothing") {
  ModuleBuilder builder;
  builder.import_function("m", "f", builder.add_func_type({{ValType::I32}, {}}));
  builder.module().start = 0;
  CHECK(verdict(builder) == "start function must not have parameters or results");
  builder.module().start = 1;
  CHECK(verdict(builder) == "unknown function 1");
}

TEST_CASE("tags are function types without results") {
  ModuleBuilder builder;
  builder.add_tag(builder.add_func_type({{}, {ValType::I32}}));
  CHECK(verdict(builder) == "non-empty tag result type");
  builder.module().tags[0].type.type = 1;
  CHECK(verdict(builder) == "unknown type 1");
}

TEST_CASE("functions that references can be made to are known") {
  ModuleBuilder builder;
  const TypeIndex type = builder.add_func_type({});
  const Code code = {op(Opcode::End)};
  for (int i = 0; i < 4; ++i) builder.add_function(type, {}, code);
  builder.add_export("f", ExternKind::Func, 1);
  const std::array<Instruction, 1> init = {op(Opcode::RefFunc, 2)};
  builder.add_global({ValType::funcref(), false}, builder.const_expr(init));
  builder.module().elements.push_back(
      {SegmentMode::Declarative, 0, {}, ValType::ref(HeapType::Func, false), {3}, {}, 0});
  const std::vector<std::uint8_t> bytes = builder.encode();
  Result<Module> module = decode_module(bytes);
  REQUIRE(module.has_value());
  REQUIRE(validate_module(*module).has_value());
  CHECK(module->escaping_functions == std::vector<bool>{false, true, true, true});
}

TEST_CASE("several memories or tables need their feature") {
  Features features;
  features.set(Feature::MultiMemory, false);
  features.set(Feature::ReferenceTypes, false);
  ModuleBuilder memories;
  memories.add_memory({{1, {}}, AddressType::I32, false, 16});
  CHECK(verdict(memories, features).empty());
  memories.add_memory({{1, {}}, AddressType::I32, false, 16});
  CHECK(verdict(memories, features) == "multiple memories");
  CHECK(verdict(memories).empty());
  ModuleBuilder tables;
  for (int i = 0; i < 2; ++i) tables.add_table({ValType::funcref(), {1, {}}, AddressType::I32});
  CHECK(verdict(tables, features) == "multiple tables");
}

}  // namespace wrt
