// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is malformed, with the place and the words. The official suite has hundreds more; these are one of each kind,
// and the hostile ones.
#include <catch2/catch.hpp>
#include <string>

#include "test/unit/text/parse.h"

namespace wrt {

using test::error_of;

namespace {

struct Case {
  const char* text;
  const char* error;
};

void check_cases(std::initializer_list<Case> cases) {
  for (const Case& each : cases) {
    INFO(each.text);
    CHECK(error_of(each.text) == each.error);
  }
}

std::string repeat(std::string_view text, std::size_t count) {
  std::string result;
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

}  // namespace

TEST_CASE("words that do not exist are told from words out of place") {
  check_cases({
      {"(module\n  (func (i32.foo)))", "2:10: unknown operator i32.foo"},
      {"(func (then))", "1:8: unexpected token then"},
      {"(foo)", "1:2: unknown operator foo"},
      {"(param)", "1:2: unexpected token param"},
      {"module", "1:1: unexpected token module"},
      {"(module) (module)", "1:10: unexpected token ("},
      {"(module))", "1:9: unexpected token )"},
      {"(module (func)", "1:15: unexpected token: the text ends here"},
      {"(func (i32.const 0x))", "1:18: unknown operator 0x"},
      {"(func (i32.const nan:canonical))", "1:18: unexpected token nan:canonical"},
      {"(func (i32.load offset=x))", "1:17: unknown operator offset=x"},
      {"(func 0)", "1:7: unexpected token 0"},
      {"(func end)", "1:7: unexpected token end"},
      {"(func (end))", "1:8: unexpected token end"},
      {"(func (block)", "1:14: unexpected token: the text ends here"},
      {"(func block)", "1:12: unexpected token )"},
      {"(func (i32.add i32.const 0))", "1:16: unexpected token i32.const"},
      {"(func (if i32.const 0 (then)))", "1:11: unexpected token i32.const"},
      {"(func (if (i32.const 0)))", "1:24: unexpected token )"},
      {"(func (if (i32.const 0) (then) (then)))", "1:32: unexpected token ("},
      {"(func (if (i32.const 0) (then) (else) (nop)))", "1:39: unexpected token ("},
      {"(func (nop) (local i32))", "1:14: unexpected token local"},
      {"(global i32)", ""},
  });
}

TEST_CASE("the parts of a try have their places") {
  check_cases({
      {"(func (catch_all))", "1:8: unexpected token catch_all"},
      {"(func (delegate 0))", "1:8: unexpected token delegate"},
      {"(func catch_all)", "1:7: unexpected token catch_all"},
      {"(func delegate 0)", "1:7: unexpected token delegate"},
      {"(tag) (func block catch 0 end)", "1:19: unexpected token catch"},
      {"(func try catch_all delegate 0)", "1:21: unexpected token delegate"},
      {"(func try catch_all catch_all end)", "1:21: unexpected token catch_all"},
      {"(func try else end)", "1:11: unexpected token else"},
      {"(func try $l catch_all $m end)", "1:24: mismatching label $m"},
      {"(func try $l delegate $l)", "1:23: unknown label $l"},
      {"(func try delegate)", "1:19: unexpected token )"},
      {"(func try", "1:10: unexpected token: the text ends here"},
      {"(func (try))", "1:11: unexpected token )"},
      {"(func (try nop))", "1:12: unexpected token nop"},
      {"(func (try (nop)))", "1:12: unexpected token ("},
      {"(func (try (catch_all)))", "1:12: unexpected token ("},
      {"(func (try (do) (do)))", "1:17: unexpected token ("},
      {"(func (try (do) nop))", "1:17: unexpected token nop"},
      {"(func (try (do) (catch_all) (catch_all)))", "1:29: unexpected token ("},
      {"(func (try (do) (catch_all) (delegate 0)))", "1:29: unexpected token ("},
      {"(func (try (do) (delegate 0) (catch_all)))", "1:30: unexpected token ("},
      {"(func (try (do) (delegate 0 nop)))", "1:29: unexpected token nop"},
      {"(func (try $l (do) (delegate $l)))", "1:30: unknown label $l"},
      {"(func (try (do) (catch $t)))", "1:24: unknown tag $t"},
  });
}

TEST_CASE("numbers out of range") {
  check_cases({
      {"(func (i32.const 0x1_0000_0000))", "1:18: constant out of range"},
      {"(func (f32.const 1e39))", "1:18: constant out of range"},
      {"(func (local.get 4294967296))", "1:18: i32 constant out of range"},
      {"(memory 0x1_0000_0000_0000_0000)", "1:9: i64 constant out of range"},
      {"(func (i8x16.extract_lane_s 256))", "1:29: i8 constant out of range"},
      {"(func (i8x16.shuffle 0 1 2))", "1:22: invalid lane length"},
      {"(func (v128.const i32x4 1 2 3))", "1:25: wrong number of lane literals"},
      {"(func (v128.const i64x2 1 2 3))", "1:29: wrong number of lane literals"},
      {"(func (v128.const i8x16 256 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0))", "1:25: constant out of range"},
      {"(func (i32.load align=3))", "1:17: alignment must be a power of two"},
      {"(func (i32.load align=0))", "1:17: alignment must be a power of two"},
      {"(memory 1 (pagesize 3))", "1:21: invalid custom page size"},
  });
}

TEST_CASE("names that are bound twice or not at all") {
  check_cases({
      {"(func $f) (func $f)", "1:17: duplicate func $f"},
      {"(import \"\" \"\" (memory $m 1)) (memory $m 1)", "1:38: duplicate memory $m"},
      {"(func (param $x i32) (local $x i32))", "1:29: duplicate local $x"},
      {"(type (struct (field $x i32) (field $x i32)))", "1:37: duplicate field $x"},
      {"(func (call $g))", "1:13: unknown function $g"},
      {"(func (br $l))", "1:11: unknown label $l"},
      {"(func (block $l) (br $l))", "1:22: unknown label $l"},
      {"(func (local.get $x))", "1:18: unknown local $x"},
      {"(func (type $t))", "1:13: unknown type $t"},
      {"(func block $a end $b)", "1:20: mismatching label $b"},
      {"(func i32.const 0 if else $l end)", "1:27: mismatching label $l"},
  });
}

TEST_CASE("the order of fields and of the parts of type uses") {
  check_cases({
      {"(func) (import \"\" \"\" (func))", "1:9: import after function"},
      {"(memory 0) (global (import \"\" \"\") i32)", "1:20: import after memory"},
      {"(func $f) (start $f) (start $f)", "1:23: multiple start sections"},
      {"(type (func)) (func (type 0) (result i32))", "1:21: inline function type does not match its type"},
      {"(func (type 7) (param i32))", "1:7: unknown type"},
      {"(type (func)) (func (result i32) (type 0))", "1:35: unexpected token type"},
      {"(func (result i32) (param i32))", "1:21: unexpected token param"},
      {"(func block (param $x i32) end)", "1:20: unexpected token $x"},
  });
}

TEST_CASE("annotations out of place") {
  check_cases({
      {"(func (@custom \"x\"))", "1:7: misplaced @custom annotation"},
      {"(module (func) (@name \"x\"))", "1:16: misplaced @name annotation"},
      {"(module (@name \"a\") (@name \"b\"))", "1:21: @name annotation: multiple module"},
      {"(@custom)", "1:9: @custom annotation: missing section name"},
      {"(@custom \"x\" (after) \"\")", "1:20: @custom annotation: malformed section kind"},
      {"(func (@metadata.code.branch_hint \"\\01\") nop)",
       "1:42: @metadata.code.branch_hint annotation: invalid target"},
      {"(func (@metadata.code.branch_hint \"\\02\") br_if 0)",
       "1:7: @metadata.code.branch_hint annotation: invalid hint"},
  });
}

TEST_CASE("hostile texts end in an error at once") {
  CHECK(error_of(std::string(1'000'000, '(')) == "1:2: unexpected token (");
  CHECK(error_of("(func " + repeat("(block ", 150'000)).ends_with("unexpected token: the text ends here"));
  CHECK(error_of("(func " + repeat("(block ", 150'000) + repeat(")", 150'001)) == "1:700008: nesting is too deep");
  CHECK(error_of("(func " + repeat("block ", 150'000) + ")") == "1:600007: nesting is too deep");
  CHECK(error_of("(func " + repeat("(drop ", 90'000) + repeat(")", 90'001)) == "");
  CHECK(error_of(repeat("(;", 1'000'000)) == "1:1: unclosed comment");
  CHECK(error_of(repeat("(@a ", 1'000'000)) == "1:1: unclosed annotation");
  CHECK(error_of("(data \"" + std::string(1'000'000, 'a')) == "1:7: unclosed string");
  CHECK(error_of("(func " + repeat("nop ", 500'000) + "\xff)") == "1:2000007: malformed UTF-8 encoding");
}

TEST_CASE("messages show what a terminal can take") {
  const std::string error = error_of("(func " + std::string(1000, 'a') + ")");
  CHECK(error.size() < 120);
  CHECK(error_of("(func $\"\\1b[2J\") (func $\"\\1b[2J\")") == "1:24: duplicate func $\\x1b[2J");
}

}  // namespace wrt
