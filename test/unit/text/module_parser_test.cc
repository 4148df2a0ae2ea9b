// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Abbreviations are what they stand for: each pair of texts here must give the same bytes, and the second of a pair is
// in the plainest form there is. Then the bytes of a few modules themselves, and names.
#include <catch2/catch.hpp>
#include <string>

#include "lib/binary/decoder.h"
#include "lib/text/index_names.h"
#include "test/unit/text/parse.h"

namespace wrt {

using test::bytes_of;

namespace {

struct Pair {
  const char* abbreviated;
  const char* plain;
};

void check_pairs(std::initializer_list<Pair> pairs) {
  for (const Pair& pair : pairs) {
    INFO(pair.abbreviated);
    CHECK(bytes_of(pair.abbreviated) == bytes_of(pair.plain));
  }
}

}  // namespace

TEST_CASE("the empty module, with and without its parentheses") {
  const std::vector<std::uint8_t> preamble = {0, 'a', 's', 'm', 1, 0, 0, 0};
  CHECK(bytes_of("") == preamble);
  CHECK(bytes_of("(module)") == preamble);
  CHECK(bytes_of("(module $name)") == preamble);
  CHECK(bytes_of(" ;; nothing") == preamble);
}

TEST_CASE("folded instructions are flat ones in another order") {
  check_pairs({
      {"(func (drop (i32.add (i32.const 1) (i32.const 2))))", "(func i32.const 1 i32.const 2 i32.add drop)"},
      {"(func (block $l (br $l)))", "(func block br 0 end)"},
      {"(func (loop $a (block $b (br $a) (br $b))))", "(func loop block br 1 br 0 end end)"},
      {"(func (if (i32.const 1) (then (nop))))", "(func i32.const 1 if nop end)"},
      {"(func (if (i32.const 1) (then) (else (nop))))", "(func i32.const 1 if else nop end)"},
      {"(func i32.const 1 (if $x (then (br $x)) (else br $x)))", "(func i32.const 1 if br 0 else br 0 end)"},
      {"(func (block block end (loop)))", "(func block block end loop end end)"},
      {"(func (if (block (result i32) (i32.const 1)) (then)))", "(func block (result i32) i32.const 1 end if end)"},
      {"(func block $a if $a else $a end $a end $a)", "(func block if else end end)"},
      {"(tag $t) (func (block $l (try_table (catch $t $l) (catch_all_ref 0) (throw $t))))",
       "(tag) (func block try_table (catch 0 0) (catch_all_ref 0) throw 0 end end)"},
  });
}

TEST_CASE("a try in its folded form is a flat one") {
  check_pairs({
      {"(func (try (do)))", "(func try end)"},
      {"(tag $t) (func (try (do (throw $t)) (catch $t nop) (catch_all)))",
       "(tag) (func try throw 0 catch 0 nop catch_all end)"},
      {"(tag $t) (func (try $l (do br $l) (catch $t (br $l)) (catch_all (rethrow $l))))",
       "(tag) (func try br 0 catch 0 br 0 catch_all rethrow 0 end)"},
      {"(tag $t) (func try $l catch $l $t catch $t catch_all $l end $l)",
       "(tag) (func try catch 0 catch 0 catch_all end)"},
      {"(func (try $l (do (try $l (do (br $l)) (delegate $l)))))", "(func try try br 0 delegate 0 end)"},
      {"(func try $l try $m delegate $m $l end)", "(func try try delegate 0 end)"},
      {"(func (block $b (try (do) (delegate $b)) (try (do (nop)) (delegate 1))))",
       "(func block try delegate 0 try nop delegate 1 end)"},
      {"(func (try (result i32) (do (i32.const 1))) drop)", "(func try (result i32) i32.const 1 end drop)"},
      // Behind a delegate its try's label is gone.
      {"(func (block $l (try $l (do) (delegate $l)) (br $l)))", "(func block try delegate 0 br 0 end)"},
  });
}

TEST_CASE("the innermost label of a name is meant, and catch clauses stand outside their block") {
  check_pairs({
      {"(func block $x block $x br $x end br $x end)", "(func block block br 0 end br 0 end)"},
      {"(func block $x try_table $x (catch_all $x) br $x end end)",
       "(func block try_table (catch_all 0) br 0 end end)"},
      {"(func (block $x (if $x (i32.const 1) (then (br $x)))))", "(func block i32.const 1 if br 0 end end)"},
      {"(func (block $x (if $x (block (result i32) (br $x)) (then))))",
       "(func block block (result i32) br 1 end if end end)"},
  });
}

TEST_CASE("imports and exports inside fields") {
  check_pairs({
      {"(func (export \"a\") (export \"b\") (import \"m\" \"n\") (param i32))",
       "(type (func (param i32))) (import \"m\" \"n\" (func (type 0))) (export \"a\" (func 0)) (export \"b\" (func "
       "0))"},
      {"(memory $m (export \"m\") 1 2)", "(export \"m\" (memory 0)) (memory 1 2)"},
      {"(memory (import \"a\" \"b\") i64 1)", "(import \"a\" \"b\" (memory i64 1))"},
      {"(table (import \"a\" \"b\") 1 funcref)", "(import \"a\" \"b\" (table 1 (ref null func)))"},
      {"(global $g (import \"a\" \"b\") (mut i32))", "(import \"a\" \"b\" (global (mut i32)))"},
      {"(tag (export \"t\") (param i32))", "(type (func (param i32))) (tag (type 0)) (export \"t\" (tag 0))"},
  });
}

TEST_CASE("segments inside tables and memories give them their size") {
  check_pairs({
      {"(func $f) (table funcref (elem $f 0))",
       "(func) (table 2 2 funcref) (elem (table 0) (offset i32.const 0) func 0 0)"},
      {"(func) (table i64 (ref func) (elem 0))", "(func) (table i64 1 1 (ref func)) (elem (i64.const 0) func 0)"},
      {"(type $t (func)) (func) (table (ref null $t) (elem 0))",
       "(type (func)) (func) (table 1 1 (ref null 0)) (elem (table 0) (i32.const 0) (ref null 0) (ref.func 0))"},
      {"(table anyref (elem (ref.null any) (item ref.null any)))",
       "(table 2 2 anyref) (elem (table 0) (i32.const 0) anyref (item ref.null any) (ref.null any))"},
      {"(memory (data \"ab\" \"c\"))", "(memory 1 1) (data (memory 0) (offset i32.const 0) \"abc\")"},
      {"(memory (data))", "(memory 0 0) (data (i32.const 0))"},
      {"(memory i64 (pagesize 1) (data \"abc\"))", "(memory i64 3 3 (pagesize 1)) (data (i64.const 0) \"abc\")"},
      {"(memory 1) (data 0 (i32.const 7) \"x\")", "(memory 1) (data (i32.const 7) \"x\")"},
      {"(func) (table 1 funcref) (elem 0 (i32.const 0) 0)", "(func) (table 1 funcref) (elem (i32.const 0) func 0)"},
  });
}

TEST_CASE("a segment inside a table or memory counts among the segments") {
  check_pairs({
      {"(memory (data \"a\")) (data $d \"b\") (func (data.drop $d))",
       "(memory 1 1) (data (i32.const 0) \"a\") (data \"b\") (func (data.drop 1))"},
      {"(elem $e func) (table funcref (elem)) (func (elem.drop $e))",
       "(elem func) (table 0 0 funcref) (elem (i32.const 0) func) (func (elem.drop 0))"},
  });
}

TEST_CASE("type uses find or append their type, in the order of the text") {
  check_pairs({
      {"(func (param i32)) (func (param i64)) (func (param i32))",
       "(func (type 0)) (func (type 1)) (func (type 0)) (type (func (param i32))) (type (func (param i64)))"},
      {"(func (result i64) unreachable) (type (func (param i32)))",
       "(type (func (param i32))) (type (func (result i64))) (func (type 1) unreachable)"},
      {"(func (block (param i32) (result i32 i32) unreachable)) (func (param f32))",
       "(type (func)) (type (func (param i32) (result i32 i32))) (type (func (param f32))) (func (type 0) block (type "
       "1) "
       "unreachable end) (func (type 2))"},
      // Only a final function type alone in its group is what `(func)` means.
      {"(type (sub (func))) (rec (type (func)) (type (func))) (func)",
       "(type (sub (func))) (rec (type (func)) (type (func))) (type (func)) (func (type 3))"},
      {"(type (sub final (func))) (func)", "(type (func)) (func (type 0))"},
  });
}

TEST_CASE("block types take the shortest form") {
  check_pairs({
      {"(func (block (result i32) unreachable) drop)", "(func block (result) (result i32) unreachable end drop)"},
      {"(func block (param) end)", "(func block end)"},
  });
  const std::vector<std::uint8_t> bytes = bytes_of("(func block (type 0) end)");
  // A block type that is given by index stays one.
  CHECK(std::vector<std::uint8_t>(bytes.end() - 6, bytes.end()) ==
        std::vector<std::uint8_t>{0x05, 0x00, 0x02, 0x00, 0x0b, 0x0b});
}

TEST_CASE("immediates that may be left out") {
  check_pairs({
      {"(memory 1) (func (drop (i32.load (i32.const 0))))",
       "(memory 1) (func i32.const 0 i32.load 0 offset=0 align=4 drop)"},
      {"(memory 1) (func (drop (v128.load8x8_s (i32.const 0))))",
       "(memory 1) (func i32.const 0 v128.load8x8_s align=8 drop)"},
      {"(memory 1) (func v128.load8_lane 3 v128.load8_lane 0 3 v128.load8_lane offset=1 3)",
       "(memory 1) (func v128.load8_lane offset=0 align=1 3 v128.load8_lane 0 align=1 3 v128.load8_lane 0 offset=1 3)"},
      {"(memory 1) (func memory.copy memory.fill memory.size drop)",
       "(memory 1) (func memory.copy 0 0 memory.fill 0 memory.size 0 drop)"},
      {"(memory 1) (data $d \"\") (func memory.init $d memory.init 0 $d)",
       "(memory 1) (data \"\") (func memory.init 0 0 memory.init 0 0)"},
      {"(table 1 funcref) (func table.get table.copy (call_indirect))",
       "(table 1 funcref) (func table.get 0 table.copy 0 0 (call_indirect 0 (type 0)))"},
      {"(func select (result i32) (select (result) (result i64)))", "(func select (result i32) select (result i64))"},
  });
}

TEST_CASE("fields of structs by name, types by name before they are defined") {
  check_pairs({
      {"(func struct.get $s $y) (type $s (struct (field $x i32) (field i8 i16) (field $y (mut (ref $s)))))",
       "(type (struct (field i32 i8 i16 (mut (ref 0))))) (func struct.get 0 3)"},
      {"(rec (type $a (struct (field (ref $b)))) (type $b (array (mut (ref null $a)))))",
       "(rec (type (struct (field (ref 1)))) (type (array (mut (ref null 0)))))"},
      {"(type (array i8)) (type $s (sub 0 (array i8)))", "(type (array i8)) (type (sub 0 (array i8)))"},
  });
}

TEST_CASE("identifiers are the same with and without quotes") {
  check_pairs({{"(func $f) (func (call $\"f\") (call $\"\\66\"))", "(func) (func (call 0) (call 0))"},
               {"(func $\"a b\") (func (call $\"a\\20b\"))", "(func) (func (call 0))"}});
}

TEST_CASE("locals follow the parameters, of a type that is only named too") {
  check_pairs({
      {"(func (param $a i32) (param i64 i64) (local $b f32) (local f32) local.get $a local.get $b)",
       "(func (param i32 i64 i64) (local f32 f32) local.get 0 local.get 3)"},
      {"(type $t (func (param $a i32) (param i32))) (func (type $t) (local $x i32) local.get $x)",
       "(type (func (param i32 i32))) (func (type 0) (local i32) local.get 2)"},
  });
}

TEST_CASE("names of things and names from annotations go into the name section") {
  const std::string_view text =
      "(module $m (type $t (struct (field $x i32))) (func $f (@name \"main \") (param $p i32) (local $l i32) "
      "(block $b (if $i (i32.const 0) (then)))) (memory $mem 1) (tag (@name \"t\")))";
  const Result<std::vector<std::uint8_t>> bytes = parse_text_module(text);
  REQUIRE(bytes.has_value());
  const Result<Module> module = decode_module(*bytes);
  REQUIRE(module.has_value());
  const IndexNames names(*module);
  CHECK(names.module_name() == "m");
  CHECK(names.find(NameSpace::Function, 0) == "main ");
  CHECK(names.find(NameSpace::Local, 0, 0) == "p");
  CHECK(names.find(NameSpace::Local, 0, 1) == "l");
  CHECK(names.find(NameSpace::Label, 0, 0) == "b");
  CHECK(names.find(NameSpace::Label, 0, 1) == "i");
  CHECK(names.find(NameSpace::Type, 0) == "t");
  CHECK(names.find(NameSpace::Field, 0, 0) == "x");
  CHECK(names.find(NameSpace::Memory, 0) == "mem");
  CHECK(names.find(NameSpace::Tag, 0) == "t");
}

TEST_CASE("custom sections stand where they are told to") {
  const std::vector<std::uint8_t> bytes =
      bytes_of("(@custom \"last\") (func) (@custom \"first\" (before first) \"x\") (@custom \"mid\" (after func))");
  const Result<Module> module = decode_module(bytes);
  REQUIRE(module.has_value());
  REQUIRE(module->sections.size() == 6);
  REQUIRE(module->customs.size() == 3);
  CHECK(module->customs[0].name == "first");
  CHECK(module->customs[0].content.bytes.size() == 1);
  CHECK(module->customs[1].name == "mid");
  CHECK(module->customs[2].name == "last");
  CHECK(module->sections[0].id == 0);
  CHECK(module->sections[3].id == 0);
  CHECK(module->sections[5].id == 0);
}

TEST_CASE("branch hints say where their instruction is") {
  const std::vector<std::uint8_t> bytes = bytes_of(
      "(func (local i32) (@metadata.code.branch_hint \"\\01\") (if (i32.const 0) (then)) i32.const 0 "
      "(@metadata.code.branch_hint \"\\00\") br_if 0)");
  const Result<Module> module = decode_module(bytes);
  REQUIRE(module.has_value());
  REQUIRE(module->customs.size() == 1);
  const std::span<const std::uint8_t> content = module->customs[0].content.bytes;
  // Behind the locals (3 bytes) and the condition (2); behind `if`, `end` and another constant.
  const std::vector<std::uint8_t> expected = {1, 0, 2, 5, 1, 1, 10, 1, 0};
  CHECK(std::vector<std::uint8_t>(content.begin(), content.end()) == expected);
}

}  // namespace wrt
