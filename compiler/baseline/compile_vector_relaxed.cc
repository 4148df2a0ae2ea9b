// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Relaxed vector instructions. Among the lawful results these choose as compiler/llvm/emit_relaxed.cc does for x86, so
// that a function computes the same when its better code takes over.
#include "compiler/baseline/function_compiler.h"
#include "compiler/baseline/vector_opcodes.h"
#include "lib/abi/cpu_features.h"

namespace wrt::baseline {

using namespace vector_opcode;

// Unsigned truncations are among the conversions, minimum and maximum among the float instructions.
bool FunctionCompiler::compile_vector_relaxed(const OpcodeInfo& info) {
  switch (info.meaning) {
    case Meaning::RelaxedSwizzle: compile_vector_binary(Prefix::P66, kPshufb); return true;
    case Meaning::RelaxedTruncS: compile_vector_unary(Prefix::PF3, kCvttps2dq); return true;
    case Meaning::RelaxedTruncZeroS: compile_vector_unary(Prefix::P66, kCvttpd2dq); return true;
    case Meaning::RelaxedMadd: compile_relaxed_madd(false, info.lane); return true;
    case Meaning::RelaxedNmadd: compile_relaxed_madd(true, info.lane); return true;
    case Meaning::RelaxedLaneselect: compile_relaxed_laneselect(info.lane); return true;
    case Meaning::RelaxedQ15MulrS: compile_vector_binary(Prefix::P66, kPmulhrsw, true); return true;
    // The second operand's lanes are unsigned, which the processor wants first.
    case Meaning::RelaxedDotS: compile_vector_binary_swapped(Prefix::P66, kPmaddubsw); return true;
    case Meaning::RelaxedDotAddS: compile_relaxed_dot_add(); return true;
    default: return false;
  }
}

// Rounded once where the processor can, otherwise twice.
void FunctionCompiler::compile_relaxed_madd(bool negates, Lane lane) {
  const Xmm addend = pop_xmm();
  const Xmm factor = pop_xmm();
  const Xmm result = to_own_xmm(pop());
  if (host_has_cpu_feature("fma")) {
    // vfmadd213, vfnmadd213: the first operand, times the second, plus the third
    asm_.vex(negates ? 0xac : 0xa8, lane == Lane::F32 ? Width::W32 : Width::W64, result, factor, addend);
    return push_vector(result);
  }
  if (negates) {
    const bool is_f32 = lane == Lane::F32;
    load_ones(kScratchXmm);
    shift_lanes(VectorShift::Shl, is_f32 ? Lane::I32 : Lane::I64, kScratchXmm, is_f32 ? 31 : 63);
    asm_.sse(Prefix::P66, kPxor, result, kScratchXmm);
  }
  asm_.sse(packed(lane), kMulps, result, factor);
  asm_.sse(packed(lane), kAddps, result, addend);
  push_vector(result);
}

// By the top bit of each mask lane; of 16 bits by that of each byte.
void FunctionCompiler::compile_relaxed_laneselect(Lane lane) {
  const Xmm mask = pop_xmm();
  const Xmm second = pop_xmm();
  const Xmm first = to_own_xmm(pop());
  if (lane == Lane::I16) lane = Lane::I8;
  asm_.zero(kScratchXmm);
  asm_.sse(Prefix::P66, pcmpgt(lane), kScratchXmm, mask);
  select_bits(first, second, kScratchXmm);
  push_vector(first);
}

void FunctionCompiler::compile_relaxed_dot_add() {
  const Xmm addend = pop_xmm();
  compile_vector_binary_swapped(Prefix::P66, kPmaddubsw);
  const Xmm result = pop().xmm;
  load_splat(kScratchXmm, Lane::I16, 1);
  asm_.sse(Prefix::P66, kPmaddwd, result, kScratchXmm);
  asm_.sse(Prefix::P66, padd(Lane::I32), result, addend);
  push_vector(result);
}

}  // namespace wrt::baseline
