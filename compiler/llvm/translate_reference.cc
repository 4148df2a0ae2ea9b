// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reference instructions (3.4.2): references are pointers, null is 0.
#include "compiler/llvm/function_translator.h"

namespace wrt::llvm_compiler {

void FunctionTranslator::emit_ref_null() {
  emitter_.push(llvm::ConstantPointerNull::get(builder().getPtrTy()));
}

void FunctionTranslator::emit_ref_is_null() {
  emitter_.push(builder().CreateZExt(builder().CreateIsNull(emitter_.pop()), builder().getInt32Ty()));
}

void FunctionTranslator::emit_ref_func(FuncIndex index) {
  emitter_.push(emitter_.field_address(emitter_.vmctx(), module_.layout().func_ref(index)));
}

// Equal references are equal words.
void FunctionTranslator::emit_ref_eq() {
  llvm::Value* rhs = emitter_.pop();
  llvm::Value* lhs = emitter_.pop();
  emitter_.push(builder().CreateZExt(builder().CreateICmpEQ(lhs, rhs), builder().getInt32Ty()));
}

void FunctionTranslator::emit_ref_as_non_null() {
  emitter_.trap_if(builder().CreateIsNull(emitter_.peek()), TrapCode::NullReference);
}

// The reference is no operand of the label, but stays on the stack where the branch is not taken.
void FunctionTranslator::emit_br_on_null(std::uint32_t depth) {
  llvm::Value* reference = emitter_.pop();
  branch_if(builder().CreateIsNull(reference), depth);
  emitter_.push(reference);
}

// The other way round.
void FunctionTranslator::emit_br_on_non_null(std::uint32_t depth) {
  branch_if(builder().CreateIsNotNull(emitter_.peek()), depth);
  emitter_.pop();
}

// --- i31: (value << 1) | 1, the upper half of the pointer zero ---

void FunctionTranslator::emit_ref_i31() {
  llvm::Value* bits = builder().CreateOr(builder().CreateShl(emitter_.pop(), 1), 1);
  emitter_.push(builder().CreateIntToPtr(builder().CreateZExt(bits, builder().getInt64Ty()), builder().getPtrTy()));
}

llvm::Value* FunctionTranslator::pop_i31() {
  llvm::Value* reference = emitter_.pop();
  check_not_null(reference, 0, TrapCode::NullI31Reference);
  return builder().CreateTrunc(builder().CreatePtrToInt(reference, builder().getInt64Ty()), builder().getInt32Ty());
}

void FunctionTranslator::emit_i31_get_s() {
  emitter_.push(builder().CreateAShr(pop_i31(), 1));
}

void FunctionTranslator::emit_i31_get_u() {
  emitter_.push(builder().CreateLShr(pop_i31(), 1));
}

}  // namespace wrt::llvm_compiler
