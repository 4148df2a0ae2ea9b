// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which operations LLVM replaces by an operand, and the select that makes that harmless: a canonical NaN where the
// operand is any NaN, otherwise the result. A canonical NaN is right for all NaN operands.
#include "compiler/llvm/quiet_nans.h"

#include <cmath>
#include <vector>

#include <llvm/IR/Constants.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>

namespace wrt::llvm_compiler {

namespace {

// Whether `value` is a constant, a vector constant with an element, or a choice of constants, that is `magnitude` or
// -`magnitude`.
bool may_be_constant(llvm::Value* value, double magnitude) {
  // A vector is cast from the operand stack's type.
  if (auto* cast = llvm::dyn_cast<llvm::BitCastInst>(value)) {
    auto* source = llvm::dyn_cast<llvm::Constant>(cast->getOperand(0));
    if (source == nullptr) return false;
    value = llvm::ConstantExpr::getBitCast(source, cast->getType());
  }
  if (auto* select = llvm::dyn_cast<llvm::SelectInst>(value)) {
    const auto is_it = [magnitude](llvm::Value* arm) {
      return llvm::isa<llvm::Constant>(arm) && may_be_constant(arm, magnitude);
    };
    return is_it(select->getTrueValue()) || is_it(select->getFalseValue());
  }
  auto* constant = llvm::dyn_cast<llvm::Constant>(value);
  if (constant == nullptr) return false;
  if (auto* number = llvm::dyn_cast<llvm::ConstantFP>(constant)) {
    return !number->isNaN() && std::abs(number->getValueAPF().convertToDouble()) == magnitude;
  }
  auto* type = llvm::dyn_cast<llvm::FixedVectorType>(constant->getType());
  if (type == nullptr) return true;  // an expression that is folded later
  for (unsigned i = 0; i < type->getNumElements(); ++i) {
    llvm::Constant* element = constant->getAggregateElement(i);
    if (element == nullptr || may_be_constant(element, magnitude)) return true;
  }
  return false;
}

// Whether LLVM may replace the result by an operand, negated or not.
bool may_be_replaced(const llvm::Instruction& operation) {
  const auto has_constant = [&operation](double magnitude) {
    return may_be_constant(operation.getOperand(0), magnitude) || may_be_constant(operation.getOperand(1), magnitude);
  };
  switch (operation.getOpcode()) {
    case llvm::Instruction::FAdd:
    case llvm::Instruction::FSub: return has_constant(0);
    case llvm::Instruction::FMul: return has_constant(1);
    case llvm::Instruction::FDiv: return may_be_constant(operation.getOperand(1), 1);
    default: return false;
  }
}

// Whether the user's own result can't be the promoted value any more: then no demotion of it finds the promotion.
bool quiets(const llvm::User* user) {
  if (llvm::isa<llvm::BinaryOperator, llvm::FCmpInst, llvm::FPToSIInst, llvm::FPToUIInst>(user)) return true;
  const auto* call = llvm::dyn_cast<llvm::IntrinsicInst>(user);
  if (call == nullptr) return false;
  switch (call->getIntrinsicID()) {
    case llvm::Intrinsic::sqrt:
    case llvm::Intrinsic::ceil:
    case llvm::Intrinsic::floor:
    case llvm::Intrinsic::trunc:
    case llvm::Intrinsic::roundeven:
    case llvm::Intrinsic::fptosi_sat:
    case llvm::Intrinsic::fptoui_sat: return true;
    default: return false;
  }
}

bool may_be_demoted(llvm::Instruction& promotion) {
  return !llvm::all_of(promotion.users(), quiets);
}

// Of an operation with one or two operands.
void choose_nan(llvm::Instruction& operation) {
  llvm::IRBuilder<> builder(operation.getNextNode());
  builder.SetCurrentDebugLocation(operation.getDebugLoc());
  llvm::Value* last = operation.getOperand(operation.getNumOperands() - 1);
  llvm::Value* is_nan = builder.CreateFCmpUNO(operation.getOperand(0), last);
  auto* choice = llvm::SelectInst::Create(is_nan, llvm::ConstantFP::getQNaN(operation.getType()), &operation);
  builder.Insert(choice);
  operation.replaceUsesWithIf(choice, [choice](llvm::Use& use) { return use.getUser() != choice; });
}

}  // namespace

void quiet_nans(llvm::Function& function) {
  std::vector<llvm::Instruction*> found;
  std::vector<llvm::Instruction*> promotions;
  bool demotes = false;
  for (llvm::Instruction& each : llvm::instructions(function)) {
    if (may_be_replaced(each)) found.push_back(&each);
    if (llvm::isa<llvm::FPExtInst>(each)) promotions.push_back(&each);
    demotes = demotes || llvm::isa<llvm::FPTruncInst>(each);
  }
  for (llvm::Instruction* each : promotions) {
    if (demotes && may_be_demoted(*each)) found.push_back(each);
  }
  for (llvm::Instruction* each : found) choose_nan(*each);
}

}  // namespace wrt::llvm_compiler
