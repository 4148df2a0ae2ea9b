// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ByteWriter writes the shortest form of what ByteReader reads.
#include "lib/support/byte_writer.h"

#include <algorithm>
#include <bit>
#include <catch2/catch.hpp>
#include <cstdint>
#include <vector>

#include "lib/support/byte_reader.h"

namespace wrt {

TEST_CASE("ByteWriter writes unsigned LEB128 that ByteReader reads back") {
  std::uint64_t value = 0;
  for (unsigned bit = 0; bit < 64; ++bit) {
    for (const std::uint64_t each : {value, value + 1, value - 1, ~value}) {
      ByteWriter writer;
      writer.write_u64(each);
      CHECK(writer.size() == std::max(1u, (64u - static_cast<unsigned>(std::countl_zero(each)) + 6) / 7));
      ByteReader reader(writer.bytes());
      CHECK(reader.read_u64() == each);
      CHECK(reader.at_end());
    }
    value = std::uint64_t{1} << bit;
  }
}

TEST_CASE("ByteWriter writes signed LEB128 that ByteReader reads back") {
  for (unsigned bit = 0; bit < 64; ++bit) {
    const std::int64_t power = static_cast<std::int64_t>(std::uint64_t{1} << bit);
    for (const std::int64_t each : {power, -(power + (bit == 63 ? 1 : 0)), power - (bit == 63 ? 0 : 1), ~power}) {
      ByteWriter writer;
      writer.write_s64(each);
      ByteReader reader(writer.bytes());
      CHECK(reader.read_s64() == each);
      CHECK(reader.at_end());
    }
  }
}

TEST_CASE("ByteWriter writes numbers in their shortest form") {
  ByteWriter writer;
  writer.write_s64(-64);
  writer.write_s64(63);
  writer.write_s64(64);
  writer.write_u32(127);
  writer.write_u32(128);
  CHECK(writer.take() == std::vector<std::uint8_t>{0x40, 0x3f, 0xc0, 0x00, 0x7f, 0x80, 0x01});
  CHECK(writer.size() == 0);
}

TEST_CASE("ByteWriter writes names and words") {
  ByteWriter writer;
  writer.write_name("hi");
  writer.write_fixed<std::uint32_t>(0x12345678);
  CHECK(writer.take() == std::vector<std::uint8_t>{2, 'h', 'i', 0x78, 0x56, 0x34, 0x12});
}

}  // namespace wrt
