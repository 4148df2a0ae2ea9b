// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Every SIMPLE row of the opcode table, by a module each: it validates with the operands that the row names, and not
// with others.
#include <bit>
#include <catch2/catch.hpp>

#include "lib/wasm/opcodes.h"
#include "test/unit/valid/code.h"

namespace wrt {
namespace {

using test::Code;

ValType type_of(char letter, AddressType address) {
  switch (letter) {
    case 'i': return ValType::I32;
    case 'I': return ValType::I64;
    case 'f': return ValType::F32;
    case 'F': return ValType::F64;
    case 'v': return ValType::V128;
    default: return address_val_type(address);
  }
}

std::vector<ValType> types_of(std::string_view letters, AddressType address) {
  std::vector<ValType> types;
  for (const char letter : letters) types.push_back(type_of(letter, address));
  return types;
}

// Bytes that the instruction touches, as the text format's names say: v128.load8x8_s reads eight of them.
std::uint32_t natural_align_log2(const OpcodeInfo& info) {
  if (info.meaning == Meaning::LoadExtendS || info.meaning == Meaning::LoadExtendU) return 3;
  return static_cast<std::uint32_t>(std::countr_zero(lane_size(info.lane)));
}

// The verdict on a function that gives the row these operands and returns its results.
std::string verdict_with(const OpcodeInfo& info, Opcode opcode, const std::vector<ValType>& operands,
                         AddressType address, std::uint32_t align_log2, std::uint8_t lane = 0) {
  ModuleBuilder builder;
  builder.add_memory({{1, 1}, address, true, 16});
  Code code;
  for (const ValType type : operands) code.push_back(test::push(type));
  Instruction instruction = test::op(opcode);
  instruction.memarg.align_log2 = align_log2;
  instruction.lane = lane;
  code.push_back(instruction);
  return test::verdict_on(builder, {{}, types_of(info.result, address)}, std::move(code));
}

bool has_memory(const OpcodeInfo& info) {
  return info.immediate == Immediate::MemArg || info.immediate == Immediate::MemArgLane;
}

}  // namespace

TEST_CASE("every simple row validates with its operands") {
  for (std::size_t i = 0; i < kOpcodeCount; ++i) {
    const OpcodeInfo& info = kOpcodes[i];
    if (!info.simple) continue;
    INFO(info.text);
    for (const AddressType address : {AddressType::I32, AddressType::I64}) {
      const std::vector<ValType> operands = types_of(info.operands, address);
      const std::uint32_t align = has_memory(info) ? natural_align_log2(info) : 0;
      CHECK(verdict_with(info, static_cast<Opcode>(i), operands, address, align).empty());
    }
  }
}

TEST_CASE("every simple row refuses an operand of another type, and one too few") {
  for (std::size_t i = 0; i < kOpcodeCount; ++i) {
    const OpcodeInfo& info = kOpcodes[i];
    const std::uint32_t align = has_memory(info) ? natural_align_log2(info) : 0;
    for (std::size_t j = 0; j < info.operands.size(); ++j) {
      INFO(info.text << " operand " << j);
      std::vector<ValType> operands = types_of(info.operands, AddressType::I32);
      operands[j] = operands[j] == ValType::I64 ? ValType::F64 : ValType::I64;
      const std::string wrong = verdict_with(info, static_cast<Opcode>(i), operands, AddressType::I32, align);
      CHECK(wrong.find("type mismatch: instruction requires [") == 0);
      operands = types_of(info.operands, AddressType::I32);
      operands.pop_back();
      const std::string few = verdict_with(info, static_cast<Opcode>(i), operands, AddressType::I32, align);
      CHECK(few.find("type mismatch: instruction requires [") == 0);
    }
  }
}

TEST_CASE("every memory access refuses an alignment above its own, atomic ones any other") {
  for (std::size_t i = 0; i < kOpcodeCount; ++i) {
    const OpcodeInfo& info = kOpcodes[i];
    if (!info.simple || !has_memory(info)) continue;
    INFO(info.text);
    const std::vector<ValType> operands = types_of(info.operands, AddressType::I32);
    const std::uint32_t natural = natural_align_log2(info);
    CHECK(verdict_with(info, static_cast<Opcode>(i), operands, AddressType::I32, natural + 1) ==
          "alignment must not be larger than natural");
    if (natural == 0) continue;
    const std::string below = verdict_with(info, static_cast<Opcode>(i), operands, AddressType::I32, natural - 1);
    CHECK(below == (info.feature == Feature::Threads ? "atomic alignment must be natural" : ""));
  }
}

TEST_CASE("every lane index is below the number of lanes") {
  for (std::size_t i = 0; i < kOpcodeCount; ++i) {
    const OpcodeInfo& info = kOpcodes[i];
    if (info.immediate != Immediate::Lane && info.immediate != Immediate::MemArgLane) continue;
    INFO(info.text);
    const std::vector<ValType> operands = types_of(info.operands, AddressType::I32);
    const std::uint8_t lanes = static_cast<std::uint8_t>(16 / lane_size(info.lane));
    const Opcode opcode = static_cast<Opcode>(i);
    CHECK(verdict_with(info, opcode, operands, AddressType::I32, 0, static_cast<std::uint8_t>(lanes - 1)).empty());
    CHECK(verdict_with(info, opcode, operands, AddressType::I32, 0, lanes) == "invalid lane index");
  }
}

TEST_CASE("shuffle chooses among 32 lanes") {
  Instruction shuffle = test::op(Opcode::I8x16Shuffle);
  shuffle.v128.fill(31);
  const Code operands = {test::push(ValType::V128), test::push(ValType::V128)};
  Code code = operands;
  code.push_back(shuffle);
  CHECK(test::verdict_on({{}, {ValType::V128}}, code).empty());
  code.back().v128[15] = 32;
  CHECK(test::verdict_on({{}, {ValType::V128}}, code) == "invalid lane index");
}

TEST_CASE("an offset fits the memory's addresses") {
  Instruction load = test::op(Opcode::I32Load);
  load.memarg.offset = 0x1'0000'0000;
  ModuleBuilder small;
  small.add_memory({{1, {}}, AddressType::I32, false, 16});
  CHECK(test::verdict_on(small, {{}, {ValType::I32}}, {test::push(ValType::I32), load}) == "offset out of range");
  ModuleBuilder large;
  large.add_memory({{1, {}}, AddressType::I64, false, 16});
  CHECK(test::verdict_on(large, {{}, {ValType::I32}}, {test::push(ValType::I64), load}).empty());
  CHECK(test::verdict_on({{}, {ValType::I32}}, {test::push(ValType::I32), test::op(Opcode::I32Load)}) ==
        "unknown memory 0");
}

TEST_CASE("instructions of a feature that is off do not exist") {
  Features features;
  features.set(Feature::Simd, false);
  ModuleBuilder builder;
  const Code code = {test::push(ValType::V128), test::op(Opcode::Drop), test::op(Opcode::End)};
  builder.add_function(builder.add_func_type({}), {}, code);
  CHECK(test::verdict(builder, features) == "illegal opcode: v128.const needs the feature simd");
}

}  // namespace wrt
