// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// References, aggregates and exceptions: the rules that look at types.
#include <catch2/catch.hpp>

#include "test/unit/valid/code.h"

namespace wrt {
namespace {

using test::block;
using test::Code;
using test::op;
using test::push;
using test::result;
using test::verdict_on;

const FuncType kNothing{};
const Instruction kEnd = op(Opcode::End);
const Instruction kDrop = op(Opcode::Drop);

ValType null_ref(HeapType heap) {
  return ValType::ref(heap, true);
}

Instruction cast(Opcode opcode, ValType source, ValType target, std::uint32_t label = 0) {
  Instruction instruction = op(opcode, label);
  instruction.ref = source;
  instruction.ref2 = target;
  return instruction;
}

SubType aggregate(SubType::Kind kind, std::vector<FieldType> fields) {
  SubType type;
  type.kind = kind;
  type.fields = std::move(fields);
  return type;
}

// Type 0: (struct (field (mut i8)) (field (ref func))); type 1: (array (mut i8)); type 2: (array i64).
ModuleBuilder aggregates() {
  ModuleBuilder builder;
  builder.add_group(
      {aggregate(SubType::Kind::Struct, {{ValType::I8, true}, {ValType::ref(HeapType::Func, false), false}})});
  builder.add_group({aggregate(SubType::Kind::Array, {{ValType::I8, true}})});
  builder.add_group({aggregate(SubType::Kind::Array, {{ValType::I64, false}})});
  return builder;
}

std::string aggregate_verdict(Code code) {
  ModuleBuilder builder = aggregates();
  return verdict_on(builder, kNothing, std::move(code));
}

}  // namespace

TEST_CASE("casts stay within one hierarchy") {
  Instruction test = op(Opcode::RefTest);
  test.ref = ValType::ref(HeapType::I31, false);
  CHECK(verdict_on(kNothing, {push(null_ref(HeapType::Eq)), test, kDrop}).empty());
  CHECK(verdict_on(kNothing, {push(null_ref(HeapType::Func)), test, kDrop}) ==
        "type mismatch: instruction requires [anyref] but stack has [funcref]");
  Instruction to_type = op(Opcode::RefCast);
  to_type.ref = ValType::ref(HeapType::defined(9), false);
  CHECK(verdict_on(kNothing, {push(null_ref(HeapType::Any)), to_type, kDrop}) == "unknown type 9");
}

TEST_CASE("br_on_cast sends what matches and keeps the rest") {
  const ValType any = null_ref(HeapType::Any);
  const ValType i31 = ValType::ref(HeapType::I31, false);
  const BlockType to_i31 = result(i31);
  CHECK(verdict_on(kNothing, {block(Opcode::Block, to_i31), push(any), cast(Opcode::BrOnCast, any, i31), kDrop,
                              op(Opcode::Unreachable), kEnd, kDrop})
            .empty());
  CHECK(verdict_on(kNothing, {block(Opcode::Block, to_i31), push(i31), cast(Opcode::BrOnCast, i31, any), kEnd,
                              kDrop}) == "type mismatch on cast: type anyref does not match (ref i31)");
  CHECK(verdict_on(kNothing, {block(Opcode::Block), push(any), cast(Opcode::BrOnCast, any, i31), kDrop, kEnd}) ==
        "type mismatch: instruction requires type (ref i31) but label has []");
  // A null that the target takes is gone on the other way.
  const ValType null_i31 = null_ref(HeapType::I31);
  CHECK(verdict_on({{}, {any.as_non_null()}},
                   {block(Opcode::Block, result(null_i31)), push(any), cast(Opcode::BrOnCast, any, null_i31),
                    op(Opcode::Return), kEnd, op(Opcode::Unreachable)})
            .empty());
}

TEST_CASE("br_on_null and br_on_non_null take a reference") {
  const ValType func = ValType::ref(HeapType::Func, false);
  CHECK(verdict_on({{}, {func}}, {block(Opcode::Block), push(ValType::funcref()), op(Opcode::BrOnNull, 0),
                                  op(Opcode::Return), kEnd, op(Opcode::Unreachable)})
            .empty());
  CHECK(verdict_on(kNothing, {push(ValType::I32), op(Opcode::BrOnNull, 0), kDrop}) ==
        "type mismatch: instruction requires reference type but stack has i32");
  CHECK(verdict_on({{}, {func}}, {push(ValType::funcref()), op(Opcode::BrOnNonNull, 0), op(Opcode::Unreachable)})
            .empty());
  CHECK(verdict_on(kNothing, {push(ValType::funcref()), op(Opcode::BrOnNonNull, 0)}) ==
        "type mismatch: instruction requires reference type but label has []");
}

TEST_CASE("a reference where code cannot be reached matches all types") {
  CHECK(verdict_on({{}, {null_ref(HeapType::Extern)}}, {op(Opcode::Unreachable), op(Opcode::RefAsNonNull)}).empty());
  CHECK(verdict_on({{}, {ValType::I32}}, {op(Opcode::Unreachable), op(Opcode::RefIsNull)}).empty());
  CHECK(verdict_on({{}, {null_ref(HeapType::Any)}}, {op(Opcode::Unreachable), op(Opcode::AnyConvertExtern)}).empty());
  CHECK(verdict_on({{}, {ValType::I32}}, {op(Opcode::Unreachable), op(Opcode::RefAsNonNull)}) ==
        "type mismatch: instruction requires [i32] but stack has [(ref bottom)]");
}

TEST_CASE("ref.func names a function that the module declares elsewhere") {
  CHECK(verdict_on(kNothing, {op(Opcode::RefFunc, 0), kDrop}) == "undeclared function reference 0");
  ModuleBuilder builder;
  builder.add_export("f", ExternKind::Func, 0);
  CHECK(verdict_on(builder, kNothing, {op(Opcode::RefFunc, 0), kDrop}).empty());
  CHECK(verdict_on(kNothing, {op(Opcode::RefFunc, 1), kDrop}) == "unknown function 1");
}

TEST_CASE("struct fields are read and written as they are declared") {
  const ValType object = null_ref(HeapType::defined(0));
  CHECK(aggregate_verdict({push(object), op(Opcode::StructGetS, 0, 0), kDrop}).empty());
  CHECK(aggregate_verdict({push(object), op(Opcode::StructGet, 0, 0), kDrop}) == "type mismatch: field is packed");
  CHECK(aggregate_verdict({push(object), op(Opcode::StructGetU, 0, 1), kDrop}) == "type mismatch: field is unpacked");
  CHECK(aggregate_verdict({push(object), op(Opcode::StructGet, 0, 2), kDrop}) == "unknown field 2");
  CHECK(aggregate_verdict({push(object), push(ValType::I32), op(Opcode::StructSet, 0, 0)}).empty());
  CHECK(aggregate_verdict({push(object), push(ValType::funcref()), op(Opcode::StructSet, 0, 1)}) == "immutable field");
  CHECK(aggregate_verdict({op(Opcode::StructNewDefault, 0), kDrop}) == "type mismatch: field type is not defaultable");
  CHECK(aggregate_verdict({op(Opcode::StructNewDefault, 1), kDrop}) == "type mismatch: non-structure type 1");
  CHECK(aggregate_verdict({push(ValType::I32), op(Opcode::StructNew, 0), kDrop}).find("type mismatch") == 0);
}

TEST_CASE("arrays are made, read, copied and filled as they are declared") {
  const ValType bytes = null_ref(HeapType::defined(1));
  const ValType longs = null_ref(HeapType::defined(2));
  const Instruction i = push(ValType::I32);
  CHECK(aggregate_verdict({i, i, op(Opcode::ArrayNew, 1), kDrop}).empty());
  CHECK(aggregate_verdict({i, i, op(Opcode::ArrayNewFixed, 1, 2), kDrop}).empty());
  CHECK(aggregate_verdict({push(bytes), i, op(Opcode::ArrayGetU, 1), kDrop}).empty());
  CHECK(aggregate_verdict({push(bytes), i, op(Opcode::ArrayGet, 1), kDrop}) == "type mismatch: array is packed");
  CHECK(aggregate_verdict({push(longs), i, push(ValType::I64), op(Opcode::ArraySet, 2)}) == "immutable array");
  CHECK(aggregate_verdict({push(bytes), i, push(bytes), i, i, op(Opcode::ArrayCopy, 1, 1)}).empty());
  CHECK(aggregate_verdict({push(bytes), i, push(longs), i, i, op(Opcode::ArrayCopy, 1, 2)}) ==
        "array types do not match");
  CHECK(aggregate_verdict({push(bytes), i, i, i, op(Opcode::ArrayFill, 1)}).empty());
  CHECK(aggregate_verdict({push(longs), op(Opcode::ArrayLen), kDrop}).empty());
  CHECK(aggregate_verdict({i, i, op(Opcode::ArrayNewData, 1, 0), kDrop}) == "data count section required");
  CHECK(aggregate_verdict({i, op(Opcode::ArrayNewFixed, 1, 10'001), kDrop}) ==
        "too many operands of array.new_fixed: 10001, at most 10000 are supported");
}

TEST_CASE("handlers carry what their labels take") {
  ModuleBuilder builder;
  const TypeIndex thrown = builder.add_func_type({{ValType::I32}, {}});
  builder.add_tag(thrown);
  std::vector<CatchClause> catches = {{CatchClause::Kind::Catch, 0, 0}};
  Instruction try_table = block(Opcode::TryTable, result(ValType::I32));
  try_table.catches = catches;
  const Code code = {block(Opcode::Block, result(ValType::I32)),
                     try_table,
                     push(ValType::I32),
                     op(Opcode::Throw, 0),
                     kEnd,
                     kEnd,
                     kDrop};
  CHECK(verdict_on(builder, kNothing, code).empty());
  catches[0].kind = CatchClause::Kind::CatchRef;
  ModuleBuilder again;
  again.add_tag(again.add_func_type({{ValType::I32}, {}}));
  CHECK(verdict_on(again, kNothing, code) ==
        "type mismatch: label requires [i32] but catch handler has [i32 (ref exn)]");
  CHECK(verdict_on(kNothing, {op(Opcode::Throw, 0)}) == "unknown tag 0");
}

TEST_CASE("calls through tables and references know their types") {
  ModuleBuilder builder;
  const TypeIndex unary = builder.add_func_type({{ValType::I32}, {}});
  builder.add_table({ValType::funcref(), {1, {}}, AddressType::I64});
  builder.add_table({ValType::externref(), {1, {}}, AddressType::I32});
  const Code good = {push(ValType::I32),
                     push(ValType::I64),
                     op(Opcode::CallIndirect, unary, 0),
                     push(ValType::I32),
                     push(null_ref(HeapType::defined(unary))),
                     op(Opcode::CallRef, unary)};
  CHECK(verdict_on(builder, kNothing, good).empty());
  CHECK(verdict_on(builder, kNothing, {push(ValType::I32), push(ValType::I32), op(Opcode::CallIndirect, unary, 1)}) ==
        "type mismatch: instruction requires table of function type but table has element type externref");
}

TEST_CASE("a tail call returns what its caller returns") {
  ModuleBuilder builder;
  builder.import_function("m", "f", builder.add_func_type({{}, {ValType::I64}}));
  CHECK(verdict_on(builder, {{}, {ValType::I64}}, {op(Opcode::ReturnCall, 0)}).empty());
  CHECK(verdict_on(builder, {{}, {ValType::I32}}, {op(Opcode::ReturnCall, 0)}) ==
        "type mismatch: current function requires [i32] but callee has [i64]");
}

}  // namespace wrt
