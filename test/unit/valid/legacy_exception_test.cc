// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// try with its handlers, delegate and rethrow: which part may follow which, what is on the stack in each, and which
// labels may be named.
#include <catch2/catch.hpp>

#include "test/unit/valid/code.h"

namespace wrt {
namespace {

using test::block;
using test::Code;
using test::op;
using test::push;
using test::result;

const FuncType kNothing{};
const FuncType kToI32{{}, {ValType::I32}};
const Instruction kTry = block(Opcode::Try);
const Instruction kTryI32 = block(Opcode::Try, result(ValType::I32));
const Instruction kCatchAll = op(Opcode::CatchAll);
const Instruction kEnd = op(Opcode::End);

// With two tags: 0 has an i32, 1 has nothing.
std::string verdict_on(const FuncType& type, const Code& code) {
  ModuleBuilder builder;
  builder.add_tag(builder.add_func_type({{ValType::I32}, {}}));
  builder.add_tag(builder.add_func_type(kNothing));
  return test::verdict_on(builder, type, code);
}

Instruction catch_tag(TagIndex tag) {
  return op(Opcode::Catch, tag);
}
Instruction delegate(std::uint32_t label) {
  return op(Opcode::Delegate, label);
}
Instruction rethrow(std::uint32_t label) {
  return op(Opcode::Rethrow, label);
}

}  // namespace

TEST_CASE("body and handlers of a try leave its results") {
  CHECK(verdict_on(kNothing, {kTry, kEnd}).empty());
  CHECK(verdict_on(kToI32, {kTryI32, push(ValType::I32), catch_tag(0), catch_tag(1), push(ValType::I32), kCatchAll,
                            push(ValType::I32), kEnd})
            .empty());
  CHECK(verdict_on(kToI32, {kTryI32, kCatchAll, push(ValType::I32), kEnd}) ==
        "type mismatch: instruction requires [i32] but stack has []");
  CHECK(verdict_on(kToI32, {kTryI32, push(ValType::I32), catch_tag(1), kEnd}) ==
        "type mismatch: instruction requires [i32] but stack has []");
  CHECK(verdict_on(kNothing, {kTry, catch_tag(0), kEnd}) == "type mismatch: block requires [] but stack has [i32]");
  CHECK(verdict_on(kToI32, {kTryI32, push(ValType::I64), kCatchAll, push(ValType::I32), kEnd}) ==
        "type mismatch: instruction requires [i32] but stack has [i64]");
  CHECK(verdict_on(kNothing, {kTry, catch_tag(2), kEnd}) == "unknown tag 2");
}

TEST_CASE("each part of a try begins reachable, with nothing of the part before") {
  CHECK(verdict_on(kToI32, {kTryI32, op(Opcode::Unreachable), kCatchAll, kEnd}) ==
        "type mismatch: instruction requires [i32] but stack has []");
  CHECK(verdict_on(kNothing, {kTry, op(Opcode::Unreachable), catch_tag(1), op(Opcode::Drop), kEnd}) ==
        "type mismatch: instruction requires a value but the stack is empty");
}

TEST_CASE("the parts of a try have an order") {
  const std::string outside = " outside of TRY";
  CHECK(verdict_on(kNothing, {kCatchAll}) == "END opcode expected: CATCH_ALL" + outside);
  CHECK(verdict_on(kNothing, {catch_tag(1)}) == "END opcode expected: CATCH" + outside);
  CHECK(verdict_on(kNothing, {delegate(0)}) == "END opcode expected: DELEGATE" + outside);
  CHECK(verdict_on(kNothing, {kTry, kCatchAll, kCatchAll, kEnd}) == "END opcode expected: CATCH_ALL" + outside);
  CHECK(verdict_on(kNothing, {kTry, kCatchAll, catch_tag(1), kEnd}) == "END opcode expected: CATCH" + outside);
  CHECK(verdict_on(kNothing, {kTry, kCatchAll, delegate(0)}) == "END opcode expected: DELEGATE" + outside);
  CHECK(verdict_on(kNothing, {kTry, block(Opcode::Block), kCatchAll, kEnd, kEnd}) ==
        "END opcode expected: CATCH_ALL" + outside);
  CHECK(verdict_on(kNothing, {kTry, op(Opcode::Else), kEnd}) == "END opcode expected: ELSE outside of IF");
}

TEST_CASE("delegate names a label outside of its try, and ends it") {
  CHECK(verdict_on(kNothing, {kTry, delegate(0)}).empty());
  CHECK(verdict_on(kNothing, {kTry, delegate(1)}) == "unknown label 1");
  CHECK(verdict_on(kNothing, {kTry, delegate(0xffffffff)}) == "unknown label 4294967295");
  CHECK(verdict_on(kNothing, {kTry, kTry, delegate(1), kCatchAll, kTry, delegate(0), kEnd}).empty());
  CHECK(verdict_on(kToI32, {kTryI32, push(ValType::I32), delegate(0)}).empty());
  CHECK(verdict_on(kToI32, {kTryI32, delegate(0)}) == "type mismatch: instruction requires [i32] but stack has []");
}

TEST_CASE("rethrow stands in a handler of the try that it names") {
  const std::string wrong = "invalid rethrow label: not that of a try in one of whose handlers this is";
  CHECK(verdict_on(kNothing, {kTry, kCatchAll, rethrow(0), kEnd}).empty());
  CHECK(verdict_on(kToI32, {kTryI32, push(ValType::I32), catch_tag(1), block(Opcode::Block), kTry, rethrow(2),
                            kCatchAll, rethrow(0), kEnd, kEnd, rethrow(0), kEnd})
            .empty());
  CHECK(verdict_on(kNothing, {rethrow(0)}) == wrong);
  CHECK(verdict_on(kNothing, {kTry, rethrow(0), kCatchAll, kEnd}) == wrong);
  CHECK(verdict_on(kNothing, {kTry, kCatchAll, block(Opcode::Block), rethrow(0), kEnd, kEnd}) == wrong);
  CHECK(verdict_on(kNothing, {kTry, kCatchAll, rethrow(2), kEnd}) == "unknown label 2");
}

TEST_CASE("the old exception instructions are a feature of their own") {
  ModuleBuilder builder;
  builder.add_function(builder.add_func_type(kNothing), {}, Code{kTry, kEnd, kEnd});
  Features without;
  without.set(Feature::LegacyExceptions, false);
  CHECK(test::verdict(builder).empty());
  CHECK(test::verdict(builder, without) == "illegal opcode: try needs the feature legacy-exceptions");
}

}  // namespace wrt
