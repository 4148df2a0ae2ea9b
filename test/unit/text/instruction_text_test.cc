// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Over the whole table of instructions: each row's keyword is found again, and a sample of each row, printed and
// parsed, gives the bytes that it had.
#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "lib/binary/decoder.h"
#include "lib/binary/instruction_encoder.h"
#include "lib/text/instruction_printer.h"
#include "lib/text/keywords.h"
#include "test/unit/binary/sample_instructions.h"
#include "test/unit/text/parse.h"

namespace wrt {

TEST_CASE("every instruction's keyword is a known word") {
  for (const OpcodeInfo& info : kOpcodes) CHECK(is_known_keyword(info.text));
  CHECK_FALSE(is_known_keyword("get_local"));
  CHECK(is_known_keyword("offset=0x10"));
  CHECK_FALSE(is_known_keyword("offset="));
}

TEST_CASE("printed instructions parse to the bytes they came from") {
  const IndexNames names;
  for (std::size_t i = 0; i < kOpcodeCount; ++i) {
    const Instruction sample = test::sample_instruction(static_cast<Opcode>(i));
    const BlockRole role = block_role(sample.opcode);
    if (role == BlockRole::Divides || role == BlockRole::Closes) continue;
    ByteWriter expected;
    encode_instruction(expected, sample);
    std::string text;
    InstructionPrinter(names, 0).print(sample, text);
    INFO(text);
    const bool is_block = role == BlockRole::Opens;
    const std::vector<std::uint8_t> bytes = test::bytes_of("(func " + text + (is_block ? " end)" : ")"));
    const Result<Module> module = decode_module(bytes);
    REQUIRE(module.has_value());
    const std::span<const std::uint8_t> body = module->bodies.at(0).bytes;
    // No locals in front, one or two `end` behind.
    const std::span<const std::uint8_t> actual = body.subspan(1, body.size() - (is_block ? 3 : 2));
    CHECK(std::vector(actual.begin(), actual.end()) == expected.take());
  }
}

}  // namespace wrt
