// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Vector instructions whose result has lanes twice as wide as the operands'. The row's lane is the result's.
#include "compiler/baseline/function_compiler.h"
#include "compiler/baseline/vector_opcodes.h"

namespace wrt::baseline {

using namespace vector_opcode;

namespace {

// For pshufd: the high half, twice; each lane of the low half, twice, and of the high half.
constexpr std::uint8_t kHighHalf = 0xee;
constexpr std::uint8_t kLowTwice = 0x50;
constexpr std::uint8_t kHighTwice = 0xfa;

}  // namespace

bool FunctionCompiler::compile_vector_extend(const OpcodeInfo& info) {
  switch (info.meaning) {
    case Meaning::ExtendLowS: compile_vector_extend(info.lane, false, true); return true;
    case Meaning::ExtendLowU: compile_vector_extend(info.lane, false, false); return true;
    case Meaning::ExtendHighS: compile_vector_extend(info.lane, true, true); return true;
    case Meaning::ExtendHighU: compile_vector_extend(info.lane, true, false); return true;
    case Meaning::ExtMulLowS: compile_ext_mul(info.lane, false, true); return true;
    case Meaning::ExtMulLowU: compile_ext_mul(info.lane, false, false); return true;
    case Meaning::ExtMulHighS: compile_ext_mul(info.lane, true, true); return true;
    case Meaning::ExtMulHighU: compile_ext_mul(info.lane, true, false); return true;
    case Meaning::ExtAddPairwiseS: compile_ext_add_pairwise(info.lane, true); return true;
    case Meaning::ExtAddPairwiseU: compile_ext_add_pairwise(info.lane, false); return true;
    default: return false;
  }
}

void FunctionCompiler::compile_vector_extend(Lane result_lane, bool is_high, bool is_signed) {
  const Xmm operand = pop_xmm();
  const Xmm result = result_of(operand);
  if (is_high) asm_.sse_imm(Prefix::P66, kPshufd, result, operand, kHighHalf);
  asm_.sse(Prefix::P66, pmovx(result_lane, is_signed), result, is_high ? result : operand);
  push_vector(result);
}

// No product overflows: it has as many bits as both factors together.
void FunctionCompiler::compile_ext_mul(Lane lane, bool is_high, bool is_signed) {
  const Xmm other = pop_xmm();
  const Xmm result = to_own_xmm(pop());
  if (lane == Lane::I32) {
    // The halves of the products, put together.
    asm_.movaps(kScratchXmm, result);
    asm_.sse(Prefix::P66, is_signed ? kPmulhw : kPmulhuw, kScratchXmm, other);
    asm_.sse(Prefix::P66, kPmullw, result, other);
    asm_.sse(Prefix::P66, is_high ? kPunpckhwd : kPunpcklwd, result, kScratchXmm);
  } else if (lane == Lane::I64) {
    // Of each pair of lanes, the processor multiplies the even ones.
    const std::uint8_t order = is_high ? kHighTwice : kLowTwice;
    asm_.sse_imm(Prefix::P66, kPshufd, kScratchXmm, other, order);
    asm_.sse_imm(Prefix::P66, kPshufd, result, result, order);
    asm_.sse(Prefix::P66, is_signed ? kPmuldq : kPmuludq, result, kScratchXmm);
  } else {
    const std::uint32_t extend = pmovx(lane, is_signed);
    if (is_high) {
      asm_.sse_imm(Prefix::P66, kPshufd, kScratchXmm, other, kHighHalf);
      asm_.sse_imm(Prefix::P66, kPshufd, result, result, kHighHalf);
    }
    asm_.sse(Prefix::P66, extend, kScratchXmm, is_high ? kScratchXmm : other);
    asm_.sse(Prefix::P66, extend, result, result);
    asm_.sse(Prefix::P66, kPmullw, result, kScratchXmm);
  }
  push_vector(result);
}

// The processor multiplies and adds neighbours; the factors are ones.
void FunctionCompiler::compile_ext_add_pairwise(Lane lane, bool is_signed) {
  if (lane == Lane::I16 && is_signed) {
    const Xmm operand = pop_xmm();
    const Xmm result = alloc_xmm();
    load_splat(result, Lane::I8, 1);
    asm_.sse(Prefix::P66, kPmaddubsw, result, operand);
    return push_vector(result);
  }
  const Xmm result = to_own_xmm(pop());
  if (lane == Lane::I16) {
    load_splat(kScratchXmm, Lane::I8, 1);
    asm_.sse(Prefix::P66, kPmaddubsw, result, kScratchXmm);
  } else if (is_signed) {
    load_splat(kScratchXmm, Lane::I16, 1);
    asm_.sse(Prefix::P66, kPmaddwd, result, kScratchXmm);
  } else {
    // There is none for unsigned words: the even ones are cut out, the odd ones shifted down.
    asm_.movaps(kScratchXmm, result);
    shift_lanes(VectorShift::Shl, Lane::I32, kScratchXmm, 16);
    shift_lanes(VectorShift::ShrU, Lane::I32, kScratchXmm, 16);
    shift_lanes(VectorShift::ShrU, Lane::I32, result, 16);
    asm_.sse(Prefix::P66, padd(Lane::I32), result, kScratchXmm);
  }
  push_vector(result);
}

}  // namespace wrt::baseline
