// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Blocks, branches and code that cannot be reached.
#include <catch2/catch.hpp>

#include "lib/valid/func_validator.h"
#include "lib/wasm/limits.h"
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
const FuncType kToI32{{}, {ValType::I32}};
const Instruction kEnd = op(Opcode::End);

Instruction br_table(std::vector<std::uint32_t>& labels, std::uint32_t other) {
  Instruction instruction = op(Opcode::BrTable, other);
  instruction.labels = labels;
  return instruction;
}

}  // namespace

TEST_CASE("a block leaves its results and nothing else") {
  CHECK(verdict_on(kToI32, {block(Opcode::Block, result(ValType::I32)), push(ValType::I32), kEnd}).empty());
  CHECK(verdict_on(kNothing, {block(Opcode::Block), push(ValType::I32), kEnd}) ==
        "type mismatch: block requires [] but stack has [i32]");
  CHECK(verdict_on(kToI32, {block(Opcode::Block, result(ValType::I32)), kEnd}) ==
        "type mismatch: instruction requires [i32] but stack has []");
  CHECK(verdict_on(kToI32, {push(ValType::I64)}) == "type mismatch: instruction requires [i32] but stack has [i64]");
}

TEST_CASE("a block does not reach the operands outside of it") {
  CHECK(verdict_on(kNothing, {push(ValType::I32), block(Opcode::Block), op(Opcode::Drop), kEnd, op(Opcode::Drop)}) ==
        "type mismatch: instruction requires a value but the stack is empty");
}

TEST_CASE("an if without else must let its parameters through") {
  CHECK(verdict_on(kNothing, {push(ValType::I32), block(Opcode::If), kEnd}).empty());
  CHECK(verdict_on(kToI32, {push(ValType::I32), block(Opcode::If, result(ValType::I32)), push(ValType::I32), kEnd}) ==
        "type mismatch: instruction requires [i32] but stack has []");
  CHECK(verdict_on(kToI32, {push(ValType::I32), block(Opcode::If, result(ValType::I32)), push(ValType::I32),
                            op(Opcode::Else), push(ValType::I32), kEnd})
            .empty());
}

TEST_CASE("else stands in an if, once") {
  CHECK(verdict_on(kNothing, {op(Opcode::Else)}) == "END opcode expected: ELSE outside of IF");
  CHECK(verdict_on(kNothing, {push(ValType::I32), block(Opcode::If), op(Opcode::Else), op(Opcode::Else), kEnd}) ==
        "END opcode expected: ELSE outside of IF");
}

TEST_CASE("a branch to a loop carries its parameters, to a block its results") {
  ModuleBuilder builder;
  const TypeIndex consume = builder.add_func_type({{ValType::I32}, {}});
  const BlockType type{BlockType::Kind::Func, {}, consume};
  CHECK(
      verdict_on(builder, kNothing, {push(ValType::I32), block(Opcode::Loop, type), op(Opcode::Br, 0), kEnd}).empty());
  CHECK(verdict_on(kToI32, {block(Opcode::Block, result(ValType::I32)), op(Opcode::Br, 0), kEnd}) ==
        "type mismatch: instruction requires [i32] but stack has []");
  CHECK(verdict_on(kNothing, {op(Opcode::Br, 1)}) == "unknown label 1");
}

TEST_CASE("br_if keeps the label's types") {
  CHECK(verdict_on(kToI32, {push(ValType::I32), push(ValType::I32), op(Opcode::BrIf, 0)}).empty());
  CHECK(verdict_on(kToI32, {push(ValType::I64), push(ValType::I32), op(Opcode::BrIf, 0)}) ==
        "type mismatch: instruction requires [i32] but stack has [i64]");
}

TEST_CASE("the labels of a br_table agree in number, and each with the stack") {
  std::vector<std::uint32_t> labels = {0};
  CHECK(verdict_on(kToI32, {block(Opcode::Block, result(ValType::I32)), push(ValType::I32), push(ValType::I32),
                            br_table(labels, 1), kEnd})
            .empty());
  CHECK(verdict_on(kToI32, {block(Opcode::Loop), push(ValType::I32), push(ValType::I32), br_table(labels, 1), kEnd})
            .find("type mismatch") == 0);
  CHECK(verdict_on(kToI32, {block(Opcode::Block, result(ValType::I64)), op(Opcode::Unreachable), br_table(labels, 1),
                            kEnd, op(Opcode::Drop), push(ValType::I32)})
            .empty());
  labels = {2};
  CHECK(verdict_on(kNothing, {push(ValType::I32), br_table(labels, 0)}) == "unknown label 2");
}

TEST_CASE("behind an unconditional branch any operand is there") {
  for (const Opcode opcode : {Opcode::Unreachable, Opcode::Return}) {
    CHECK(verdict_on(kNothing, {op(opcode), op(Opcode::I32Add), op(Opcode::Drop)}).empty());
    CHECK(verdict_on(kNothing, {op(opcode), push(ValType::I64), op(Opcode::I32Add), op(Opcode::Drop)}) ==
          "type mismatch: instruction requires [i32 i32] but stack has [i64]");
    CHECK(verdict_on(kNothing, {op(opcode), push(ValType::I32)}) ==
          "type mismatch: block requires [] but stack has [i32]");
  }
}

TEST_CASE("select without a type works on numbers and vectors") {
  const Instruction select = op(Opcode::Select);
  const Instruction null = push(ValType::funcref());
  CHECK(verdict_on({{}, {ValType::V128}}, {push(ValType::V128), push(ValType::V128), push(ValType::I32), select})
            .empty());
  CHECK(verdict_on(kNothing, {null, null, push(ValType::I32), select, op(Opcode::Drop)}) ==
        "type mismatch: instruction requires numeric or vector type but stack has funcref");
  CHECK(verdict_on(kNothing, {push(ValType::F32), push(ValType::F64), push(ValType::I32), select, op(Opcode::Drop)}) ==
        "type mismatch: instruction requires [f32 f32] but stack has [f32 f64]");
  CHECK(verdict_on(kToI32, {op(Opcode::Unreachable), select}).empty());
}

TEST_CASE("a local without a default is set before it is read, on every path") {
  const ValType non_null = ValType::ref(HeapType::I31, false);
  const std::vector<LocalRun> locals = {{2, non_null}};
  const Code set = {push(ValType::I32), op(Opcode::RefI31), op(Opcode::LocalSet, 0)};
  const Code get = {op(Opcode::LocalGet, 0), op(Opcode::Drop)};
  const auto code = [](std::initializer_list<Code> parts) {
    Code all;
    for (const Code& part : parts) all.insert(all.end(), part.begin(), part.end());
    return all;
  };
  const std::string uninitialized = "uninitialized local: local 0 is read before it is set";
  CHECK(verdict_on(kNothing, code({set, get}), locals).empty());
  CHECK(verdict_on(kNothing, get, locals) == uninitialized);
  // What a block sets is forgotten at its end, and at its else.
  CHECK(verdict_on(kNothing, code({{block(Opcode::Block)}, set, get, {kEnd}, get}), locals) == uninitialized);
  CHECK(verdict_on(kNothing, code({{push(ValType::I32), block(Opcode::If)}, set, {op(Opcode::Else)}, get, {kEnd}}),
                   locals) == uninitialized);
  CHECK(verdict_on(kNothing, code({set, {block(Opcode::Block)}, get, {kEnd}, get}), locals).empty());
  CHECK(verdict_on(kNothing, {op(Opcode::LocalGet, 7)}, locals) == "unknown local 7");
}

TEST_CASE("blocks nest up to the limit and no deeper") {
  Code code(kMaxBlockDepth, block(Opcode::Block));
  code.insert(code.end(), kMaxBlockDepth, kEnd);
  CHECK(verdict_on(kNothing, code).empty());
  code.insert(code.begin(), block(Opcode::Block));
  code.push_back(kEnd);
  CHECK(verdict_on(kNothing, code) == "blocks nested too deeply: more than 50000");
}

TEST_CASE("the operand stack is bounded") {
  ModuleBuilder builder;
  const TypeIndex many = builder.add_func_type({{}, std::vector<ValType>(1'000, ValType::I32)});
  const FuncIndex callee = builder.import_function("m", "f", many);
  const Code calls(2'000, op(Opcode::Call, callee));
  CHECK(verdict_on(builder, kNothing, calls) == "operand stack too high: more than 1000000 values");
}

TEST_CASE("a code generator sees the stacks behind each step") {
  ModuleBuilder builder;
  const Code code = {block(Opcode::Block, result(ValType::F32)),
                     push(ValType::F32),
                     op(Opcode::Br, 0),
                     kEnd,
                     op(Opcode::Drop),
                     push(ValType::I32),
                     kEnd};
  builder.add_function(builder.add_func_type(kToI32), {}, code);
  const std::vector<std::uint8_t> bytes = builder.encode();
  Result<Module> module = decode_module(bytes);
  REQUIRE(module.has_value());
  const Result<TypeContext> types = validate_module_environment(*module);
  REQUIRE(types.has_value());
  FuncValidator validator(*module, *types);
  REQUIRE(validator.begin(0, {}).has_value());
  const auto step = [&](std::size_t i) { CHECK(validator.step(code[i]).has_value()); };
  step(0);
  CHECK(validator.frames().size() == 2);
  CHECK(validator.label(0).label_types()[0] == ValType::F32);
  step(1);
  CHECK(validator.operands().back() == ValType::F32);
  CHECK(validator.reachable());
  step(2);
  CHECK_FALSE(validator.reachable());
  CHECK(validator.operands().empty());
  step(3);
  CHECK(validator.reachable());
  CHECK(validator.operands().back() == ValType::F32);
  step(4);
  step(5);
  step(6);
  CHECK(validator.done());
  CHECK(validator.operands().size() == 1);
}

}  // namespace wrt
