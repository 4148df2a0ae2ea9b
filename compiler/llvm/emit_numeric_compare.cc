// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Comparisons: of scalars to an i32 that is 0 or 1, of vectors to lanes of the operands' width that are all zeros or
// all ones. A NaN equals nothing and is in no order, so every float comparison but `ne` is false for it.
#include "compiler/llvm/emit_numeric.h"
#include "compiler/llvm/emit_util.h"

namespace wrt::llvm_compiler {

namespace {

using Predicate = llvm::CmpInst::Predicate;

void compare(Emitter& emitter, const EmitArgs& args, Predicate predicate) {
  const auto [lhs, rhs] = pop_operands(emitter, args);
  llvm::IRBuilder<>& builder = emitter.builder();
  llvm::Value* holds = builder.CreateCmp(predicate, lhs, rhs);
  if (takes_vector(args)) {
    llvm::Type* lane = integer_type(emitter, lane_size(args.info.lane));
    emitter.push_vector(builder.CreateSExt(holds, holds->getType()->getWithNewType(lane)));
  } else {
    emitter.push(builder.CreateZExt(holds, builder.getInt32Ty()));
  }
}

bool compares_floats(const EmitArgs& args) {
  return args.info.lane == Lane::F32 || args.info.lane == Lane::F64;
}

}  // namespace

void emit_eqz(Emitter& emitter, const EmitArgs&) {
  llvm::IRBuilder<>& builder = emitter.builder();
  llvm::Value* operand = emitter.pop();
  llvm::Value* is_zero = builder.CreateICmpEQ(operand, constant(operand->getType(), 0));
  emitter.push(builder.CreateZExt(is_zero, builder.getInt32Ty()));
}

void emit_eq(Emitter& emitter, const EmitArgs& args) {
  compare(emitter, args, compares_floats(args) ? Predicate::FCMP_OEQ : Predicate::ICMP_EQ);
}

void emit_ne(Emitter& emitter, const EmitArgs& args) {
  compare(emitter, args, compares_floats(args) ? Predicate::FCMP_UNE : Predicate::ICMP_NE);
}

void emit_lt_s(Emitter& emitter, const EmitArgs& args) {
  compare(emitter, args, Predicate::ICMP_SLT);
}

void emit_lt_u(Emitter& emitter, const EmitArgs& args) {
  compare(emitter, args, Predicate::ICMP_ULT);
}

void emit_gt_s(Emitter& emitter, const EmitArgs& args) {
  compare(emitter, args, Predicate::ICMP_SGT);
}

void emit_gt_u(Emitter& emitter, const EmitArgs& args) {
  compare(emitter, args, Predicate::ICMP_UGT);
}

void emit_le_s(Emitter& emitter, const EmitArgs& args) {
  compare(emitter, args, Predicate::ICMP_SLE);
}

void emit_le_u(Emitter& emitter, const EmitArgs& args) {
  compare(emitter, args, Predicate::ICMP_ULE);
}

void emit_ge_s(Emitter& emitter, const EmitArgs& args) {
  compare(emitter, args, Predicate::ICMP_SGE);
}

void emit_ge_u(Emitter& emitter, const EmitArgs& args) {
  compare(emitter, args, Predicate::ICMP_UGE);
}

void emit_lt(Emitter& emitter, const EmitArgs& args) {
  compare(emitter, args, Predicate::FCMP_OLT);
}

void emit_gt(Emitter& emitter, const EmitArgs& args) {
  compare(emitter, args, Predicate::FCMP_OGT);
}

void emit_le(Emitter& emitter, const EmitArgs& args) {
  compare(emitter, args, Predicate::FCMP_OLE);
}

void emit_ge(Emitter& emitter, const EmitArgs& args) {
  compare(emitter, args, Predicate::FCMP_OGE);
}

}  // namespace wrt::llvm_compiler
