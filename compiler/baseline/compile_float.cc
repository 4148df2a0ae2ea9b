// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Float instructions (section 4.3.3). The processor's arithmetic makes the quiet NaNs that the specification wants.
#include <utility>

#include "compiler/baseline/function_compiler.h"
#include "lib/support/check.h"

namespace wrt::baseline {

namespace {

constexpr ValType::Kind type_of(Width width) {
  return width == Width::W32 ? ValType::F32 : ValType::F64;
}
constexpr Prefix scalar(Width width) {
  return width == Width::W32 ? Prefix::PF3 : Prefix::PF2;
}
constexpr Prefix packed(Width width) {
  return width == Width::W32 ? Prefix::None : Prefix::P66;
}
constexpr std::uint64_t sign_bit(Width width) {
  return width == Width::W32 ? std::uint64_t{1} << 31 : std::uint64_t{1} << 63;
}

constexpr std::uint32_t kUcomis = 0x0f2e;
constexpr std::uint32_t kAnd = 0x0f54;
constexpr std::uint32_t kOr = 0x0f56;
constexpr std::uint32_t kXor = 0x0f57;
constexpr std::uint32_t kAdd = 0x0f58;
constexpr std::uint32_t kMin = 0x0f5d;
constexpr std::uint32_t kMax = 0x0f5f;
constexpr std::uint32_t kSqrt = 0x0f51;

}  // namespace

void FunctionCompiler::compile_float_arithmetic(std::uint32_t opcode, Width width) {
  const Operand rhs = pop();
  const Xmm result = to_own_xmm(pop());
  Mem where;
  if (in_frame(rhs, where)) {
    asm_.sse(scalar(width), opcode, result, where);
  } else {
    asm_.sse(scalar(width), opcode, result, to_xmm(rhs));
  }
  push_xmm(result, type_of(width));
}

// The processor's minimum is its second operand where one is a NaN or both are zeros.
void FunctionCompiler::compile_float_min_max(bool is_min, Width width) {
  const Xmm other = pop_xmm();
  const Xmm result = to_own_xmm(pop());
  Label differ;
  Label done;
  SlowPath& path = slow_path([this, result, other, width](SlowPath& self) {
    asm_.sse(scalar(width), kAdd, result, other);
    asm_.jmp(self.back);
  });
  asm_.sse(packed(width), kUcomis, result, other);
  asm_.jcc(Condition::Parity, path.entry);
  asm_.jcc(Condition::NotEqual, differ);
  asm_.sse(packed(width), is_min ? kOr : kAnd, result, other);
  asm_.jmp(done);
  asm_.bind(differ);
  asm_.sse(scalar(width), is_min ? kMin : kMax, result, other);
  asm_.bind(done);
  asm_.bind(path.back);
  push_xmm(result, type_of(width));
}

// An unordered comparison sets carry, zero and parity: "above" is false then. Less is greater, the other way round.
void FunctionCompiler::compile_float_compare(Meaning meaning, Width width) {
  Xmm rhs = pop_xmm();
  Xmm lhs = pop_xmm();
  if (meaning == Meaning::Lt || meaning == Meaning::Le) std::swap(lhs, rhs);
  if (meaning == Meaning::Lt || meaning == Meaning::Gt) {
    asm_.sse(packed(width), kUcomis, lhs, rhs);
    return push_flags(Condition::Above);
  }
  if (meaning == Meaning::Le || meaning == Meaning::Ge) {
    asm_.sse(packed(width), kUcomis, lhs, rhs);
    return push_flags(Condition::AboveEqual);
  }
  // Equal and ordered, or not.
  const bool is_equal = meaning == Meaning::Eq;
  const Gpr result = alloc_gpr();
  asm_.sse(packed(width), kUcomis, lhs, rhs);
  asm_.setcc(is_equal ? Condition::NotParity : Condition::Parity, result);
  asm_.setcc(is_equal ? Condition::Equal : Condition::NotEqual, kScratch);
  asm_.op(Prefix::None, Width::W32, is_equal ? 0x22 : 0x0a, static_cast<std::uint8_t>(result), kScratch, true);
  asm_.movzx8(result, result);
  push_gpr(result, ValType::I32);
}

// abs and neg touch nothing but the sign, also of a NaN.
void FunctionCompiler::compile_float_sign(Meaning meaning, Width width) {
  const Xmm result = to_own_xmm(pop());
  const bool is_abs = meaning == Meaning::Abs;
  const std::uint64_t magnitude = width == Width::W32 ? 0x7fffffff : 0x7fffffffffffffff;
  asm_.mov_imm(kScratch, is_abs ? magnitude : sign_bit(width));
  asm_.mov_bits(width, kScratchXmm, kScratch);
  asm_.sse(packed(width), is_abs ? kAnd : kXor, result, kScratchXmm);
  push_xmm(result, type_of(width));
}

void FunctionCompiler::compile_copysign(Width width) {
  const Xmm sign = pop_xmm();
  const Xmm result = to_own_xmm(pop());
  asm_.mov_imm(kScratch, sign_bit(width));
  asm_.mov_bits(width, kScratchXmm, kScratch);
  asm_.movaps(kScratchXmm2, kScratchXmm);
  asm_.sse(packed(width), kAnd, kScratchXmm2, sign);
  // andnps: the other bits of the result
  asm_.sse(packed(width), 0x0f55, kScratchXmm, result);
  asm_.sse(packed(width), kOr, kScratchXmm, kScratchXmm2);
  asm_.movaps(result, kScratchXmm);
  push_xmm(result, type_of(width));
}

// roundss, roundsd. `mode` with the bit for no exception about inexact results.
void FunctionCompiler::compile_float_round(std::uint8_t mode, Width width) {
  const Xmm result = to_own_xmm(pop());
  asm_.sse_imm(Prefix::P66, width == Width::W32 ? 0x0f3a0a : 0x0f3a0b, result, result, mode);
  push_xmm(result, type_of(width));
}

void FunctionCompiler::compile_sqrt(Width width) {
  const Xmm result = to_own_xmm(pop());
  asm_.sse(scalar(width), kSqrt, result, result);
  push_xmm(result, type_of(width));
}

}  // namespace wrt::baseline
