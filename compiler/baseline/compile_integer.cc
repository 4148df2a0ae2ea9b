// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Integer instructions (section 4.3.2).
#include <bit>
#include <utility>

#include "compiler/baseline/function_compiler.h"

namespace wrt::baseline {

namespace {

bool fits_immediate(const Operand& operand, Width width) {
  const std::int64_t value = static_cast<std::int64_t>(operand.bits);
  return operand.is_const() && (width == Width::W32 || (value >= INT32_MIN && value <= INT32_MAX));
}

constexpr ValType::Kind type_of(Width width) {
  return width == Width::W32 ? ValType::I32 : ValType::I64;
}

}  // namespace

void FunctionCompiler::compile_arithmetic(Alu which, Width width) {
  Operand rhs = pop();
  Operand lhs = pop();
  // What is in a register of its own may be overwritten; what is known, or in the frame, stands well on the right.
  const bool commutes = which != Alu::Sub;
  if (commutes && (lhs.is_const() || (rhs.place == Place::Gpr && lhs.place != Place::Gpr))) std::swap(lhs, rhs);
  const bool adds = which == Alu::Add || which == Alu::Sub;
  if (adds && lhs.place == Place::Local && plan_.locals()[lhs.index].in_register() && fits_immediate(rhs, width)) {
    const std::int32_t value = static_cast<std::int32_t>(rhs.bits);
    if (which == Alu::Add || value != INT32_MIN) {
      const Gpr result = alloc_gpr();
      asm_.lea(width, result, {to_gpr(lhs), which == Alu::Add ? value : -value});
      return push_gpr(result, type_of(width));
    }
  }
  const Gpr result = to_own_gpr(lhs);
  Mem where;
  if (fits_immediate(rhs, width)) {
    asm_.alu_imm(which, width, result, static_cast<std::int32_t>(rhs.bits));
  } else if (in_frame(rhs, where)) {
    asm_.alu(which, width, result, where);
  } else {
    asm_.alu(which, width, result, to_gpr(rhs));
  }
  push_gpr(result, type_of(width));
}

void FunctionCompiler::compile_mul(Width width) {
  Operand rhs = pop();
  Operand lhs = pop();
  if (lhs.is_const() || (rhs.place == Place::Gpr && lhs.place != Place::Gpr)) std::swap(lhs, rhs);
  if (fits_immediate(rhs, width)) {
    const Gpr factor = to_gpr(lhs);
    const Gpr result = lhs.place == Place::Local ? alloc_gpr() : factor;
    asm_.imul_imm(width, result, factor, static_cast<std::int32_t>(rhs.bits));
    return push_gpr(result, type_of(width));
  }
  const Gpr result = to_own_gpr(lhs);
  Mem where;
  if (in_frame(rhs, where)) {
    asm_.imul(width, result, where);
  } else {
    asm_.imul(width, result, to_gpr(rhs));
  }
  push_gpr(result, type_of(width));
}

void FunctionCompiler::compile_compare(Condition condition, Width width) {
  const Operand rhs = pop();
  const Operand lhs = pop();
  const Gpr left = to_gpr(lhs);
  Mem where;
  if (rhs.is_const() && rhs.bits == 0) {
    // Compared with zero, unsigned conditions mean what they mean after a comparison, too: no carry.
    asm_.test(width, left, left);
  } else if (fits_immediate(rhs, width)) {
    asm_.alu_imm(Alu::Cmp, width, left, static_cast<std::int32_t>(rhs.bits));
  } else if (in_frame(rhs, where)) {
    asm_.alu(Alu::Cmp, width, left, where);
  } else {
    asm_.alu(Alu::Cmp, width, left, to_gpr(rhs));
  }
  push_flags(condition);
}

void FunctionCompiler::compile_eqz(Width width) {
  if (has_flags_) return push_flags(negated(pop().condition));
  const Gpr reg = pop_gpr();
  asm_.test(width, reg, reg);
  push_flags(Condition::Equal);
}

// Counts are taken modulo the width by the processor as well.
void FunctionCompiler::compile_shift(Shift which, Width width) {
  const Operand count = pop();
  if (count.is_const()) {
    const Gpr result = to_own_gpr(pop());
    const unsigned mask = width == Width::W32 ? 31 : 63;
    asm_.shift_imm(which, width, result, static_cast<std::uint8_t>(count.bits & mask));
    return push_gpr(result, type_of(width));
  }
  if (count.place != Place::Gpr || count.gpr != Gpr::Rcx) {
    take_gpr(Gpr::Rcx);
    load_into(Gpr::Rcx, count);
    if (count.place == Place::Gpr) release(count.gpr);
  }
  const Gpr result = to_own_gpr(pop());
  asm_.shift_cl(which, width, result);
  push_gpr(result, type_of(width));
}

void FunctionCompiler::compile_divide(Width width, bool is_signed, bool remainder) {
  const Operand divisor = pop();
  const Operand dividend = pop();
  // Both registers of the instruction are emptied first, whatever was in them.
  Gpr by = Gpr::None;
  if (divisor.place == Place::Local && plan_.locals()[divisor.index].in_register()) {
    by = plan_.locals()[divisor.index].gpr;
  } else if (divisor.place == Place::Gpr && divisor.gpr != Gpr::Rax && divisor.gpr != Gpr::Rdx) {
    by = divisor.gpr;
  } else {
    by = kScratch;
    load_into(by, divisor);
    if (divisor.place == Place::Gpr) release(divisor.gpr);
  }
  if (dividend.place == Place::Gpr && dividend.gpr == Gpr::Rdx) {
    take_gpr(Gpr::Rax);
    asm_.mov(width, Gpr::Rax, Gpr::Rdx);
  } else {
    if (dividend.place != Place::Gpr || dividend.gpr != Gpr::Rax) {
      take_gpr(Gpr::Rax);
      load_into(Gpr::Rax, dividend);
      if (dividend.place == Place::Gpr) release(dividend.gpr);
    }
    take_gpr(Gpr::Rdx);
  }
  const bool is_known = divisor.is_const() && divisor.bits != 0;
  const std::uint64_t minus_one = width == Width::W32 ? 0xffffffff : ~std::uint64_t{0};
  if (!is_known) {
    asm_.test(width, by, by);
    trap_if(Condition::Equal, TrapCode::IntegerDivideByZero);
  }
  if (!is_signed) {
    asm_.zero(Gpr::Rdx);
    asm_.div(width, by);
  } else if (is_known && divisor.bits != minus_one) {
    asm_.sign_into_rdx(width);
    asm_.idiv(width, by);
  } else {
    // By -1 the processor faults where the quotient does not fit.
    SlowPath& path = slow_path([this, width, remainder](SlowPath& self) {
      if (remainder) {
        asm_.zero(Gpr::Rdx);
      } else {
        asm_.neg(width, Gpr::Rax);
        trap_if(Condition::Overflow, TrapCode::IntegerOverflow);
      }
      asm_.jmp(self.back);
    });
    asm_.alu_imm(Alu::Cmp, width, by, -1);
    asm_.jcc(Condition::Equal, path.entry);
    asm_.sign_into_rdx(width);
    asm_.idiv(width, by);
    asm_.bind(path.back);
  }
  release(remainder ? Gpr::Rax : Gpr::Rdx);
  push_gpr(remainder ? Gpr::Rdx : Gpr::Rax, type_of(width));
}

// bsr gives the number of the highest bit, and nothing for zero.
void FunctionCompiler::compile_clz(Width width) {
  const Gpr operand = pop_gpr();
  const Gpr result = alloc_gpr();
  const std::uint8_t bits = width == Width::W32 ? 32 : 64;
  asm_.mov_imm(kScratch, 2u * bits - 1);
  asm_.op(Prefix::None, width, 0x0fbd, static_cast<std::uint8_t>(result), operand);
  asm_.cmov(Condition::Equal, width, result, kScratch);
  asm_.alu_imm(Alu::Xor, width, result, bits - 1);
  push_gpr(result, type_of(width));
}

void FunctionCompiler::compile_ctz(Width width) {
  const Gpr operand = pop_gpr();
  const Gpr result = alloc_gpr();
  asm_.mov_imm(kScratch, width == Width::W32 ? 32 : 64);
  asm_.op(Prefix::None, width, 0x0fbc, static_cast<std::uint8_t>(result), operand);
  asm_.cmov(Condition::Equal, width, result, kScratch);
  push_gpr(result, type_of(width));
}

void FunctionCompiler::compile_popcnt(Width width) {
  const Gpr operand = pop_gpr();
  const Gpr result = alloc_gpr();
  asm_.op(Prefix::PF3, width, 0x0fb8, static_cast<std::uint8_t>(result), operand);
  push_gpr(result, type_of(width));
}

// The lane is the part of the operand that counts.
void FunctionCompiler::compile_extend_s(Lane lane, ValType::Kind result) {
  const Operand operand = pop();
  const Gpr from = to_gpr(operand);
  const Gpr to = operand.place == Place::Gpr ? from : alloc_gpr();
  const Width width = width_of(result);
  switch (lane) {
    case Lane::I8: asm_.movsx8(width, to, from); break;
    case Lane::I16: asm_.movsx16(width, to, from); break;
    default: asm_.movsx32(to, from); break;
  }
  push_gpr(to, result);
}

// --- Wide arithmetic: 128 bits as two i64, the low one first ---

void FunctionCompiler::compile_wide_add(bool subtract) {
  const Operand high2 = pop();
  const Operand low2 = pop();
  const Operand high1 = pop();
  const Operand low1 = pop();
  const Gpr low = to_own_gpr(low1);
  const Gpr high = to_own_gpr(high1);
  const Gpr other_low = to_gpr(low2);
  const Gpr other_high = to_gpr(high2);
  asm_.alu(subtract ? Alu::Sub : Alu::Add, Width::W64, low, other_low);
  // adc, sbb
  asm_.op(Prefix::None, Width::W64, subtract ? 0x1b : 0x13, static_cast<std::uint8_t>(high), other_high);
  push_gpr(low, ValType::I64);
  push_gpr(high, ValType::I64);
}

void FunctionCompiler::compile_wide_mul(bool is_signed) {
  const Operand rhs = pop();
  const Operand lhs = pop();
  load_into(kScratch, rhs);
  if (rhs.place == Place::Gpr) release(rhs.gpr);
  if (lhs.place != Place::Gpr || lhs.gpr != Gpr::Rax) {
    take_gpr(Gpr::Rax);
    load_into(Gpr::Rax, lhs);
    if (lhs.place == Place::Gpr) release(lhs.gpr);
  }
  take_gpr(Gpr::Rdx);
  if (is_signed) {
    asm_.imul_wide(kScratch);
  } else {
    asm_.mul_wide(kScratch);
  }
  push_gpr(Gpr::Rax, ValType::I64);
  push_gpr(Gpr::Rdx, ValType::I64);
}

}  // namespace wrt::baseline
