// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Comparisons of vectors: lanes of all zeros or all ones. The processor compares integers for "equal" and, if they are
// signed, "greater"; the others are made of these, of the other order, and of minimum and maximum.
#include "compiler/baseline/function_compiler.h"
#include "compiler/baseline/vector_opcodes.h"

namespace wrt::baseline {

bool FunctionCompiler::compile_vector_compare(const OpcodeInfo& info) {
  switch (info.meaning) {
    case Meaning::Eq:
    case Meaning::Ne:
      compile_vector_binary(Prefix::P66, pcmpeq(info.lane), true);
      if (info.meaning == Meaning::Ne) flip_bits(peek().xmm);
      return true;
    case Meaning::LtS:
    case Meaning::GtS:
    case Meaning::LeS:
    case Meaning::GeS: compile_vector_order_s(info.meaning, info.lane); return true;
    case Meaning::LtU:
    case Meaning::GtU:
    case Meaning::LeU:
    case Meaning::GeU: compile_vector_order_u(info.meaning, info.lane); return true;
    default: return false;
  }
}

// Less is greater, the other way round; "or equal" is not less, or not greater.
void FunctionCompiler::compile_vector_order_s(Meaning meaning, Lane lane) {
  if (meaning == Meaning::GtS || meaning == Meaning::LeS) {
    compile_vector_binary(Prefix::P66, pcmpgt(lane));
  } else {
    compile_vector_binary_swapped(Prefix::P66, pcmpgt(lane));
  }
  if (meaning == Meaning::LeS || meaning == Meaning::GeS) flip_bits(peek().xmm);
}

// Less or equal is who is the minimum, greater or equal the maximum.
void FunctionCompiler::compile_vector_order_u(Meaning meaning, Lane lane) {
  const Xmm rhs = pop_xmm();
  const Xmm result = to_own_xmm(pop());
  const bool wants_minimum = meaning == Meaning::LeU || meaning == Meaning::GtU;
  asm_.movaps(kScratchXmm, rhs);
  asm_.sse(Prefix::P66, wants_minimum ? pminu(lane) : pmaxu(lane), kScratchXmm, result);
  asm_.sse(Prefix::P66, pcmpeq(lane), result, kScratchXmm);
  if (meaning == Meaning::GtU || meaning == Meaning::LtU) flip_bits(result);
  push_vector(result);
}

void FunctionCompiler::compile_vector_float_compare(Meaning meaning, Lane lane) {
  std::uint8_t predicate = kCmpEqual;
  switch (meaning) {
    case Meaning::Ne: predicate = kCmpNotEqual; break;
    case Meaning::Lt:
    case Meaning::Gt: predicate = kCmpLess; break;
    case Meaning::Le:
    case Meaning::Ge: predicate = kCmpLessEqual; break;
    default: break;
  }
  if (meaning == Meaning::Gt || meaning == Meaning::Ge) {
    compile_vector_binary_swapped(packed(lane), vector_opcode::kCmpps);
  } else {
    compile_vector_binary(packed(lane), vector_opcode::kCmpps);
  }
  // The immediate is the instruction's last byte.
  asm_.byte(predicate);
}

}  // namespace wrt::baseline
