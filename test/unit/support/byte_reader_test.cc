// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ByteReader: LEB128 at its edges, errors that stick, and where they are.
#include "lib/support/byte_reader.h"

#include <catch2/catch.hpp>
#include <limits>
#include <string>
#include <vector>

namespace wrt {
namespace {

using Bytes = std::vector<std::uint8_t>;

// The error of reading `bytes` with `read`, as "offset: message"; empty if there is none.
template <typename Read>
std::string error_of(const Bytes& bytes, Read read) {
  ByteReader reader(bytes);
  read(reader);
  if (!reader.failed()) return "";
  const Error error = reader.take_error();
  return std::to_string(error.offset()) + ": " + error.message();
}

const auto read_u32 = [](ByteReader& reader) { return reader.read_u32(); };
const auto read_u64 = [](ByteReader& reader) { return reader.read_u64(); };
const auto read_s32 = [](ByteReader& reader) { return reader.read_s32(); };
const auto read_s33 = [](ByteReader& reader) { return reader.read_s33(); };
const auto read_s64 = [](ByteReader& reader) { return reader.read_s64(); };

template <typename Read>
auto value_of(const Bytes& bytes, Read read) {
  ByteReader reader(bytes);
  const auto value = read(reader);
  CHECK_FALSE(reader.failed());
  CHECK(reader.at_end());
  return value;
}

}  // namespace

TEST_CASE("ByteReader reads unsigned LEB128") {
  CHECK(value_of({0x00}, read_u32) == 0);
  CHECK(value_of({0x7f}, read_u32) == 127);
  CHECK(value_of({0x80, 0x01}, read_u32) == 128);
  CHECK(value_of({0xff, 0xff, 0xff, 0xff, 0x0f}, read_u32) == 0xffffffff);
  CHECK(value_of({0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01}, read_u64) == ~std::uint64_t{0});
}

TEST_CASE("ByteReader reads signed LEB128") {
  CHECK(value_of({0x3f}, read_s32) == 63);
  CHECK(value_of({0x40}, read_s32) == -64);
  CHECK(value_of({0x7f}, read_s64) == -1);
  CHECK(value_of({0x80, 0x7f}, read_s32) == -128);
  CHECK(value_of({0xff, 0x00}, read_s32) == 127);
  CHECK(value_of({0x80, 0x80, 0x80, 0x80, 0x78}, read_s32) == std::numeric_limits<std::int32_t>::min());
  CHECK(value_of({0xff, 0xff, 0xff, 0xff, 0x07}, read_s32) == std::numeric_limits<std::int32_t>::max());
  CHECK(value_of({0xff, 0xff, 0xff, 0xff, 0x0f}, read_s33) == 0xffffffff);
  CHECK(value_of({0x80, 0x80, 0x80, 0x80, 0x70}, read_s33) == -(std::int64_t{1} << 32));
  CHECK(value_of({0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f}, read_s64) ==
        std::numeric_limits<std::int64_t>::min());
}

TEST_CASE("ByteReader accepts LEB128 padded to its full length") {
  CHECK(value_of({0x83, 0x80, 0x80, 0x80, 0x00}, read_u32) == 3);
  CHECK(value_of({0xfe, 0xff, 0xff, 0xff, 0x7f}, read_s32) == -2);
}

TEST_CASE("ByteReader rejects overlong LEB128") {
  CHECK(error_of({0x83, 0x80, 0x80, 0x80, 0x80, 0x00}, read_u32) == "5: integer representation too long");
  CHECK(error_of({0x80, 0x80, 0x80, 0x80, 0x80, 0x00}, read_s32) == "5: integer representation too long");
  CHECK(error_of({0x80, 0x80, 0x80, 0x80, 0x80, 0x00}, read_s33) == "5: integer representation too long");
  CHECK(error_of({0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00}, read_u64) ==
        "10: integer representation too long");
  CHECK(error_of({0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00}, read_s64) ==
        "10: integer representation too long");
}

TEST_CASE("ByteReader rejects LEB128 with bits that the type does not have") {
  CHECK(error_of({0x82, 0x80, 0x80, 0x80, 0x10}, read_u32) == "4: integer too large");
  CHECK(error_of({0x80, 0x80, 0x80, 0x80, 0x08}, read_s32) == "4: integer too large");
  CHECK(error_of({0xff, 0xff, 0xff, 0xff, 0x4f}, read_s32) == "4: integer too large");
  CHECK(error_of({0xff, 0xff, 0xff, 0xff, 0x1f}, read_s33) == "4: integer too large");
  CHECK(error_of({0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02}, read_u64) == "9: integer too large");
  CHECK(error_of({0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x41}, read_s64) == "9: integer too large");
}

TEST_CASE("ByteReader reports the end of its bytes") {
  CHECK(error_of({}, read_u32) == "0: unexpected end of section or function");
  CHECK(error_of({0x80, 0x80}, read_u32) == "2: unexpected end of section or function");
  CHECK(error_of({1, 2, 3}, [](ByteReader& reader) { reader.read_fixed<std::uint32_t>(); }) ==
        "3: unexpected end of section or function");
  CHECK(error_of({1, 2, 3}, [](ByteReader& reader) { reader.read_bytes(4); }) ==
        "3: unexpected end of section or function");
}

TEST_CASE("ByteReader keeps its first error and stands at the end") {
  const Bytes bytes = {0x80, 0x80, 0x80, 0x80, 0x80, 0x00, 0x01, 0x02};
  ByteReader reader(bytes, 100);
  reader.read_u32();
  CHECK(reader.failed());
  CHECK(reader.at_end());
  CHECK(reader.read_u8() == 0);
  CHECK(reader.read_bytes(1).empty());
  const Result<> status = reader.status();
  REQUIRE_FALSE(status);
  CHECK(status.error().offset() == 105);
  CHECK(status.error().message() == "integer representation too long");
}

TEST_CASE("ByteReader reads fixed words in little-endian order") {
  CHECK(value_of({0x78, 0x56, 0x34, 0x12}, [](ByteReader& reader) { return reader.read_fixed<std::uint32_t>(); }) ==
        0x12345678);
}

TEST_CASE("ByteReader refuses a length beyond what is left") {
  const auto read_length = [](ByteReader& reader) { return reader.read_length(); };
  CHECK(error_of({0x05, 1, 2, 3}, read_length) == "0: length out of bounds");
  CHECK(error_of({0xff, 0xff, 0xff, 0xff, 0x0f}, read_length) == "0: length out of bounds");
  CHECK(error_of({0x03, 1, 2, 3}, read_length).empty());
}

TEST_CASE("ByteReader reads names of valid UTF-8 only") {
  CHECK(value_of({3, 'a', 0xc3, 0xa9}, [](ByteReader& reader) { return std::string(reader.read_name()); }) == "aé");
  const auto read_name = [](ByteReader& reader) { reader.read_name(); };
  CHECK(error_of({2, 0xc0, 0x80}, read_name) == "0: malformed UTF-8 encoding");
  CHECK(error_of({9, 'a'}, read_name) == "0: length out of bounds");
}

}  // namespace wrt
