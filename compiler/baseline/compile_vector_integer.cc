// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Integer arithmetic on vectors (section 4.3.5): mostly a table.
#include "compiler/baseline/function_compiler.h"
#include "compiler/baseline/vector_opcodes.h"

namespace wrt::baseline {

using namespace vector_opcode;

namespace {

// An instruction of the processor that is all there is to one of WebAssembly's; 0: none. Those that do not commute
// overwrite their first operand.
struct Binary {
  std::uint32_t opcode = 0;
  bool commutes = true;
};

Binary binary(Meaning meaning, Lane lane) {
  switch (meaning) {
    case Meaning::Add: return {padd(lane)};
    case Meaning::Sub: return {psub(lane), false};
    case Meaning::Mul: return {by_lane(lane, 0, kPmullw, 0x0f3840)};
    case Meaning::AddSatS: return {by_lane(lane, 0x0fec, 0x0fed)};
    case Meaning::AddSatU: return {by_lane(lane, 0x0fdc, 0x0fdd)};
    case Meaning::SubSatS: return {by_lane(lane, 0x0fe8, 0x0fe9), false};
    case Meaning::SubSatU: return {by_lane(lane, 0x0fd8, 0x0fd9), false};
    case Meaning::MinS: return {by_lane(lane, 0x0f3838, 0x0fea, 0x0f3839)};
    case Meaning::MinU: return {pminu(lane)};
    case Meaning::MaxS: return {by_lane(lane, 0x0f383c, 0x0fee, 0x0f383d)};
    case Meaning::MaxU: return {pmaxu(lane)};
    case Meaning::AvgrU: return {by_lane(lane, 0x0fe0, 0x0fe3)};
    case Meaning::DotS: return {kPmaddwd};
    // The row's lane is the result's.
    case Meaning::NarrowS: return {by_lane(lane, kPacksswb, 0x0f6b), false};
    case Meaning::NarrowU: return {by_lane(lane, kPackuswb, 0x0f382b), false};
    default: return {};
  }
}

}  // namespace

bool FunctionCompiler::compile_vector_integer(const OpcodeInfo& info) {
  const Binary form = binary(info.meaning, info.lane);
  if (form.opcode != 0) {
    compile_vector_binary(Prefix::P66, form.opcode, form.commutes);
    return true;
  }
  switch (info.meaning) {
    case Meaning::Mul: compile_mul_i64x2(); return true;
    case Meaning::Abs:
      if (info.lane == Lane::I64) {
        compile_vector_abs_i64x2();
      } else {
        compile_vector_unary(Prefix::P66, by_lane(info.lane, 0x0f381c, 0x0f381d, 0x0f381e));
      }
      return true;
    case Meaning::Neg: compile_vector_neg(info.lane); return true;
    case Meaning::Popcnt: compile_vector_popcnt(); return true;
    case Meaning::Q15MulrSatS: compile_q15mulr_sat_s(); return true;
    default: return false;
  }
}

// The product of the low halves, and above it, those of either low half with the other's high one.
void FunctionCompiler::compile_mul_i64x2() {
  const Xmm other = pop_xmm();
  const Xmm result = to_own_xmm(pop());
  asm_.movaps(kScratchXmm, result);
  shift_lanes(VectorShift::ShrU, Lane::I64, kScratchXmm, 32);
  asm_.sse(Prefix::P66, kPmuludq, kScratchXmm, other);
  asm_.movaps(kScratchXmm2, other);
  shift_lanes(VectorShift::ShrU, Lane::I64, kScratchXmm2, 32);
  asm_.sse(Prefix::P66, kPmuludq, kScratchXmm2, result);
  asm_.sse(Prefix::P66, padd(Lane::I64), kScratchXmm, kScratchXmm2);
  shift_lanes(VectorShift::Shl, Lane::I64, kScratchXmm, 32);
  asm_.sse(Prefix::P66, kPmuludq, result, other);
  asm_.sse(Prefix::P66, padd(Lane::I64), result, kScratchXmm);
  push_vector(result);
}

// Where the operand is below zero, all its bits are flipped, and one is added.
void FunctionCompiler::compile_vector_abs_i64x2() {
  const Xmm result = to_own_xmm(pop());
  asm_.zero(kScratchXmm);
  asm_.sse(Prefix::P66, pcmpgt(Lane::I64), kScratchXmm, result);
  asm_.sse(Prefix::P66, kPxor, result, kScratchXmm);
  asm_.sse(Prefix::P66, psub(Lane::I64), result, kScratchXmm);
  push_vector(result);
}

void FunctionCompiler::compile_vector_neg(Lane lane) {
  const Xmm operand = pop_xmm();
  const Xmm result = alloc_xmm();
  asm_.zero(result);
  asm_.sse(Prefix::P66, psub(lane), result, operand);
  push_vector(result);
}

// Of each byte's halves, by a table of sixteen counts.
void FunctionCompiler::compile_vector_popcnt() {
  const Xmm high = to_own_xmm(pop());
  const Xmm low = alloc_xmm();
  load_splat(kScratchXmm, Lane::I8, 0x0f);
  asm_.movaps(low, high);
  asm_.sse(Prefix::P66, kPand, low, kScratchXmm);
  shift_lanes(VectorShift::ShrU, Lane::I16, high, 4);
  asm_.sse(Prefix::P66, kPand, high, kScratchXmm);
  load_constant(kScratchXmm, 0x0302020102010100, 0x0403030203020201);
  asm_.movaps(kScratchXmm2, kScratchXmm);
  asm_.sse(Prefix::P66, kPshufb, kScratchXmm, low);
  asm_.sse(Prefix::P66, kPshufb, kScratchXmm2, high);
  asm_.sse(Prefix::P66, padd(Lane::I8), kScratchXmm, kScratchXmm2);
  asm_.movaps(low, kScratchXmm);
  push_vector(low);
}

// pmulhrsw wraps in the one case that should saturate; flipping all bits of -2^15 gives 2^15 - 1.
void FunctionCompiler::compile_q15mulr_sat_s() {
  const Xmm other = pop_xmm();
  const Xmm result = to_own_xmm(pop());
  asm_.sse(Prefix::P66, kPmulhrsw, result, other);
  load_splat(kScratchXmm, Lane::I16, 0x8000);
  asm_.sse(Prefix::P66, pcmpeq(Lane::I16), kScratchXmm, result);
  asm_.sse(Prefix::P66, kPxor, result, kScratchXmm);
  push_vector(result);
}

}  // namespace wrt::baseline
