// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From a SIMPLE row's meaning to the function that makes its code. Vectors and atomic accesses are in switches of
// their own.
#include "compiler/baseline/function_compiler.h"
#include "lib/support/check.h"

namespace wrt::baseline {

void FunctionCompiler::compile_simple(const Instruction& instruction, const OpcodeInfo& info) {
  const std::uint32_t prefix = info.code >> 16;
  if (prefix == 0xfe) return compile_atomic(instruction, info);
  if (prefix == 0xfd) return compile_vector(instruction, info);
  if (info.immediate == Immediate::MemArg) {
    if (info.meaning == Meaning::Store) return compile_store(instruction, info);
    return compile_load(instruction, info);
  }
  if (info.lane == Lane::F32 || info.lane == Lane::F64) {
    if (compile_simple_float(info)) return;
  }
  WRT_CHECK(compile_simple_integer(info));
}

// False: it is none of these.
bool FunctionCompiler::compile_simple_float(const OpcodeInfo& info) {
  const Width width = info.lane == Lane::F32 ? Width::W32 : Width::W64;
  switch (info.meaning) {
    case Meaning::Add: compile_float_arithmetic(0x0f58, width); return true;
    case Meaning::Sub: compile_float_arithmetic(0x0f5c, width); return true;
    case Meaning::Mul: compile_float_arithmetic(0x0f59, width); return true;
    case Meaning::Div: compile_float_arithmetic(0x0f5e, width); return true;
    case Meaning::Min: compile_float_min_max(true, width); return true;
    case Meaning::Max: compile_float_min_max(false, width); return true;
    case Meaning::Eq:
    case Meaning::Ne:
    case Meaning::Lt:
    case Meaning::Gt:
    case Meaning::Le:
    case Meaning::Ge: compile_float_compare(info.meaning, width); return true;
    case Meaning::Abs:
    case Meaning::Neg: compile_float_sign(info.meaning, width); return true;
    case Meaning::Copysign: compile_copysign(width); return true;
    case Meaning::Ceil: compile_float_round(kCeil, width); return true;
    case Meaning::Floor: compile_float_round(kFloor, width); return true;
    case Meaning::Trunc: compile_float_round(kTrunc, width); return true;
    case Meaning::Nearest: compile_float_round(kNearest, width); return true;
    case Meaning::Sqrt: compile_sqrt(width); return true;
    default: return false;
  }
}

bool FunctionCompiler::compile_simple_integer(const OpcodeInfo& info) {
  const Width width = info.lane == Lane::I64 ? Width::W64 : Width::W32;
  switch (info.meaning) {
    case Meaning::Nop: return true;
    case Meaning::Eqz: compile_eqz(width); return true;
    case Meaning::Eq: compile_compare(Condition::Equal, width); return true;
    case Meaning::Ne: compile_compare(Condition::NotEqual, width); return true;
    case Meaning::LtS: compile_compare(Condition::Less, width); return true;
    case Meaning::LtU: compile_compare(Condition::Below, width); return true;
    case Meaning::GtS: compile_compare(Condition::Greater, width); return true;
    case Meaning::GtU: compile_compare(Condition::Above, width); return true;
    case Meaning::LeS: compile_compare(Condition::LessEqual, width); return true;
    case Meaning::LeU: compile_compare(Condition::BelowEqual, width); return true;
    case Meaning::GeS: compile_compare(Condition::GreaterEqual, width); return true;
    case Meaning::GeU: compile_compare(Condition::AboveEqual, width); return true;
    case Meaning::Clz: compile_clz(width); return true;
    case Meaning::Ctz: compile_ctz(width); return true;
    case Meaning::Popcnt: compile_popcnt(width); return true;
    case Meaning::Add: compile_arithmetic(Alu::Add, width); return true;
    case Meaning::Sub: compile_arithmetic(Alu::Sub, width); return true;
    case Meaning::Mul: compile_mul(width); return true;
    case Meaning::DivS: compile_divide(width, true, false); return true;
    case Meaning::DivU: compile_divide(width, false, false); return true;
    case Meaning::RemS: compile_divide(width, true, true); return true;
    case Meaning::RemU: compile_divide(width, false, true); return true;
    case Meaning::And: compile_arithmetic(Alu::And, width); return true;
    case Meaning::Or: compile_arithmetic(Alu::Or, width); return true;
    case Meaning::Xor: compile_arithmetic(Alu::Xor, width); return true;
    case Meaning::Shl: compile_shift(Shift::Shl, width); return true;
    case Meaning::ShrS: compile_shift(Shift::ShrS, width); return true;
    case Meaning::ShrU: compile_shift(Shift::ShrU, width); return true;
    case Meaning::Rotl: compile_shift(Shift::Rotl, width); return true;
    case Meaning::Rotr: compile_shift(Shift::Rotr, width); return true;
    case Meaning::ExtendS: compile_extend_s(info.lane, info.result == "I" ? ValType::I64 : ValType::I32); return true;
    case Meaning::ExtendU: compile_extend_u(); return true;
    case Meaning::Wrap: compile_wrap(); return true;
    case Meaning::Reinterpret: compile_reinterpret(info); return true;
    case Meaning::Demote: compile_float_convert(false); return true;
    case Meaning::Promote: compile_float_convert(true); return true;
    case Meaning::ConvertS: compile_convert(info, true); return true;
    case Meaning::ConvertU: compile_convert(info, false); return true;
    case Meaning::TruncS: compile_truncate(info, true, false); return true;
    case Meaning::TruncU: compile_truncate(info, false, false); return true;
    case Meaning::TruncSatS: compile_truncate(info, true, true); return true;
    case Meaning::TruncSatU: compile_truncate(info, false, true); return true;
    case Meaning::Add128: compile_wide_add(false); return true;
    case Meaning::Sub128: compile_wide_add(true); return true;
    case Meaning::MulWideS: compile_wide_mul(true); return true;
    case Meaning::MulWideU: compile_wide_mul(false); return true;
    default: return false;
  }
}

}  // namespace wrt::baseline
