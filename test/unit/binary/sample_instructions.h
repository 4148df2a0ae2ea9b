// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// For each row of the opcode table an instruction with immediates that use their room: numbers of several LEB128
// bytes, indices above 127, all kinds of types. Not valid, only well-formed.
#pragma once

#include <array>
#include <cstdint>

#include "lib/binary/instruction.h"

namespace wrt::test {

inline constexpr std::array<std::uint32_t, 4> kLabels = {0, 5, 300, 0xffffffff};
inline constexpr std::array<ValType, 2> kTypes = {ValType::ref(HeapType::defined(70'000), true), ValType::V128};
inline constexpr std::array<CatchClause, 4> kCatches = {{{CatchClause::Kind::Catch, 200, 1},
                                                         {CatchClause::Kind::CatchRef, 3, 400},
                                                         {CatchClause::Kind::CatchAll, 0, 2},
                                                         {CatchClause::Kind::CatchAllRef, 0, 3}}};

// ref.null and the forms for null say so in the opcode.
inline bool names_nullable(Opcode opcode) {
  return opcode != Opcode::RefTest && opcode != Opcode::RefCast;
}

inline Instruction sample_instruction(Opcode opcode) {
  Instruction sample;
  sample.opcode = opcode;
  switch (opcode_info(opcode).immediate) {
    case Immediate::Block: sample.block = {BlockType::Kind::Func, {}, 1'000}; break;
    case Immediate::TryTable:
      sample.block = {BlockType::Kind::Value, ValType::ref(HeapType::Exn, false), 0};
      sample.catches = kCatches;
      break;
    case Immediate::LabelTable:
      sample.labels = kLabels;
      sample.index = 129;
      break;
    case Immediate::SelectTypes: sample.types = kTypes; break;
    case Immediate::MemArg:
    case Immediate::MemArgLane:
      sample.memarg = {3, 130, 0x1234567890};
      sample.lane = 7;
      break;
    case Immediate::Lane: sample.lane = 255; break;
    case Immediate::I32: sample.bits = static_cast<std::uint64_t>(std::int64_t{-1'234'567'890}); break;
    case Immediate::F32: sample.bits = 0x7fa00001; break;
    case Immediate::I64:
    case Immediate::F64: sample.bits = 0xfff4000000000001; break;
    case Immediate::V128:
    case Immediate::Shuffle: sample.v128 = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255}; break;
    case Immediate::HeapType: sample.ref = ValType::ref(HeapType::defined(999'999), names_nullable(opcode)); break;
    case Immediate::BrOnCast:
      sample.index = 128;
      sample.ref = ValType::ref(HeapType::Any, true);
      sample.ref2 = ValType::ref(HeapType::defined(3), false);
      break;
    default: sample.index = 0xfffffffe; sample.index2 = 129;
  }
  return sample;
}

}  // namespace wrt::test
