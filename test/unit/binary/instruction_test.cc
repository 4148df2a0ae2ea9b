// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Instructions to bytes and back, for every row of the table; and what is no instruction.
#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "lib/binary/body_reader.h"
#include "lib/binary/instruction_encoder.h"
#include "test/unit/binary/sample_instructions.h"

namespace wrt {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes encode(const Instruction& instruction) {
  ByteWriter writer;
  encode_instruction(writer, instruction);
  return writer.take();
}

// Compares the fields that the immediate kind fills.
void check_same(const Instruction& a, const Instruction& b) {
  CHECK(a.opcode == b.opcode);
  CHECK(a.index == b.index);
  CHECK(a.index2 == b.index2);
  CHECK(a.block.kind == b.block.kind);
  CHECK(a.block.value == b.block.value);
  CHECK(a.block.index == b.block.index);
  CHECK(a.memarg.align_log2 == b.memarg.align_log2);
  CHECK(a.memarg.memory == b.memarg.memory);
  CHECK(a.memarg.offset == b.memarg.offset);
  CHECK(a.lane == b.lane);
  CHECK(a.bits == b.bits);
  CHECK(a.v128 == b.v128);
  CHECK(a.ref == b.ref);
  CHECK(a.ref2 == b.ref2);
  CHECK(std::ranges::equal(a.labels, b.labels));
  CHECK(std::ranges::equal(a.types, b.types));
  CHECK(std::ranges::equal(a.catches, b.catches, [](const CatchClause& x, const CatchClause& y) {
    return x.kind == y.kind && x.tag == y.tag && x.label == y.label;
  }));
}

// The message of reading one instruction, with its offset.
std::string error_of(const Bytes& bytes) {
  BodyReader reader({0, bytes});
  Instruction instruction;
  const Result<> result = reader.read(instruction);
  if (result) return "";
  CHECK(result.error().kind() == ErrorKind::Malformed);
  return std::to_string(result.error().offset()) + ": " + result.error().message();
}

}  // namespace

TEST_CASE("every instruction is read back as it was encoded") {
  for (std::size_t i = 0; i < kOpcodeCount; ++i) {
    const Opcode opcode = static_cast<Opcode>(i);
    INFO(opcode_info(opcode).text);
    const Immediate kind = opcode_info(opcode).immediate;
    Instruction sample = test::sample_instruction(opcode);
    const Bytes bytes = encode(sample);
    BodyReader reader({0, bytes});
    Instruction decoded;
    REQUIRE(reader.read(decoded).has_value());
    CHECK(reader.at_end());
    CHECK(decoded.offset == 0);
    // The sample sets fields that some kinds do not write.
    if (kind == Immediate::MemArg) decoded.lane = sample.lane;
    if (kind == Immediate::None || kind == Immediate::Fence) decoded.index = sample.index;
    if (decoded.index2 == 0) decoded.index2 = sample.index2;
    check_same(sample, decoded);
    CHECK(encode(decoded) == bytes);
  }
}

TEST_CASE("every instruction cut short is an error at its end") {
  for (std::size_t i = 0; i < kOpcodeCount; ++i) {
    const Opcode opcode = static_cast<Opcode>(i);
    INFO(opcode_info(opcode).text);
    Bytes bytes = encode(test::sample_instruction(opcode));
    while (!bytes.empty()) {
      bytes.pop_back();
      const std::string error = error_of(bytes);
      const bool cut = error == std::to_string(bytes.size()) + ": unexpected end of section or function";
      // A count can be noticed to be too large before the end is reached.
      CHECK((cut || error.find("length out of bounds") != std::string::npos));
    }
  }
}

TEST_CASE("an opcode's number may be padded") {
  const Bytes bytes = {0xfc, 0x80, 0x80, 0x00};
  BodyReader reader({0, bytes});
  Instruction instruction;
  REQUIRE(reader.read(instruction).has_value());
  CHECK(instruction.opcode == Opcode::I32TruncSatF32S);
}

TEST_CASE("bytes that are no instruction are named") {
  CHECK(error_of({0xff, 0x00}) == "0: illegal opcode ff");
  CHECK(error_of({0x16, 0x40}) == "0: illegal opcode 16");
  CHECK(error_of({0xfb, 0x7f}) == "0: illegal opcode fb 7f");
  CHECK(error_of({0xfc, 0x80, 0x80, 0x04}) == "0: illegal opcode fc 10000");
  CHECK(error_of({0xfd, 0xff, 0xff, 0xff, 0xff, 0x0f}) == "0: illegal opcode fd ffffffff");
}

TEST_CASE("malformed immediates are reported where they stand") {
  CHECK(error_of({0x28, 0x80, 0x01, 0x00}) == "1: malformed memop flags");
  CHECK(error_of({0xfb, 0x18, 0x04, 0x00, 0x6e, 0x6e}) == "2: malformed br_on_cast flags");
  CHECK(error_of({0x1f, 0x40, 0x01, 0x04, 0x00}) == "3: malformed catch clause");
  CHECK(error_of({0xd0, 0x40}) == "1: malformed heap type");
  CHECK(error_of({0x02, 0x41}) == "1: malformed value type");
  CHECK(error_of({0xfe, 0x03, 0x01}) == "2: zero byte expected");
  CHECK(error_of({0x0e, 0x05, 0x00}) == "1: length out of bounds");
}

TEST_CASE("gigantic label tables are refused without memory for them") {
  CHECK(error_of({0x0e, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x00}) == "1: length out of bounds");
  CHECK(error_of({0x1c, 0xff, 0xff, 0xff, 0xff, 0x0f}) == "1: length out of bounds");
}

TEST_CASE("locals are counted with care") {
  const auto locals_error = [](const Bytes& bytes, std::uint32_t params) {
    BodyReader reader({0, bytes});
    std::vector<LocalRun> locals;
    const Result<> result = reader.read_locals(params, locals);
    return result ? std::string() : result.error().message();
  };
  CHECK(locals_error({0x02, 0x03, 0x7f, 0x00, 0x7e}, 5).empty());
  CHECK(locals_error({0x02, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x7f, 0x01, 0x7e}, 0) == "too many locals");
  CHECK(locals_error({0x01, 0xcf, 0x86, 0x03, 0x7f}, 0).empty());
  CHECK(locals_error({0x01, 0xcf, 0x86, 0x03, 0x7f}, 1) ==
        "too many locals: 50000 with the parameters, must be fewer than 50000");
}

TEST_CASE("code behind a body's end is refused") {
  const Bytes bytes = {0x0b, 0x01};
  BodyReader reader({10, bytes});
  Instruction instruction;
  REQUIRE(reader.read(instruction).has_value());
  const Result<> result = reader.expect_end();
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().offset() == 11);
}

}  // namespace wrt
