// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The rules by meaning, for scalars and vectors alike: the lane says which floats a vector holds.
#include "test/random_module/nan_bits.h"

namespace wrt::random_module {

namespace {

NanBits any_of(Lane lane) {
  if (lane == Lane::F32) return NanBits::AnyF32;
  if (lane == Lane::F64) return NanBits::AnyF64;
  return NanBits::Exact;
}

// The kind of float in a vector operand; Lane::None if it is looked at as bits or integers.
Lane vector_operand_lane(const OpcodeInfo& row) {
  switch (row.meaning) {
    case Meaning::DemoteZero: return Lane::F64;
    case Meaning::PromoteLow: return Lane::F32;
    case Meaning::TruncSatS:
    case Meaning::TruncSatU: return Lane::F32;
    case Meaning::TruncSatZeroS:
    case Meaning::TruncSatZeroU: return Lane::F64;
    case Meaning::ConvertS:
    case Meaning::ConvertU:
    case Meaning::ConvertLowS:
    case Meaning::ConvertLowU: return Lane::None;
    default: return row.lane;
  }
}

// Whether the result's bits are those of the operands, moved.
bool moves_bits(Meaning meaning) {
  switch (meaning) {
    case Meaning::Abs:
    case Meaning::Neg:
    case Meaning::Copysign:
    case Meaning::Pmin:
    case Meaning::Pmax:
    case Meaning::Splat:
    case Meaning::ExtractLane:
    case Meaning::ReplaceLane: return true;
    default: return false;
  }
}

// Whether it computes a float from floats, so that a NaN may come out.
bool is_arithmetic(Meaning meaning) {
  switch (meaning) {
    case Meaning::Add:
    case Meaning::Sub:
    case Meaning::Mul:
    case Meaning::Div:
    case Meaning::Sqrt:
    case Meaning::Min:
    case Meaning::Max:
    case Meaning::Ceil:
    case Meaning::Floor:
    case Meaning::Trunc:
    case Meaning::Nearest:
    case Meaning::Demote:
    case Meaning::Promote:
    case Meaning::DemoteZero:
    case Meaning::PromoteLow: return true;
    default: return false;
  }
}

}  // namespace

NanBits operand_bits(Opcode opcode, std::size_t operand) {
  const OpcodeInfo& row = opcode_info(opcode);
  if (row.meaning == Meaning::Store || row.meaning == Meaning::Reinterpret) return NanBits::Exact;
  if (row.meaning == Meaning::Copysign && operand == 1) return NanBits::Exact;
  switch (row.operands[operand]) {
    case 'f': return NanBits::AnyF32;
    case 'F': return NanBits::AnyF64;
    case 'v': return any_of(vector_operand_lane(row));
    default: return NanBits::Exact;
  }
}

NanBits result_bits(Opcode opcode, NanBits operands) {
  const OpcodeInfo& row = opcode_info(opcode);
  if (moves_bits(row.meaning)) return any_of(row.lane) == NanBits::Exact ? NanBits::Exact : operands;
  return is_arithmetic(row.meaning) ? any_of(row.lane) : NanBits::Exact;
}

}  // namespace wrt::random_module
