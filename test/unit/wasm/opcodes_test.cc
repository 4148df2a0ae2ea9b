// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A walk along the table of instructions: each row can be found by its code and by its text, and makes sense.
#include "lib/wasm/opcodes.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>

namespace wrt {

TEST_CASE("every opcode is found by its code, and by no other") {
  std::set<std::uint32_t> codes;
  for (std::size_t i = 0; i < kOpcodeCount; ++i) {
    const Opcode opcode = static_cast<Opcode>(i);
    const OpcodeInfo& info = opcode_info(opcode);
    INFO(info.text);
    CHECK(opcode_from_code(info.code) == opcode);
    CHECK(codes.insert(info.code).second);
    const std::uint32_t prefix = info.code >> 16;
    CHECK((prefix == 0 ? info.code < 0x100 && !is_opcode_prefix(static_cast<std::uint8_t>(info.code))
                       : is_opcode_prefix(static_cast<std::uint8_t>(prefix))));
  }
}

TEST_CASE("codes without an instruction are none") {
  for (const std::uint32_t code : {0x16u, 0x17u, 0x1du, 0x1eu, 0x27u, 0xffu, 0xfbu, 0xfb00ffu, 0xfc001fu, 0xfd009au,
                                   0xfd0fffu, 0xfe0004u, 0xff0000u, 0xfb0000u + 0x120u, 0xffffffffu}) {
    INFO(code);
    CHECK_FALSE(opcode_from_code(code).has_value());
  }
}

TEST_CASE("every opcode is found by its text") {
  for (std::size_t i = 0; i < kOpcodeCount; ++i) {
    const OpcodeInfo& info = kOpcodes[i];
    INFO(info.text);
    const std::optional<Opcode> found = opcode_from_text(info.text);
    REQUIRE(found.has_value());
    CHECK(opcode_info(*found).text == info.text);
    // Only where the text alone does not tell is it another row than this one.
    const bool shared = info.text == "select" || info.text == "ref.test" || info.text == "ref.cast";
    CHECK((shared || *found == static_cast<Opcode>(i)));
  }
  CHECK_FALSE(opcode_from_text("i32.ad").has_value());
  CHECK_FALSE(opcode_from_text("").has_value());
}

TEST_CASE("every simple row has a signature of known letters, every special row none") {
  for (const OpcodeInfo& info : kOpcodes) {
    INFO(info.text);
    CHECK(info.operands.find_first_not_of("iIfFva") == std::string_view::npos);
    CHECK(info.result.find_first_not_of("iIfFv") == std::string_view::npos);
    CHECK(info.operands.size() <= 4);
    CHECK(info.result.size() <= 2);
    // An address is the first operand, and only where a memory is named.
    const bool has_memory = info.immediate == Immediate::MemArg || info.immediate == Immediate::MemArgLane;
    CHECK(info.operands.find_last_of('a') == (info.simple && has_memory ? 0 : std::string_view::npos));
    if (!info.simple) CHECK((info.operands.empty() && info.result.empty() && info.lane == Lane::None));
    if (has_memory) CHECK(lane_size(info.lane) > 0);
  }
}

TEST_CASE("an instruction's text says what it works on") {
  for (const OpcodeInfo& info : kOpcodes) {
    if (!info.simple || info.result.empty() || info.immediate != Immediate::None) continue;
    INFO(info.text);
    // "f32x4.add" leaves a vector, "f32.add" a float; comparisons and tests an i32.
    const bool vector = info.text.find('x') < info.text.find('.') || info.text.substr(0, 4) == "v128";
    const std::string expected = vector                            ? "vifIF"
                                 : info.text.substr(0, 3) == "i32" ? "i"
                                 : info.text.substr(0, 3) == "i64" ? "Ii"
                                 : info.text.substr(0, 3) == "f32" ? "fi"
                                                                   : "Fi";
    CHECK(info.result.find_first_not_of(expected) == std::string_view::npos);
  }
}

}  // namespace wrt
