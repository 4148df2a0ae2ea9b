// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Float arithmetic on vectors. The processor's makes the quiet NaNs that the specification wants.
#include "compiler/baseline/function_compiler.h"
#include "compiler/baseline/vector_opcodes.h"

namespace wrt::baseline {

using namespace vector_opcode;

bool FunctionCompiler::compile_vector_float(const OpcodeInfo& info) {
  const Prefix prefix = packed(info.lane);
  switch (info.meaning) {
    case Meaning::Add: compile_vector_binary(prefix, kAddps); return true;
    case Meaning::Sub: compile_vector_binary(prefix, kSubps); return true;
    case Meaning::Mul: compile_vector_binary(prefix, kMulps); return true;
    case Meaning::Div: compile_vector_binary(prefix, 0x0f5e); return true;
    case Meaning::Sqrt: compile_vector_unary(prefix, 0x0f51); return true;
    case Meaning::Min: compile_vector_min_max(true, info.lane); return true;
    case Meaning::Max: compile_vector_min_max(false, info.lane); return true;
    // The processor's minimum is its second operand unless the first is less: exactly what these are, the other way
    // round, and the relaxed ones may be.
    case Meaning::Pmin: compile_vector_binary_swapped(prefix, kMinps); return true;
    case Meaning::Pmax: compile_vector_binary_swapped(prefix, kMaxps); return true;
    case Meaning::RelaxedMin: compile_vector_binary(prefix, kMinps); return true;
    case Meaning::RelaxedMax: compile_vector_binary(prefix, kMaxps); return true;
    case Meaning::Abs: compile_vector_float_sign(true, info.lane); return true;
    case Meaning::Neg: compile_vector_float_sign(false, info.lane); return true;
    case Meaning::Ceil: compile_vector_round(kCeil, info.lane); return true;
    case Meaning::Floor: compile_vector_round(kFloor, info.lane); return true;
    case Meaning::Trunc: compile_vector_round(kTrunc, info.lane); return true;
    case Meaning::Nearest: compile_vector_round(kNearest, info.lane); return true;
    case Meaning::Eq:
    case Meaning::Ne:
    case Meaning::Lt:
    case Meaning::Gt:
    case Meaning::Le:
    case Meaning::Ge: compile_vector_float_compare(info.meaning, info.lane); return true;
    default: return false;
  }
}

// abs and neg touch nothing but the sign, also of a NaN.
void FunctionCompiler::compile_vector_float_sign(bool is_abs, Lane lane) {
  const Xmm result = to_own_xmm(pop());
  const Lane bits = lane == Lane::F32 ? Lane::I32 : Lane::I64;
  const std::uint8_t others = lane == Lane::F32 ? 31 : 63;
  load_ones(kScratchXmm);
  if (is_abs) {
    shift_lanes(VectorShift::ShrU, bits, kScratchXmm, 1);
  } else {
    shift_lanes(VectorShift::Shl, bits, kScratchXmm, others);
  }
  asm_.sse(Prefix::P66, is_abs ? kPand : kPxor, result, kScratchXmm);
  push_vector(result);
}

void FunctionCompiler::compile_vector_round(std::uint8_t mode, Lane lane) {
  compile_vector_unary(Prefix::P66, lane == Lane::F32 ? 0x0f3a08 : 0x0f3a09);
  asm_.byte(mode);
}

// The processor's minimum is its second operand where one is a NaN or both are zeros. In both orders, the results
// differ in these cases only: zeros are then joined bit by bit, and NaNs replaced by the canonical one.
void FunctionCompiler::compile_vector_min_max(bool is_min, Lane lane) {
  const Prefix prefix = packed(lane);
  const std::uint32_t opcode = is_min ? kMinps : kMaxps;
  const Xmm other = pop_xmm();
  const Xmm result = to_own_xmm(pop());
  asm_.movaps(kScratchXmm, result);
  asm_.sse(prefix, opcode, kScratchXmm, other);
  asm_.movaps(kScratchXmm2, other);
  asm_.sse(prefix, opcode, kScratchXmm2, result);
  asm_.sse(Prefix::P66, is_min ? kPor : kPand, kScratchXmm, kScratchXmm2);
  asm_.sse_imm(prefix, kCmpps, result, other, kCmpUnordered);
  asm_.movaps(kScratchXmm2, result);
  asm_.sse(Prefix::P66, kPandn, kScratchXmm2, kScratchXmm);
  // Ones in the exponent and the highest bit of the fraction.
  const bool is_f32 = lane == Lane::F32;
  const Lane bits = is_f32 ? Lane::I32 : Lane::I64;
  const std::uint8_t fraction = is_f32 ? 23 : 52;
  shift_lanes(VectorShift::Shl, bits, result, fraction);
  shift_lanes(VectorShift::ShrU, bits, result, 1);
  asm_.sse(Prefix::P66, kPor, result, kScratchXmm2);
  push_vector(result);
}

}  // namespace wrt::baseline
