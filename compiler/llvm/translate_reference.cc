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

}  // namespace wrt::llvm_compiler
