// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Pieces of a module in an instance of it: functions that call each other through slots, whoever made their code.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "lib/text/parser.h"
#include "runtime/artefact_copy.h"
#include "runtime/loaded_module.h"
#include "test/unit/runtime/guest.h"
#include "test/unit/runtime/partial_guest.h"

namespace wrt {

namespace {

using test::i32;
using test::PartialGuest;

// "even" and "odd" by calls of each other, "parity" by tail calls; "sum" with three results; "check" catches what
// "thrower" throws.
constexpr std::string_view kText = R"((module
  (tag $e (param i32))
  (memory 1)
  (table 1 funcref)
  (elem (i32.const 0) $sum)
  (type $sum (func (param i32) (result i32 i64 f64)))
  (func $even (export "even") (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0)) (then (i32.const 1))
      (else (call $odd (i32.sub (local.get 0) (i32.const 1))))))
  (func $odd (export "odd") (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0)) (then (i32.const 0))
      (else (call $even (i32.sub (local.get 0) (i32.const 1))))))
  (func $tail_even (export "parity") (param i32 i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
    (return_call $tail_odd (i32.sub (local.get 0) (i32.const 1)) (local.get 1) (i32.const 1)))
  (func $tail_odd (param i32 i32 i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (local.get 2))))
    (return_call $tail_even (i32.sub (local.get 0) (i32.const 1)) (local.get 1)))
  (func $sum (export "sum") (type $sum)
    (local.get 0) (i64.const 2) (f64.const 3))
  (func (export "check") (param i32) (result i32)
    (block (result i32)
      (try_table (catch $e 0) (call $thrower (local.get 0)))
      (i32.const -1)))
  (func $thrower (param i32)
    (if (local.get 0) (then (throw $e (i32.add (local.get 0) (i32.const 100))))))
  (func (export "sums") (param i32) (result f64) (local $i i32) (local $l i64) (local $d f64)
    (call $sum (local.get 0))
    (local.set $d) (local.set $l) (local.set $i)
    (f64.add (f64.add (f64.convert_i32_s (local.get $i)) (f64.convert_i64_s (local.get $l))) (local.get $d))
    (call_indirect (type $sum) (local.get 0) (i32.const 0))
    (local.set $d) (local.set $l) (local.set $i)
    (f64.add (f64.add (f64.add (f64.convert_i32_s (local.get $i)) (f64.convert_i64_s (local.get $l))) (local.get $d))))
  (func (export "trap") (param i32) (result i32) (i32.div_s (i32.const 1) (call $odd (local.get 0))))
))";

void check_all(PartialGuest& guest) {
  const auto result = [&](std::string_view name, const std::vector<Value>& arguments) {
    return guest.call(name, arguments)->front();
  };
  CHECK(result("even", {i32(10)}).u32 == 1);
  CHECK(result("odd", {i32(10)}).u32 == 0);
  CHECK(result("even", {i32(77)}).u32 == 0);
  CHECK(result("parity", {i32(1'000'000), i32(7)}).u32 == 7);
  CHECK(result("parity", {i32(1'000'001), i32(7)}).u32 == 1);
  CHECK(result("check", {i32(0)}).i32 == -1);
  CHECK(result("check", {i32(5)}).i32 == 105);
  CHECK(result("sums", {i32(4)}).f64 == 18);
  const std::vector<Value> three = *guest.call("sum", {i32(4)});
  REQUIRE(three.size() == 3);
  CHECK((three[0].u32 == 4 && three[1].u64 == 2 && three[2].f64 == 3));
  CHECK(test::trap_of(guest.call("trap", {i32(2)})).code == TrapCode::IntegerDivideByZero);
}

}  // namespace

TEST_CASE("Pieces of a module call each other through slots") {
  for (const unsigned opt_level : {0u, 2u}) {
    PartialGuest guest(kText, opt_level);
    check_all(guest);
    // All pairs that call each other are cut apart, then made anew together.
    for (const std::vector<FuncIndex>& batch : std::vector<std::vector<FuncIndex>>{
             {0, 2, 4, 6}, {1, 3, 5, 7, 8}, {0, 1, 2, 3}, {8, 7, 6, 5, 4, 3, 2, 1, 0}}) {
      guest.replace(batch);
      check_all(guest);
    }
  }
}

TEST_CASE("A piece finds what is put into a slot behind its back") {
  PartialGuest guest(kText, 2);
  guest.replace({0});
  guest.replace({1});
  check_all(guest);
}

TEST_CASE("Pieces know the functions that they hold, and where their instructions are") {
  PartialGuest guest(kText, 2);
  const ArtefactTables& code = guest.replace({1, 8, 1});
  CHECK(code.wasm_entry(0) == nullptr);
  CHECK(code.loop_entry(1, 1) == nullptr);
  const auto entry = reinterpret_cast<std::uintptr_t>(code.wasm_entry(8));
  const std::optional<CodePosition> position = code.position(entry);
  REQUIRE(position.has_value());
  CHECK((position->function == 8 && position->code_offset == 0));
  const ByteRange& body = guest.module().body(8);
  CHECK((position->wasm_offset > body.offset && position->wasm_offset < body.offset + body.bytes.size()));
  CHECK_FALSE(code.position(0).has_value());
  CHECK_FALSE(code.position(reinterpret_cast<std::uintptr_t>(&guest)).has_value());
}

TEST_CASE("Pieces are no module, and belong to one") {
  PartialGuest guest(kText, 0);
  const Result<CompiledModule> compiled = guest.compile({0}, {});
  REQUIRE(compiled.has_value());
  Result<Artefact> artefact = Artefact::from_bytes(compiled->artefact);
  REQUIRE(artefact.has_value());
  CHECK(artefact->skeleton()->empty());
  const std::unique_ptr<ArtefactCopy> copy = *ArtefactCopy::reserve(0, 0);
  const auto other = copy->add(std::move(*artefact), Module());
  REQUIRE_FALSE(other.has_value());
  CHECK(other.error().message() == "damaged: it belongs to another module");
  const test::ValidModule valid(*parse_text_module(kText));
  const auto loaded = LoadedModule::load(valid.module, *Artefact::from_bytes(compiled->artefact));
  REQUIRE_FALSE(loaded.has_value());
  CHECK(loaded.error().message() == "damaged: it holds only pieces of its module");
}

}  // namespace wrt
