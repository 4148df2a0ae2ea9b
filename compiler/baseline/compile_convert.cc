// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Conversions (section 4.3.4).
//
// The processor truncates a float to a signed integer, and gives the smallest one for whatever does not fit. To 32 bits
// we therefore truncate to 64, where what fits 32 bits is easily seen; to 64 bits, the smallest integer is looked at
// once more. What does not fit is told apart out of line: a trap, or the bound that saturation wants.
#include <bit>

#include "compiler/baseline/function_compiler.h"

namespace wrt::baseline {

namespace {

constexpr Prefix scalar(Width width) {
  return width == Width::W32 ? Prefix::PF3 : Prefix::PF2;
}
constexpr Prefix packed(Width width) {
  return width == Width::W32 ? Prefix::None : Prefix::P66;
}
Width float_width(char letter) {
  return letter == 'f' ? Width::W32 : Width::W64;
}
std::uint64_t float_bits(double value, Width width) {
  return width == Width::W32 ? std::bit_cast<std::uint32_t>(static_cast<float>(value))
                             : std::bit_cast<std::uint64_t>(value);
}

constexpr std::uint32_t kUcomis = 0x0f2e;
constexpr std::uint32_t kFromInteger = 0x0f2a;  // cvtsi2ss, cvtsi2sd
constexpr std::uint32_t kTruncate = 0x0f2c;     // cvttss2si, cvttsd2si
constexpr double kTwo63 = 9223372036854775808.0;

}  // namespace

void FunctionCompiler::compile_wrap() {
  const Gpr reg = to_own_gpr(pop());
  asm_.mov(Width::W32, reg, reg);
  push_gpr(reg, ValType::I32);
}

// The upper half is zero already.
void FunctionCompiler::compile_extend_u() {
  const Operand operand = pop();
  if (operand.is_const()) return push_const(operand.bits, ValType::I64);
  push_gpr(to_own_gpr(operand), ValType::I64);
}

void FunctionCompiler::compile_reinterpret(const OpcodeInfo& info) {
  const char from = info.operands.front();
  const Width width = from == 'i' || from == 'f' ? Width::W32 : Width::W64;
  if (from == 'i' || from == 'I') {
    const Gpr operand = pop_gpr();
    const Xmm result = alloc_xmm();
    asm_.mov_bits(width, result, operand);
    return push_xmm(result, width == Width::W32 ? ValType::F32 : ValType::F64);
  }
  const Xmm operand = pop_xmm();
  const Gpr result = alloc_gpr();
  asm_.mov_bits(width, result, operand);
  push_gpr(result, width == Width::W32 ? ValType::I32 : ValType::I64);
}

void FunctionCompiler::compile_float_convert(bool promote) {
  const Xmm result = to_own_xmm(pop());
  asm_.sse(promote ? Prefix::PF3 : Prefix::PF2, 0x0f5a, result, result);
  push_xmm(result, promote ? ValType::F64 : ValType::F32);
}

// --- Integer to float ---

void FunctionCompiler::compile_convert(const OpcodeInfo& info, bool is_signed) {
  const Width to = float_width(info.result.front());
  const bool from_64 = info.operands.front() == 'I';
  const Gpr operand = from_64 && !is_signed ? to_own_gpr(pop()) : pop_gpr();
  const Xmm result = alloc_xmm();
  // The instruction leaves the upper part of the register as it was: without this it would wait for that.
  asm_.zero(result);
  const std::uint8_t number = static_cast<std::uint8_t>(result);
  // An unsigned number of 32 bits is a signed one of 64.
  const Width from = from_64 || !is_signed ? Width::W64 : Width::W32;
  if (is_signed || !from_64) {
    asm_.op(scalar(to), from, kFromInteger, number, operand);
  } else {
    // Halved, with the bit that falls off kept for rounding, and doubled again.
    SlowPath& path = slow_path([this, operand, result, to](SlowPath& self) {
      asm_.mov(Width::W64, kScratch, operand);
      asm_.shift_imm(Shift::ShrU, Width::W64, kScratch, 1);
      asm_.alu_imm(Alu::And, Width::W64, operand, 1);
      asm_.alu(Alu::Or, Width::W64, kScratch, operand);
      asm_.op(scalar(to), Width::W64, kFromInteger, static_cast<std::uint8_t>(result), kScratch);
      asm_.sse(scalar(to), 0x0f58, result, result);
      asm_.jmp(self.back);
    });
    asm_.test(Width::W64, operand, operand);
    asm_.jcc(Condition::Sign, path.entry);
    asm_.op(scalar(to), Width::W64, kFromInteger, number, operand);
    asm_.bind(path.back);
  }
  push_xmm(result, to == Width::W32 ? ValType::F32 : ValType::F64);
}

// --- Float to integer ---

void FunctionCompiler::compile_truncate(const OpcodeInfo& info, bool is_signed, bool saturates) {
  const Width from = float_width(info.operands.front());
  const Xmm operand = pop_xmm();
  if (info.result.front() == 'i') {
    truncate_to_32(operand, from, is_signed, saturates);
  } else {
    truncate_to_64(operand, from, is_signed, saturates);
  }
}

// The operand does not fit: it is a NaN, or too small, or too large.
void FunctionCompiler::emit_truncation_failure(SlowPath& path, Xmm operand, Gpr result, Width from, Width to,
                                               bool is_signed, bool saturates) {
  asm_.sse(packed(from), kUcomis, operand, operand);
  if (!saturates) {
    trap_if(Condition::Parity, TrapCode::InvalidConversionToInteger);
    return trap(TrapCode::IntegerOverflow);
  }
  const unsigned bits = to == Width::W32 ? 32 : 64;
  const std::uint64_t largest = ~std::uint64_t{0} >> (64 - bits + (is_signed ? 1 : 0));
  const std::uint64_t smallest = is_signed ? std::uint64_t{1} << (bits - 1) : 0;
  asm_.mov_imm(result, 0);
  asm_.jcc(Condition::Parity, path.back);
  asm_.zero(kScratchXmm);
  asm_.sse(packed(from), kUcomis, operand, kScratchXmm);
  asm_.mov_imm(result, smallest);
  asm_.jcc(Condition::Below, path.back);
  asm_.mov_imm(result, largest);
  asm_.jmp(path.back);
}

void FunctionCompiler::truncate_to_32(Xmm operand, Width from, bool is_signed, bool saturates) {
  const Gpr result = alloc_gpr();
  SlowPath& path = slow_path([=, this](SlowPath& self) {
    emit_truncation_failure(self, operand, result, from, Width::W32, is_signed, saturates);
  });
  asm_.op(scalar(from), Width::W64, kTruncate, static_cast<std::uint8_t>(result), static_cast<Gpr>(operand));
  if (is_signed) {
    asm_.movsx32(kScratch, result);
  } else {
    asm_.mov(Width::W32, kScratch, result);
  }
  asm_.alu(Alu::Cmp, Width::W64, kScratch, result);
  asm_.jcc(Condition::NotEqual, path.entry);
  if (is_signed) asm_.mov(Width::W32, result, result);
  asm_.bind(path.back);
  push_gpr(result, ValType::I32);
}

void FunctionCompiler::truncate_to_64(Xmm operand, Width from, bool is_signed, bool saturates) {
  const Gpr result = alloc_gpr();
  const std::uint8_t number = static_cast<std::uint8_t>(result);
  SlowPath& path = slow_path([=, this](SlowPath& self) {
    if (is_signed) {
      // The smallest integer may have been meant.
      asm_.mov_imm(kScratch, float_bits(-kTwo63, from));
      asm_.mov_bits(from, kScratchXmm, kScratch);
      asm_.sse(packed(from), kUcomis, operand, kScratchXmm);
      Label other;
      asm_.jcc(Condition::Parity, other);
      asm_.jcc(Condition::Equal, self.back);
      asm_.bind(other);
    }
    emit_truncation_failure(self, operand, result, from, Width::W64, is_signed, saturates);
  });
  if (is_signed) {
    asm_.op(scalar(from), Width::W64, kTruncate, number, static_cast<Gpr>(operand));
    // Less one, only the smallest integer overflows.
    asm_.alu_imm(Alu::Cmp, Width::W64, result, 1);
    asm_.jcc(Condition::Overflow, path.entry);
  } else {
    Label large;
    Label done;
    asm_.mov_imm(kScratch, float_bits(kTwo63, from));
    asm_.mov_bits(from, kScratchXmm, kScratch);
    asm_.sse(packed(from), kUcomis, operand, kScratchXmm);
    asm_.jcc(Condition::AboveEqual, large);
    // A negative result, or a NaN's, does not fit.
    asm_.op(scalar(from), Width::W64, kTruncate, number, static_cast<Gpr>(operand));
    asm_.test(Width::W64, result, result);
    asm_.jcc(Condition::Sign, path.entry);
    asm_.jmp(done);
    asm_.bind(large);
    asm_.movaps(kScratchXmm2, operand);
    asm_.sse(scalar(from), 0x0f5c, kScratchXmm2, kScratchXmm);
    asm_.op(scalar(from), Width::W64, kTruncate, number, static_cast<Gpr>(kScratchXmm2));
    asm_.test(Width::W64, result, result);
    asm_.jcc(Condition::Sign, path.entry);
    asm_.mov_imm(kScratch, std::uint64_t{1} << 63);
    asm_.alu(Alu::Xor, Width::W64, result, kScratch);
    asm_.bind(done);
  }
  asm_.bind(path.back);
  push_gpr(result, ValType::I64);
}

}  // namespace wrt::baseline
