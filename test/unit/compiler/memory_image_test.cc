// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which active data segments become an image, how it is laid out, and when there is none.
#include "compiler/common/memory_image.h"

#include <string>

#include <catch2/catch.hpp>

#include "lib/binary/decoder.h"
#include "lib/text/parser.h"

namespace wrt {
namespace {

MemoryImage image_of(std::string_view text) {
  const Result<std::vector<std::uint8_t>> bytes = parse_text_module(text);
  REQUIRE(bytes.has_value());
  const Result<Module> module = decode_module(*bytes);
  REQUIRE(module.has_value());
  return make_memory_image(*module, 4096);
}

std::string text_at(const MemoryImage& image, std::size_t offset, std::size_t size) {
  return std::string(reinterpret_cast<const char*>(image.bytes.data()) + offset, size);
}

TEST_CASE("A memory image holds segments in the pages that they touch") {
  const MemoryImage image = image_of(R"((module (memory 2)
    (data (i32.const 10) "abc") (data (i32.const 4094) "wxyz") (data (i32.const 0x10000) "far")))");
  REQUIRE(image.complete);
  REQUIRE(image.runs.size() == 2);
  CHECK(image.runs[0].address == 0);
  CHECK(image.runs[0].size == 8192);
  CHECK(image.runs[1].address == 0x10000);
  CHECK(image.runs[1].offset == 8192);
  REQUIRE(image.bytes.size() == 3 * 4096);
  CHECK(text_at(image, 10, 3) == "abc");
  CHECK(text_at(image, 4094, 4) == "wxyz");
  CHECK(text_at(image, 8192, 3) == "far");
}

TEST_CASE("A later segment overwrites an earlier one in the memory image") {
  const MemoryImage image = image_of(R"((module (memory 1) (data (i32.const 4) "aaaa") (data (i32.const 2) "bbbb")))");
  REQUIRE(image.complete);
  CHECK(text_at(image, 2, 6) == "bbbbaa");
}

TEST_CASE("Each memory has its own runs in the image") {
  const MemoryImage image = image_of(R"((module (memory $a 1) (memory $b i64 1)
    (data (memory $b) (i64.const 1) "b") (data (memory $a) (i32.const 1) "a")))");
  REQUIRE(image.complete);
  REQUIRE(image.runs.size() == 2);
  CHECK(image.runs[0].memory == 0);
  CHECK(image.runs[1].memory == 1);
  CHECK(text_at(image, image.runs[1].offset + 1, 1) == "b");
}

TEST_CASE("A module without active data has an empty image that is complete") {
  const MemoryImage image = image_of(R"((module (memory 1) (data "passive")))");
  CHECK(image.complete);
  CHECK(image.runs.empty());
  CHECK(image.bytes.empty());
}

TEST_CASE("Segments that can trap, depend on imports or lie far apart make no image") {
  CHECK_FALSE(image_of(R"((module (memory 1) (data (i32.const 65534) "abc")))").complete);
  CHECK_FALSE(image_of(R"((module (memory 0) (data (i32.const 1) "")))").complete);
  CHECK_FALSE(image_of(R"((module (import "m" "m" (memory 1)) (data (i32.const 0) "a")))").complete);
  CHECK_FALSE(image_of(R"((module (import "m" "g" (global $g i32)) (memory 1) (data (global.get $g) "a")))").complete);
  std::string scattered = "(module (memory 1000)";
  for (int i = 0; i < 900; ++i) scattered += " (data (i32.const " + std::to_string(i * 65536) + ") \"a\")";
  CHECK_FALSE(image_of(scattered + ")").complete);
}

}  // namespace
}  // namespace wrt
