// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Shifts of vectors by the same count in all lanes, which is taken modulo the lane's width. The processor has none of
// bytes, and no arithmetic one of 64 bits; and it does not take counts modulo anything.
#include "compiler/baseline/function_compiler.h"
#include "compiler/baseline/vector_opcodes.h"

namespace wrt::baseline {

using namespace vector_opcode;

namespace {

constexpr std::uint8_t count_mask(Lane lane) {
  return static_cast<std::uint8_t>(lane_size(lane) * 8 - 1);
}

}  // namespace

bool FunctionCompiler::compile_vector_shift(const OpcodeInfo& info) {
  VectorShift which = VectorShift::Shl;
  switch (info.meaning) {
    case Meaning::Shl: break;
    case Meaning::ShrS: which = VectorShift::ShrS; break;
    case Meaning::ShrU: which = VectorShift::ShrU; break;
    default: return false;
  }
  const Operand operand = pop();
  if (operand.is_const()) {
    compile_vector_shift_known(which, info.lane, static_cast<std::uint8_t>(operand.bits & count_mask(info.lane)));
    return true;
  }
  const Gpr count = to_gpr(operand);
  if (info.lane == Lane::I8) {
    compile_shift_i8x16(which, count);
    return true;
  }
  const Xmm result = to_own_xmm(pop());
  load_count(kScratchXmm, count, info.lane);
  if (info.lane == Lane::I64 && which == VectorShift::ShrS) {
    compile_shr_s_i64x2(result);
  } else {
    shift_lanes(which, info.lane, result, kScratchXmm);
  }
  push_vector(result);
  return true;
}

// Lanes of 16, 32 and 64 bits.
void FunctionCompiler::shift_lanes(VectorShift which, Lane lane, Xmm reg, std::uint8_t count) {
  asm_.op(Prefix::P66, Width::W32, by_lane(lane, 0, 0x0f71, 0x0f72, 0x0f73), static_cast<std::uint8_t>(which),
          static_cast<Gpr>(reg));
  asm_.byte(count);
}

void FunctionCompiler::shift_lanes(VectorShift which, Lane lane, Xmm reg, Xmm count) {
  const std::uint32_t first = which == VectorShift::ShrU ? 0x0fd0 : which == VectorShift::ShrS ? 0x0fe0 : 0x0ff0;
  asm_.sse(Prefix::P66, first + by_lane(lane, 0, 1, 2, 3), reg, count);
}

// Modulo the lane's width.
void FunctionCompiler::load_count(Xmm to, Gpr count, Lane lane) {
  asm_.mov(Width::W32, kScratch, count);
  asm_.alu_imm(Alu::And, Width::W32, kScratch, count_mask(lane));
  asm_.mov_bits(Width::W32, to, kScratch);
}

// The count is in kScratchXmm. The sign bit, shifted as if it were unsigned, is where the copies of it are to begin:
// flipped and subtracted, it fills what lies above.
void FunctionCompiler::compile_shr_s_i64x2(Xmm reg) {
  load_ones(kScratchXmm2);
  shift_lanes(VectorShift::Shl, Lane::I64, kScratchXmm2, 63);
  shift_lanes(VectorShift::ShrU, Lane::I64, kScratchXmm2, kScratchXmm);
  shift_lanes(VectorShift::ShrU, Lane::I64, reg, kScratchXmm);
  asm_.sse(Prefix::P66, kPxor, reg, kScratchXmm2);
  asm_.sse(Prefix::P66, psub(Lane::I64), reg, kScratchXmm2);
}

void FunctionCompiler::compile_vector_shift_known(VectorShift which, Lane lane, std::uint8_t count) {
  const Xmm result = to_own_xmm(pop());
  if (lane == Lane::I8 && which == VectorShift::ShrS) {
    // As words whose high bytes they are.
    const std::uint8_t words_count = static_cast<std::uint8_t>(count + 8);
    asm_.movaps(kScratchXmm, result);
    asm_.sse(Prefix::P66, kPunpckhbw, kScratchXmm, kScratchXmm);
    asm_.sse(Prefix::P66, kPunpcklbw, result, result);
    shift_lanes(which, Lane::I16, kScratchXmm, words_count);
    shift_lanes(which, Lane::I16, result, words_count);
    asm_.sse(Prefix::P66, kPacksswb, result, kScratchXmm);
  } else if (lane == Lane::I8) {
    // As words, less the bits that come from the neighbour.
    const unsigned kept = which == VectorShift::Shl ? 0xffu << count : 0xffu >> count;
    shift_lanes(which, Lane::I16, result, count);
    load_splat(kScratchXmm, Lane::I8, kept);
    asm_.sse(Prefix::P66, kPand, result, kScratchXmm);
  } else if (lane == Lane::I64 && which == VectorShift::ShrS) {
    asm_.mov_imm(kScratch, count);
    asm_.mov_bits(Width::W32, kScratchXmm, kScratch);
    compile_shr_s_i64x2(result);
  } else {
    shift_lanes(which, lane, result, count);
  }
  push_vector(result);
}

// The same two ways, with a count that is not known. The bits that are kept are found by shifting ones.
void FunctionCompiler::compile_shift_i8x16(VectorShift which, Gpr count) {
  if (which == VectorShift::ShrS) return compile_shr_s_i8x16(count);
  const Xmm result = to_own_xmm(pop());
  load_count(kScratchXmm, count, Lane::I8);
  shift_lanes(which, Lane::I16, result, kScratchXmm);
  load_ones(kScratchXmm2);
  shift_lanes(which, Lane::I16, kScratchXmm2, kScratchXmm);
  // Shifted left, the low byte of each word is right, otherwise the high one; as a word of its own it fits a byte.
  if (which == VectorShift::Shl) shift_lanes(VectorShift::Shl, Lane::I16, kScratchXmm2, 8);
  shift_lanes(VectorShift::ShrU, Lane::I16, kScratchXmm2, 8);
  asm_.sse(Prefix::P66, kPackuswb, kScratchXmm2, kScratchXmm2);
  asm_.sse(Prefix::P66, kPand, result, kScratchXmm2);
  push_vector(result);
}

void FunctionCompiler::compile_shr_s_i8x16(Gpr count) {
  const Xmm result = to_own_xmm(pop());
  asm_.mov(Width::W32, kScratch, count);
  asm_.alu_imm(Alu::And, Width::W32, kScratch, count_mask(Lane::I8));
  asm_.alu_imm(Alu::Add, Width::W32, kScratch, 8);
  asm_.mov_bits(Width::W32, kScratchXmm2, kScratch);
  asm_.movaps(kScratchXmm, result);
  asm_.sse(Prefix::P66, kPunpckhbw, kScratchXmm, kScratchXmm);
  asm_.sse(Prefix::P66, kPunpcklbw, result, result);
  shift_lanes(VectorShift::ShrS, Lane::I16, kScratchXmm, kScratchXmm2);
  shift_lanes(VectorShift::ShrS, Lane::I16, result, kScratchXmm2);
  asm_.sse(Prefix::P66, kPacksswb, result, kScratchXmm);
  push_vector(result);
}

}  // namespace wrt::baseline
