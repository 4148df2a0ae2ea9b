// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Printed modules parse to the bytes that they were printed from: names, sections and all.
#include "lib/text/module_printer.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "lib/binary/decoder.h"
#include "lib/binary/module_builder.h"
#include "test/unit/text/parse.h"

namespace wrt {
namespace {

using Bytes = std::vector<std::uint8_t>;

std::string print(const Bytes& bytes) {
  const Result<Module> module = decode_module(bytes);
  REQUIRE(module.has_value());
  Result<std::string> text = print_module(*module);
  REQUIRE(text.has_value());
  return std::move(*text);
}

Bytes parse(const std::string& text) {
  Result<Bytes> bytes = parse_text_module(text);
  if (!bytes.has_value()) FAIL(render_text_error("test", text, bytes.error()));
  return std::move(*bytes);
}

}  // namespace

TEST_CASE("a module of everything survives printing") {
  const Bytes bytes = parse(
      "(module $m (rec (type $s (sub (struct (field $x (mut i8)) (field i64)))) (type $a (array (ref null $s))))"
      "(type $f (func (param i32) (result i32))) (type (sub final $s (struct (field (mut i8)) (field i64))))"
      "(import \"env\" \"f\" (func $imported (param $p i32))) (import \"env\" \"m\" (memory 1 2 shared))"
      "(func $g (type $f) (param $n i32) (result i32) (local $l f32) (local f32 v128)"
      "  (block $out (result i32) (if $i (local.get $n) (then (br $i)) (else (nop))) (i32.const -1))"
      "  (try_table (catch $t 0) (catch_all_ref 0)) (select (result) (result i32)) (f32.const nan:0x1) (f64.const -0.1)"
      "  (v128.load8_lane $m2 offset=5 3) (br_table 0 0 1))"
      "(table $tab 1 10 (ref null func) (ref.func $g)) (table i64 0 anyref) (memory $m2 i64 3 (pagesize 1))"
      "(tag $t (param i32)) (global $gl (mut i64) (i64.add (i64.const 1) (i64.const 2)))"
      "(export \"g \\\" \\7f\" (func $g)) (export \"m\" (memory 1)) (start $imported)"
      "(elem $e (i32.const 0) $g $g) (elem declare funcref (ref.null func)) (elem (table 1) (i64.const 0) anyref)"
      "(data $d (memory $m2) (i64.const 0) \"\\00\\ff\\\"abc\\u{20ac}\") (data \"\")"
      "(@custom \"c\" (before type) \"\\00\\01\") (@custom \"c\" (after func)) (@custom \"last\"))");
  const std::string text = print(bytes);
  CHECK(parse(text) == bytes);
  CHECK(text.find("(func $g (;1;) (type $f) (param $n i32) (result i32)") != std::string::npos);
  CHECK(text.find("block $out (result i32)") != std::string::npos);
}

TEST_CASE("a name that several things share is an annotation for all but the first") {
  const Bytes bytes = parse("(func (@name \"f\")) (func (@name \"f\") (call 0) (call 1)) (func (@name \"a b\"))");
  const std::string text = print(bytes);
  CHECK(parse(text) == bytes);
  CHECK(text.find("(func $f (;0;)") != std::string::npos);
  CHECK(text.find("(func (@name \"f\") (;1;)") != std::string::npos);
  CHECK(text.find("call $f\n    call 1\n") != std::string::npos);
  CHECK(text.find("(func $\"a b\" (;2;)") != std::string::npos);
}

TEST_CASE("a name section that text can't make is kept as bytes") {
  ModuleBuilder builder;
  builder.add_tag(builder.add_func_type({}));
  // A function's name where there is no function, and a subsection that nobody knows.
  const Bytes content = {1, 4, 1, 7, 1, 'f', 99, 0};
  builder.module().customs.push_back({"name", {0, builder.keep(content)}});
  const Bytes bytes = builder.encode();
  const std::string text = print(bytes);
  CHECK(parse(text) == bytes);
  CHECK(text.find("(@custom \"name\"") != std::string::npos);
}

TEST_CASE("branch hints are annotations of their branches") {
  const Bytes bytes = parse(
      "(func (param i32) (@metadata.code.branch_hint \"\\01\") if (br_if 0 (local.get 0)) end) (func)"
      "(func (block (@metadata.code.branch_hint \"\\00\") (br_if 0 (i32.const 1))))");
  const std::string text = print(bytes);
  CHECK(parse(text) == bytes);
  CHECK(text.find("(@metadata.code.branch_hint \"\\01\") if\n") != std::string::npos);
  CHECK(text.find("(@metadata.code.branch_hint \"\\00\") br_if 0\n") != std::string::npos);
  CHECK(text.find("@custom") == std::string::npos);
}

TEST_CASE("branch hints that belong to no branch are kept as bytes") {
  const Bytes bytes = parse(
      "(func) (@custom \"metadata.code.branch_hint\" (before code) \"\\01\\00\\01\\01\\01\\00\")"
      "(@custom \"metadata.code.branch_hint\" (after code) \"\")");
  const std::string text = print(bytes);
  CHECK(parse(text) == bytes);
  CHECK(text.find("(@metadata") == std::string::npos);
}

TEST_CASE("custom sections stay on their side of the names") {
  const Bytes bytes = parse("(func $f) (@custom \"a\" (after code)) (@custom \"b\" (before last)) (@custom \"c\")");
  CHECK(parse(print(bytes)) == bytes);
}

TEST_CASE("a long name is printed where it is given, and not where it is used") {
  const std::string name(100'000, 'x');
  const Bytes bytes = parse("(func $" + name + " (call 0) (call 0) (call 0))");
  const std::string text = print(bytes);
  CHECK(parse(text) == bytes);
  CHECK(text.size() < 2 * name.size());
}

TEST_CASE("a few bytes do not print as gigabytes") {
  // Each body declares 49,999 locals.
  ModuleBuilder builder;
  const TypeIndex type = builder.add_func_type({});
  for (std::size_t i = 0; i < 3'000; ++i) builder.add_function(type, Bytes{1, 0xcf, 0x86, 0x03, 0x7f, 0x0b});
  const Bytes bytes = builder.encode();
  const Result<Module> module = decode_module(bytes);
  REQUIRE(module.has_value());
  const Result<std::string> text = print_module(*module);
  REQUIRE_FALSE(text.has_value());
  CHECK(text.error().kind() == ErrorKind::Limit);
}

TEST_CASE("blocks that do not match are an error") {
  for (const Bytes& body : {Bytes{0, 0x02, 0x40, 0x0b}, Bytes{0, 0x05, 0x0b}, Bytes{0, 0x0b, 0x0b}}) {
    ModuleBuilder builder;
    builder.add_function(builder.add_func_type({}), body);
    const Bytes bytes = builder.encode();
    const Result<Module> module = decode_module(bytes);
    if (module) CHECK_FALSE(print_module(*module).has_value());
  }
}

TEST_CASE("a body that is malformed is an error") {
  ModuleBuilder builder;
  builder.add_function(builder.add_func_type({}), Bytes{0, 0xff, 0x0b});
  const Bytes bytes = builder.encode();
  const Result<Module> module = decode_module(bytes);
  REQUIRE(module.has_value());
  CHECK_FALSE(print_module(*module).has_value());
}

}  // namespace wrt
