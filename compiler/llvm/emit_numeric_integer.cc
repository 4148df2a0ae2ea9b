// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Integer instructions (section 4.3.2).
//
// LLVM's instructions leave undefined what WebAssembly defines: a shift by the width or more, a division by zero, an
// overflowing quotient. Here counts are masked and divisors checked first, so that no operand reaches such a case.
#include "compiler/llvm/emit_numeric.h"
#include "compiler/llvm/emit_util.h"

namespace wrt::llvm_compiler {

void emit_clz(Emitter& emitter, const EmitArgs&) {
  emitter.push(call_intrinsic(emitter, llvm::Intrinsic::ctlz, {emitter.pop(), emitter.builder().getFalse()}));
}

void emit_ctz(Emitter& emitter, const EmitArgs&) {
  emitter.push(call_intrinsic(emitter, llvm::Intrinsic::cttz, {emitter.pop(), emitter.builder().getFalse()}));
}

void emit_popcnt(Emitter& emitter, const EmitArgs& args) {
  push_result(emitter, call_intrinsic(emitter, llvm::Intrinsic::ctpop, {pop_operand(emitter, args)}));
}

// --- Division: section 4.3.2, idiv and irem ---

namespace {

void trap_if_zero(Emitter& emitter, llvm::Value* divisor) {
  llvm::Value* is_zero = emitter.builder().CreateICmpEQ(divisor, constant(divisor->getType(), 0));
  emitter.trap_if(is_zero, TrapCode::IntegerDivideByZero);
}

llvm::Value* is_minus_one(Emitter& emitter, llvm::Value* value) {
  return emitter.builder().CreateICmpEQ(value, llvm::Constant::getAllOnesValue(value->getType()));
}

}  // namespace

void emit_div_s(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  trap_if_zero(emitter, rhs);
  llvm::IRBuilder<>& builder = emitter.builder();
  const unsigned bits = lhs->getType()->getIntegerBitWidth();
  llvm::Value* smallest = llvm::ConstantInt::get(lhs->getType(), llvm::APInt::getSignedMinValue(bits));
  llvm::Value* overflows = builder.CreateAnd(builder.CreateICmpEQ(lhs, smallest), is_minus_one(emitter, rhs));
  emitter.trap_if(overflows, TrapCode::IntegerOverflow);
  emitter.push(builder.CreateSDiv(lhs, rhs));
}

void emit_div_u(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  trap_if_zero(emitter, rhs);
  emitter.push(emitter.builder().CreateUDiv(lhs, rhs));
}

void emit_rem_s(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  trap_if_zero(emitter, rhs);
  // The remainder by -1 is 0, as that by 1 is; but LLVM's srem of the smallest integer by -1 is undefined.
  llvm::IRBuilder<>& builder = emitter.builder();
  llvm::Value* divisor = builder.CreateSelect(is_minus_one(emitter, rhs), constant(rhs->getType(), 1), rhs);
  emitter.push(builder.CreateSRem(lhs, divisor));
}

void emit_rem_u(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  trap_if_zero(emitter, rhs);
  emitter.push(emitter.builder().CreateURem(lhs, rhs));
}

// --- Bits ---

void emit_and(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  push_result(emitter, emitter.builder().CreateAnd(lhs, rhs));
}

void emit_or(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  push_result(emitter, emitter.builder().CreateOr(lhs, rhs));
}

void emit_xor(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  push_result(emitter, emitter.builder().CreateXor(lhs, rhs));
}

namespace {

// A value and a count of the same type, less than the width: for a vector, an i32 count for all lanes.
Operands pop_shift(Emitter& emitter, const EmitArgs& args) {
  llvm::IRBuilder<>& builder = emitter.builder();
  llvm::Value* count = emitter.pop();
  llvm::Value* value = pop_operand(emitter, args);
  llvm::Type* type = value->getType();
  count = builder.CreateAnd(count, constant(count->getType(), type->getScalarSizeInBits() - 1));
  if (auto* vector = llvm::dyn_cast<llvm::FixedVectorType>(type)) {
    count = builder.CreateZExtOrTrunc(count, type->getScalarType());
    count = builder.CreateVectorSplat(vector->getNumElements(), count);
  }
  return {value, count};
}

}  // namespace

void emit_shl(Emitter& emitter, const EmitArgs& args) {
  const auto [value, count] = pop_shift(emitter, args);
  push_result(emitter, emitter.builder().CreateShl(value, count));
}

void emit_shr_s(Emitter& emitter, const EmitArgs& args) {
  const auto [value, count] = pop_shift(emitter, args);
  push_result(emitter, emitter.builder().CreateAShr(value, count));
}

void emit_shr_u(Emitter& emitter, const EmitArgs& args) {
  const auto [value, count] = pop_shift(emitter, args);
  push_result(emitter, emitter.builder().CreateLShr(value, count));
}

// LLVM's funnel shifts take their count modulo the width.
void emit_rotl(Emitter& emitter, const EmitArgs& args) {
  const auto [value, count] = pop_operands(emitter, args);
  emitter.push(call_intrinsic(emitter, llvm::Intrinsic::fshl, {value, value, count}));
}

void emit_rotr(Emitter& emitter, const EmitArgs& args) {
  const auto [value, count] = pop_operands(emitter, args);
  emitter.push(call_intrinsic(emitter, llvm::Intrinsic::fshr, {value, value, count}));
}

// --- Wide arithmetic: 128 bits as two i64, the low one first ---

namespace {

llvm::Value* pop_i128(Emitter& emitter) {
  llvm::IRBuilder<>& builder = emitter.builder();
  llvm::Value* high = builder.CreateZExt(emitter.pop(), builder.getInt128Ty());
  llvm::Value* low = builder.CreateZExt(emitter.pop(), builder.getInt128Ty());
  return builder.CreateOr(builder.CreateShl(high, 64), low);
}

void push_i128(Emitter& emitter, llvm::Value* value) {
  llvm::IRBuilder<>& builder = emitter.builder();
  emitter.push(builder.CreateTrunc(value, builder.getInt64Ty()));
  emitter.push(builder.CreateTrunc(builder.CreateLShr(value, 64), builder.getInt64Ty()));
}

}  // namespace

void emit_add128(Emitter& emitter, const EmitArgs&) {
  llvm::Value* rhs = pop_i128(emitter);
  llvm::Value* lhs = pop_i128(emitter);
  push_i128(emitter, emitter.builder().CreateAdd(lhs, rhs));
}

void emit_sub128(Emitter& emitter, const EmitArgs&) {
  llvm::Value* rhs = pop_i128(emitter);
  llvm::Value* lhs = pop_i128(emitter);
  push_i128(emitter, emitter.builder().CreateSub(lhs, rhs));
}

void emit_mul_wide_s(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  llvm::IRBuilder<>& builder = emitter.builder();
  llvm::Type* wide = builder.getInt128Ty();
  push_i128(emitter, builder.CreateMul(builder.CreateSExt(lhs, wide), builder.CreateSExt(rhs, wide)));
}

void emit_mul_wide_u(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  llvm::IRBuilder<>& builder = emitter.builder();
  llvm::Type* wide = builder.getInt128Ty();
  push_i128(emitter, builder.CreateMul(builder.CreateZExt(lhs, wide), builder.CreateZExt(rhs, wide)));
}

}  // namespace wrt::llvm_compiler
