// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Float instructions (section 4.3.3).
//
// An arithmetic result that is a NaN has its quiet bit set, and is canonical when the NaN operands are. Hardware does
// so; LLVM, which knows no signalling NaNs outside its strict mode, does not: it replaces `x * 1` by x. The strict
// mode would forbid vectorising. So where an operand is a constant that invites such a replacement, the result for a
// NaN operand is chosen here (with_quiet_nan), and LLVM may do with the rest what it likes.
//
// min and max need the same for another reason: LLVM's code for x86 hands a signalling NaN through.
#include <cmath>

#include <llvm/IR/Constants.h>
#include <llvm/IR/IntrinsicsAArch64.h>

#include "compiler/llvm/emit_numeric.h"
#include "compiler/llvm/emit_util.h"

namespace wrt::llvm_compiler {

namespace {

// Whether `value` is a constant, or a vector constant with an element, that is `magnitude` or -`magnitude`.
bool has_constant(llvm::Value* value, double magnitude) {
  auto* constant = llvm::dyn_cast<llvm::Constant>(value);
  if (constant == nullptr) return false;
  if (auto* number = llvm::dyn_cast<llvm::ConstantFP>(constant)) {
    return !number->isNaN() && std::abs(number->getValueAPF().convertToDouble()) == magnitude;
  }
  auto* type = llvm::dyn_cast<llvm::FixedVectorType>(constant->getType());
  if (type == nullptr) return true;  // an expression that is folded later
  for (unsigned i = 0; i < type->getNumElements(); ++i) {
    llvm::Constant* element = constant->getAggregateElement(i);
    if (element == nullptr || has_constant(element, magnitude)) return true;
  }
  return false;
}

llvm::Value* is_nan(Emitter& emitter, llvm::Value* value) {
  return emitter.builder().CreateFCmpUNO(value, value);
}

}  // namespace

llvm::Value* with_quiet_nan(Emitter& emitter, llvm::Value* operand, llvm::Value* result) {
  llvm::Value* nan = llvm::ConstantFP::getQNaN(result->getType());
  return emitter.builder().CreateSelect(is_nan(emitter, operand), nan, result);
}

llvm::Value* float_add(Emitter& emitter, llvm::Value* lhs, llvm::Value* rhs) {
  llvm::Value* sum = emitter.builder().CreateFAdd(lhs, rhs);
  if (has_constant(rhs, 0)) return with_quiet_nan(emitter, lhs, sum);
  if (has_constant(lhs, 0)) return with_quiet_nan(emitter, rhs, sum);
  return sum;
}

llvm::Value* float_sub(Emitter& emitter, llvm::Value* lhs, llvm::Value* rhs) {
  llvm::Value* difference = emitter.builder().CreateFSub(lhs, rhs);
  if (has_constant(rhs, 0)) return with_quiet_nan(emitter, lhs, difference);
  if (has_constant(lhs, 0)) return with_quiet_nan(emitter, rhs, difference);
  return difference;
}

llvm::Value* float_mul(Emitter& emitter, llvm::Value* lhs, llvm::Value* rhs) {
  llvm::Value* product = emitter.builder().CreateFMul(lhs, rhs);
  if (has_constant(rhs, 1)) return with_quiet_nan(emitter, lhs, product);
  if (has_constant(lhs, 1)) return with_quiet_nan(emitter, rhs, product);
  return product;
}

void emit_div(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  llvm::Value* quotient = emitter.builder().CreateFDiv(lhs, rhs);
  push_result(emitter, has_constant(rhs, 1) ? with_quiet_nan(emitter, lhs, quotient) : quotient);
}

// --- Rounding and roots: each is one instruction on the targets, which quiets NaNs ---

void emit_ceil(Emitter& emitter, const EmitArgs& args) {
  push_result(emitter, call_intrinsic(emitter, llvm::Intrinsic::ceil, {pop_operand(emitter, args)}));
}

void emit_floor(Emitter& emitter, const EmitArgs& args) {
  push_result(emitter, call_intrinsic(emitter, llvm::Intrinsic::floor, {pop_operand(emitter, args)}));
}

void emit_trunc(Emitter& emitter, const EmitArgs& args) {
  push_result(emitter, call_intrinsic(emitter, llvm::Intrinsic::trunc, {pop_operand(emitter, args)}));
}

void emit_nearest(Emitter& emitter, const EmitArgs& args) {
  push_result(emitter, call_intrinsic(emitter, llvm::Intrinsic::roundeven, {pop_operand(emitter, args)}));
}

void emit_sqrt(Emitter& emitter, const EmitArgs& args) {
  push_result(emitter, call_intrinsic(emitter, llvm::Intrinsic::sqrt, {pop_operand(emitter, args)}));
}

// --- Minimum and maximum ---

namespace {

// llvm.minimum and llvm.maximum agree with WebAssembly except for signalling NaNs.
llvm::Value* minimum_or_maximum(Emitter& emitter, llvm::Intrinsic::ID id, const Operands& operands) {
  const auto [lhs, rhs] = operands;
  auto* result = llvm::cast<llvm::Instruction>(call_intrinsic(emitter, id, {lhs, rhs}));
  // Where this is poison, the select below takes the other value.
  result->setHasNoNaNs(true);
  llvm::Value* unordered = emitter.builder().CreateFCmpUNO(lhs, rhs);
  return emitter.builder().CreateSelect(unordered, llvm::ConstantFP::getQNaN(lhs->getType()), result);
}

// AArch64 has an instruction that is right as it is; as a target intrinsic LLVM finds no way around it.
bool has_vector_minimum(Emitter& emitter, const EmitArgs& args) {
  return takes_vector(args) && targets_aarch64(emitter);
}

}  // namespace

void emit_min(Emitter& emitter, const EmitArgs& args) {
  const Operands operands = pop_operands(emitter, args);
  if (has_vector_minimum(emitter, args)) {
    emitter.push_vector(call_intrinsic(emitter, llvm::Intrinsic::aarch64_neon_fmin, {operands.lhs, operands.rhs}));
  } else {
    push_result(emitter, minimum_or_maximum(emitter, llvm::Intrinsic::minimum, operands));
  }
}

void emit_max(Emitter& emitter, const EmitArgs& args) {
  const Operands operands = pop_operands(emitter, args);
  if (has_vector_minimum(emitter, args)) {
    emitter.push_vector(call_intrinsic(emitter, llvm::Intrinsic::aarch64_neon_fmax, {operands.lhs, operands.rhs}));
  } else {
    push_result(emitter, minimum_or_maximum(emitter, llvm::Intrinsic::maximum, operands));
  }
}

// pmin and pmax are a comparison and a choice: NaNs and zeros come out as they are.
void emit_pmin(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  llvm::IRBuilder<>& builder = emitter.builder();
  push_result(emitter, builder.CreateSelect(builder.CreateFCmpOLT(rhs, lhs), rhs, lhs));
}

void emit_pmax(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  llvm::IRBuilder<>& builder = emitter.builder();
  push_result(emitter, builder.CreateSelect(builder.CreateFCmpOLT(lhs, rhs), rhs, lhs));
}

void emit_copysign(Emitter& emitter, const EmitArgs& args) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  push_result(emitter, call_intrinsic(emitter, llvm::Intrinsic::copysign, {lhs, rhs}));
}

}  // namespace wrt::llvm_compiler
