// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Conversions of vectors. The processor knows signed integers only, and gives -2^31 for a float that does not fit; the
// techniques for saturation are those of compiler/llvm/emit_trunc_sat.cc.
#include <bit>

#include "compiler/baseline/function_compiler.h"
#include "compiler/baseline/vector_opcodes.h"

namespace wrt::baseline {

using namespace vector_opcode;

namespace {

constexpr std::uint64_t bits_of(double value) {
  return std::bit_cast<std::uint64_t>(value);
}

constexpr std::uint32_t kFloatTwo31 = std::bit_cast<std::uint32_t>(0x1p31f);
// The upper half of 2^52 as a double: with an unsigned integer as the lower one it is their sum.
constexpr std::uint32_t kHighOfTwo52 = 0x43300000;

}  // namespace

bool FunctionCompiler::compile_vector_convert(const OpcodeInfo& info) {
  switch (info.meaning) {
    case Meaning::ConvertS: compile_vector_unary(Prefix::None, kCvtdq2ps); return true;
    case Meaning::ConvertU: compile_vector_convert_u(); return true;
    case Meaning::ConvertLowS: compile_vector_unary(Prefix::PF3, 0x0fe6); return true;
    case Meaning::ConvertLowU: compile_convert_low_u(); return true;
    case Meaning::DemoteZero: compile_vector_unary(Prefix::P66, 0x0f5a); return true;
    case Meaning::PromoteLow: compile_vector_unary(Prefix::None, 0x0f5a); return true;
    case Meaning::TruncSatS: compile_vector_trunc_sat_s(); return true;
    case Meaning::TruncSatU:
    case Meaning::RelaxedTruncU: compile_vector_trunc_sat_u(); return true;
    case Meaning::TruncSatZeroS: compile_trunc_sat_zero_s(); return true;
    case Meaning::TruncSatZeroU:
    case Meaning::RelaxedTruncZeroU: compile_trunc_sat_zero_u(); return true;
    default: return false;
  }
}

// Both halves of the integer are exact as floats, the upper one halved before and doubled after; their sum is what
// rounds.
void FunctionCompiler::compile_vector_convert_u() {
  const Xmm result = to_own_xmm(pop());
  asm_.movaps(kScratchXmm, result);
  shift_lanes(VectorShift::Shl, Lane::I32, kScratchXmm, 16);
  shift_lanes(VectorShift::ShrU, Lane::I32, kScratchXmm, 16);
  asm_.sse(Prefix::P66, psub(Lane::I32), result, kScratchXmm);
  asm_.sse(Prefix::None, kCvtdq2ps, kScratchXmm, kScratchXmm);
  shift_lanes(VectorShift::ShrU, Lane::I32, result, 1);
  asm_.sse(Prefix::None, kCvtdq2ps, result, result);
  asm_.sse(Prefix::None, kAddps, result, result);
  asm_.sse(Prefix::None, kAddps, result, kScratchXmm);
  push_vector(result);
}

void FunctionCompiler::compile_convert_low_u() {
  const Xmm result = to_own_xmm(pop());
  load_splat(kScratchXmm, Lane::I32, kHighOfTwo52);
  asm_.sse(Prefix::P66, kPunpckldq, result, kScratchXmm);
  load_splat(kScratchXmm, Lane::I64, bits_of(0x1p52));
  asm_.sse(Prefix::P66, kSubps, result, kScratchXmm);
  push_vector(result);
}

// Too large: all bits of -2^31 flipped. A NaN: no bits.
void FunctionCompiler::compile_vector_trunc_sat_s() {
  const Xmm result = to_own_xmm(pop());
  load_splat(kScratchXmm, Lane::I32, kFloatTwo31);
  asm_.sse_imm(Prefix::None, kCmpps, kScratchXmm, result, kCmpLessEqual);
  asm_.movaps(kScratchXmm2, result);
  asm_.sse_imm(Prefix::None, kCmpps, kScratchXmm2, kScratchXmm2, kCmpOrdered);
  asm_.sse(Prefix::PF3, kCvttps2dq, result, result);
  asm_.sse(Prefix::P66, kPxor, result, kScratchXmm);
  asm_.sse(Prefix::P66, kPand, result, kScratchXmm2);
  push_vector(result);
}

// Below 2^31 the signed conversion will do. From there on it gives -2^31, the top bit; the bits below it are what the
// operand less 2^31 converts to, saturated.
void FunctionCompiler::compile_vector_trunc_sat_u() {
  const Xmm result = to_own_xmm(pop());
  // The maximum is the second operand where the first is a NaN.
  asm_.zero(kScratchXmm);
  asm_.sse(Prefix::None, kMaxps, result, kScratchXmm);
  load_splat(kScratchXmm2, Lane::I32, kFloatTwo31);
  asm_.movaps(kScratchXmm, result);
  asm_.sse(Prefix::None, kSubps, kScratchXmm, kScratchXmm2);
  asm_.sse_imm(Prefix::None, kCmpps, kScratchXmm2, kScratchXmm, kCmpLessEqual);
  asm_.sse(Prefix::PF3, kCvttps2dq, kScratchXmm, kScratchXmm);
  asm_.sse(Prefix::P66, kPxor, kScratchXmm, kScratchXmm2);
  asm_.sse(Prefix::PF3, kCvttps2dq, result, result);
  asm_.movaps(kScratchXmm2, result);
  shift_lanes(VectorShift::ShrS, Lane::I32, kScratchXmm2, 31);
  asm_.sse(Prefix::P66, kPand, kScratchXmm, kScratchXmm2);
  asm_.sse(Prefix::P66, kPor, result, kScratchXmm);
  push_vector(result);
}

// Two lanes, and two of zeros, which is what the conversion makes. NaNs become 0 first.
void FunctionCompiler::compile_trunc_sat_zero_s() {
  const Xmm result = to_own_xmm(pop());
  asm_.movaps(kScratchXmm, result);
  asm_.sse_imm(Prefix::P66, kCmpps, kScratchXmm, kScratchXmm, kCmpOrdered);
  asm_.sse(Prefix::P66, kPand, result, kScratchXmm);
  load_splat(kScratchXmm, Lane::I64, bits_of(2147483647.0));
  asm_.sse(Prefix::P66, kMinps, result, kScratchXmm);
  asm_.sse(Prefix::P66, kCvttpd2dq, result, result);
  push_vector(result);
}

// Added to 2^52, an integer stands in the low bits of the sum.
void FunctionCompiler::compile_trunc_sat_zero_u() {
  constexpr std::uint8_t kTowardsZero = 11;
  constexpr std::uint8_t kEvenWords = 0x88;  // of both operands, one behind the other
  const Xmm result = to_own_xmm(pop());
  asm_.zero(kScratchXmm);
  asm_.sse(Prefix::P66, kMaxps, result, kScratchXmm);
  load_splat(kScratchXmm, Lane::I64, bits_of(4294967295.0));
  asm_.sse(Prefix::P66, kMinps, result, kScratchXmm);
  asm_.sse_imm(Prefix::P66, 0x0f3a09, result, result, kTowardsZero);
  load_splat(kScratchXmm, Lane::I64, bits_of(0x1p52));
  asm_.sse(Prefix::P66, kAddps, result, kScratchXmm);
  asm_.zero(kScratchXmm);
  asm_.sse_imm(Prefix::None, kShufps, result, kScratchXmm, kEvenWords);
  push_vector(result);
}

}  // namespace wrt::baseline
