// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Modules that are built, encoded and decoded again.
#include "lib/binary/module_encoder.h"

#include <array>
#include <catch2/catch.hpp>

#include "lib/binary/decoder.h"
#include "lib/binary/module_builder.h"

namespace wrt {
namespace {

Instruction i32_const(std::int32_t value) {
  Instruction instruction;
  instruction.opcode = Opcode::I32Const;
  instruction.bits = static_cast<std::uint64_t>(static_cast<std::int64_t>(value));
  return instruction;
}

Instruction plain(Opcode opcode) {
  Instruction instruction;
  instruction.opcode = opcode;
  return instruction;
}

// Something in every section.
void fill(ModuleBuilder& builder) {
  const TypeIndex nothing = builder.add_func_type({});
  const TypeIndex unary = builder.add_func_type({{ValType::I32}, {ValType::I32}});
  SubType structure;
  structure.kind = SubType::Kind::Struct;
  structure.is_final = false;
  structure.fields = {{ValType::I8, true}, {ValType::ref(HeapType::defined(2), true), false}};
  SubType derived = structure;
  derived.super = 2;
  derived.is_final = true;
  builder.add_group({structure, derived});
  builder.import_function("m", "f", unary);
  builder.import_memory("m", "mem", {{1, 2}, AddressType::I64, true, 0});
  builder.import_table("m", "t", {ValType::externref(), {0, 0}, AddressType::I32});
  builder.import_global("m", "g", {ValType::F64, true});
  builder.import_tag("m", "e", nothing);
  const std::array<Instruction, 2> code = {i32_const(-5), plain(Opcode::End)};
  const std::array<LocalRun, 2> locals = {{{3, ValType::I64}, {1, ValType::V128}}};
  const FuncIndex function = builder.add_function(unary, locals, code);
  builder.add_memory({{1, std::nullopt}, AddressType::I32, false, 16});
  builder.add_table({ValType::funcref(), {2, 10}, AddressType::I64});
  const std::array<Instruction, 1> five = {i32_const(5)};
  builder.add_global({ValType::I32, false}, builder.const_expr(five));
  builder.add_tag(nothing);
  builder.add_export("f", ExternKind::Func, function);
  Module& module = builder.module();
  module.start = function;
  const ConstExpr offset = builder.const_expr(five);
  const ValType func = ValType::ref(HeapType::Func, false);
  Instruction null = plain(Opcode::RefNull);
  null.ref = ValType::funcref();
  const ConstExpr null_expr = builder.const_expr(std::array<Instruction, 1>{null});
  for (const SegmentMode mode : {SegmentMode::Active, SegmentMode::Passive, SegmentMode::Declarative}) {
    for (const TableIndex table : {0u, 1u}) {
      module.elements.push_back({mode, table, offset, func, {0, 1}, {}, 0});
      module.elements.push_back({mode, table, offset, func, {}, {}, 0});
      module.elements.push_back({mode, table, offset, ValType::funcref(), {}, {null_expr}, 0});
      module.elements.push_back({mode, table, offset, ValType::ref(HeapType::defined(0), true), {}, {null_expr}, 0});
    }
  }
  module.data.push_back({SegmentMode::Active, 0, offset, builder.keep(std::vector<std::uint8_t>{1, 2}), 0});
  module.data.push_back({SegmentMode::Active, 1, offset, {}, 0});
  module.data.push_back({SegmentMode::Passive, 0, {}, builder.keep(std::vector<std::uint8_t>{3}), 0});
  module.data_count = 3;
  module.customs.push_back({builder.keep("note"), {0, builder.keep(std::vector<std::uint8_t>{42})}});
}

}  // namespace

TEST_CASE("an encoded module decodes to what it was") {
  ModuleBuilder builder;
  fill(builder);
  const std::vector<std::uint8_t> bytes = builder.encode();
  const Result<Module> decoded = decode_module(bytes);
  REQUIRE(decoded.has_value());
  CHECK(encode_module(*decoded) == bytes);

  const Module& module = builder.module();
  REQUIRE(decoded->types.size() == module.types.size());
  CHECK(decoded->types[2].fields == module.types[2].fields);
  CHECK(decoded->types[3].super == module.types[3].super);
  CHECK(decoded->types[3].group_begin == 2);
  CHECK(decoded->imported_functions == 1);
  CHECK(decoded->memories[0].type.shared);
  CHECK(decoded->memories[0].type.page_size_log2 == 0);
  CHECK(decoded->tables[1].type.limits.max == 10u);
  CHECK(decoded->customs[0].name == "note");
  REQUIRE(decoded->elements.size() == module.elements.size());
  for (std::size_t i = 0; i < module.elements.size(); ++i) {
    const ElementSegment& before = module.elements[i];
    const ElementSegment& after = decoded->elements[i];
    INFO(i);
    CHECK(after.mode == before.mode);
    CHECK(after.type == before.type);
    CHECK(after.functions == before.functions);
    CHECK(after.expressions.size() == before.expressions.size());
    if (before.mode == SegmentMode::Active) CHECK(after.table == before.table);
  }
  CHECK(decoded->data[1].memory == 1);
  CHECK(decoded->data[2].mode == SegmentMode::Passive);
}

TEST_CASE("every prefix of an encoded module is refused or ends at a section") {
  ModuleBuilder builder;
  fill(builder);
  const std::vector<std::uint8_t> bytes = builder.encode();
  const Result<Module> whole = decode_module(bytes);
  REQUIRE(whole.has_value());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const std::vector<std::uint8_t> prefix(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    const Result<Module> module = decode_module(prefix);
    if (!module) {
      CHECK(module.error().offset() <= size);
      continue;
    }
    bool at_edge = size == 8;
    for (const SectionHeader& section : whole->sections) at_edge |= section.offset == size;
    CHECK(at_edge);
  }
}

TEST_CASE("equal function types are added once") {
  ModuleBuilder builder;
  CHECK(builder.add_func_type({{ValType::I32}, {}}) == 0);
  CHECK(builder.add_func_type({{}, {ValType::I32}}) == 1);
  CHECK(builder.add_func_type({{ValType::I32}, {}}) == 0);
}

}  // namespace wrt
