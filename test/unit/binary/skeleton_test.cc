// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a skeleton keeps of a module, what it leaves out, and what is refused as one.
#include "lib/binary/skeleton.h"

#include <catch2/catch.hpp>

#include "lib/binary/decoder.h"
#include "lib/binary/name_section.h"
#include "lib/text/parser.h"

namespace wrt {
namespace {

constexpr std::string_view kModule = R"((module $named
  (import "env" "first" (func $first (param i32)))
  (@custom "note" (before code) "kept, as it stands before the code")
  (memory (export "memory") 1)
  (data $active (i32.const 8) "active")
  (data $passive "passive")
  (func $second (export "second") (call $first (i32.const 1)) (memory.init $passive
    (i32.const 0) (i32.const 0) (i32.const 1)))
  (@custom "other" (after data) "left out")))";

std::vector<std::uint8_t> encoded(std::string_view text) {
  Result<std::vector<std::uint8_t>> bytes = parse_text_module(text);
  REQUIRE(bytes.has_value());
  return *bytes;
}

TEST_CASE("A skeleton is the module without bodies") {
  const std::vector<std::uint8_t> bytes = encoded(kModule);
  const Result<Module> module = decode_module(bytes);
  REQUIRE(module.has_value());
  const std::vector<std::uint8_t> skeleton = encode_skeleton(*module, false);
  const Result<Module> decoded = decode_skeleton(skeleton, module->features);
  REQUIRE(decoded.has_value());
  CHECK(decoded->functions.size() == 2);
  REQUIRE(decoded->bodies.size() == 1);
  CHECK(decoded->bodies[0].bytes.empty());
  CHECK(decoded->imports[0].name == "first");
  CHECK(decoded->imports[0].offset == module->imports[0].offset);
  CHECK(decoded->data_count == module->data_count);
  CHECK(decoded->data[0].bytes.size() == 6);
  CHECK(decoded->data[1].bytes.size() == 7);
  CHECK(NameSection(*decoded).function_name(1) == "second");
  CHECK(skeleton.size() < bytes.size());
}

TEST_CASE("A skeleton leaves out what memory images hold, and custom sections behind the code") {
  const std::vector<std::uint8_t> bytes = encoded(kModule);
  const Result<Module> module = decode_module(bytes);
  REQUIRE(module.has_value());
  const std::vector<std::uint8_t> skeleton = encode_skeleton(*module, true);
  const Result<Module> decoded = decode_skeleton(skeleton, module->features);
  REQUIRE(decoded.has_value());
  REQUIRE(decoded->data.size() == 2);
  CHECK(decoded->data[0].mode == SegmentMode::Active);
  CHECK(decoded->data[0].bytes.empty());
  CHECK(decoded->data[1].bytes.size() == 7);
  for (const CustomSection& each : decoded->customs) CHECK(each.name != "other");
}

TEST_CASE("A module with code is no skeleton") {
  const std::vector<std::uint8_t> bytes = encoded(kModule);
  const Result<Module> decoded = decode_skeleton(bytes, Features());
  REQUIRE_FALSE(decoded.has_value());
  CHECK(decoded.error().kind() == ErrorKind::Malformed);
  CHECK(decoded.error().message() == "a skeleton has no code section");
}

TEST_CASE("Every prefix of a skeleton is decoded or refused, and nothing worse") {
  const std::vector<std::uint8_t> bytes = encoded(kModule);
  const Result<Module> module = decode_module(bytes);
  REQUIRE(module.has_value());
  const std::vector<std::uint8_t> skeleton = encode_skeleton(*module, false);
  unsigned refused = 0;
  for (std::size_t size = 0; size < skeleton.size(); ++size) {
    const std::vector<std::uint8_t> prefix(skeleton.begin(), skeleton.begin() + static_cast<std::ptrdiff_t>(size));
    refused += decode_skeleton(prefix, module->features).has_value() ? 0 : 1;
  }
  CHECK(refused > skeleton.size() / 2);
}

}  // namespace
}  // namespace wrt
