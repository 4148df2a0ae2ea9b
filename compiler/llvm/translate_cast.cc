// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Casts and the branches on them (3.4.7, 3.4.1). The test is as short as the operand's static type allows: null and i31
// are told apart only where it admits them, a final type is one comparison of headers, another one a look into the
// display at the type's depth, an abstract one a comparison of kinds.
#include "compiler/llvm/function_translator.h"

#include "lib/support/check.h"

namespace wrt::llvm_compiler {

namespace {

bool admits_i31(HeapType source) {
  return source.kind() == HeapType::Any || source.kind() == HeapType::Eq || source.kind() == HeapType::I31 ||
         source.kind() == HeapType::Extern;
}

bool is_bottom(HeapType type) {
  return type.kind() == HeapType::None || type.kind() == HeapType::NoFunc || type.kind() == HeapType::NoExtern ||
         type.kind() == HeapType::NoExn;
}

// An answer that is known in some blocks (`constant`) and computed in the last.
class Answer {
 public:
  Answer(llvm::IRBuilder<>& builder, llvm::Function* function)
      : builder_(builder), function_(function), done_(llvm::BasicBlock::Create(builder.getContext(), "", function)) {}

  // If `condition` holds, the answer is `constant`.
  void when(llvm::Value* condition, bool constant) {
    llvm::BasicBlock* next = llvm::BasicBlock::Create(builder_.getContext(), "", function_);
    known_.emplace_back(builder_.GetInsertBlock(), constant);
    builder_.CreateCondBr(condition, done_, next);
    builder_.SetInsertPoint(next);
  }
  llvm::Value* otherwise(llvm::Value* value) {
    llvm::BasicBlock* last = builder_.GetInsertBlock();
    builder_.CreateBr(done_);
    builder_.SetInsertPoint(done_);
    llvm::PHINode* phi = builder_.CreatePHI(builder_.getInt1Ty(), 3);
    for (const auto& [block, constant] : known_) phi->addIncoming(builder_.getInt1(constant), block);
    phi->addIncoming(value, last);
    return phi;
  }

 private:
  llvm::IRBuilder<>& builder_;
  llvm::Function* function_;
  llvm::BasicBlock* done_;
  llvm::SmallVector<std::pair<llvm::BasicBlock*, bool>, 2> known_;
};

}  // namespace

llvm::Value* FunctionTranslator::is_i31(llvm::Value* reference) {
  return builder().CreateTrunc(builder().CreatePtrToInt(reference, builder().getInt64Ty()), builder().getInt1Ty());
}

llvm::Value* FunctionTranslator::is_function_of(llvm::Value* func_ref, TypeIndex target) {
  llvm::Type* word = builder().getInt32Ty();
  llvm::Value* ids = emitter_.load_field(builder().getPtrTy(), emitter_.vmctx(), kVMContext_type_ids, Access::Constant);
  llvm::Value* wanted = emitter_.load_field(word, ids, target * sizeof(std::uint32_t), Access::Constant);
  llvm::Value* actual = emitter_.load_field(word, func_ref, kVMFuncRef_type_id, Access::Constant);
  llvm::Value* same = builder().CreateICmpEQ(actual, wanted);
  if (wasm().types[target].is_final) return same;
  Answer answer(builder(), function_);
  answer.when(same, true);
  return answer.otherwise(builder().CreateIsNotNull(emitter_.call_builtin(Builtin::IsSubtype, {actual, wanted})));
}

llvm::Value* FunctionTranslator::is_object_of(llvm::Value* object, TypeIndex target) {
  llvm::LoadInst* header = emitter_.load_field(builder().getPtrTy(), object, 0, Access::ObjectHeader);
  module_.annotate_pointer(header, sizeof(VMTypeInfo), alignof(VMTypeInfo));
  llvm::Value* wanted = type_info(target);
  if (wasm().types[target].is_final) return builder().CreateICmpEQ(header, wanted);
  std::uint32_t depth = 0;
  for (auto super = wasm().types[target].super; super; super = wasm().types[*super].super) ++depth;
  const auto display = [&] {
    return builder().CreateICmpEQ(emitter_.load_field(builder().getPtrTy(), header,
                                                      kVMTypeInfo_display + depth * sizeof(void*), Access::Constant),
                                  wanted);
  };
  if (depth < kInlineDisplay) return display();
  llvm::Value* actual = emitter_.load_field(builder().getInt32Ty(), header, kVMTypeInfo_depth, Access::Constant);
  Answer answer(builder(), function_);
  answer.when(builder().CreateICmpULT(actual, constant(depth)), false);
  return answer.otherwise(display());
}

llvm::Value* FunctionTranslator::is_object_of(llvm::Value* object, HeapType target) {
  if (target.is_defined()) return is_object_of(object, target.index());
  llvm::LoadInst* header = emitter_.load_field(builder().getPtrTy(), object, 0, Access::ObjectHeader);
  module_.annotate_pointer(header, sizeof(VMTypeInfo), alignof(VMTypeInfo));
  llvm::Value* kind = emitter_.load_field(builder().getInt32Ty(), header, kVMTypeInfo_kind, Access::Constant);
  const auto number = [this](VMObjectKind each) { return constant(static_cast<std::uint32_t>(each)); };
  switch (target.kind()) {
    case HeapType::Eq: return builder().CreateICmpNE(kind, number(VMObjectKind::HostReference));
    case HeapType::Struct: return builder().CreateICmpEQ(kind, number(VMObjectKind::Struct));
    case HeapType::Array: return builder().CreateICmpEQ(kind, number(VMObjectKind::Array));
    default: WRT_UNREACHABLE();
  }
}

llvm::Value* FunctionTranslator::is_of_type(llvm::Value* reference, RefType source, RefType target) {
  const HeapType heap = target.heap();
  if (is_bottom(heap)) return target.nullable() ? builder().CreateIsNull(reference) : builder().getFalse();
  if (module_.environment().types.matches(source.heap(), heap)) {
    if (target.nullable() || !source.nullable()) return builder().getTrue();
    return builder().CreateIsNotNull(reference);
  }
  Answer answer(builder(), function_);
  if (source.nullable()) answer.when(builder().CreateIsNull(reference), target.nullable());
  if (heap.kind() == HeapType::I31) return answer.otherwise(is_i31(reference));
  if (heap.is_defined() && wasm().types[heap.index()].kind == SubType::Kind::Func)
    return answer.otherwise(is_function_of(reference, heap.index()));
  if (admits_i31(source.heap())) answer.when(is_i31(reference), heap.kind() == HeapType::Eq);
  return answer.otherwise(is_object_of(reference, heap));
}

void FunctionTranslator::emit_ref_test(RefType target) {
  llvm::Value* is = is_of_type(emitter_.pop(), operand_types_[0], target);
  emitter_.push(builder().CreateZExt(is, builder().getInt32Ty()));
}

void FunctionTranslator::emit_ref_cast(RefType target) {
  llvm::Value* is = is_of_type(emitter_.peek(), operand_types_[0], target);
  emitter_.trap_if(builder().CreateNot(is), TrapCode::CastFailure);
}

// The reference is carried along either way.
void FunctionTranslator::emit_br_on_cast(const Instruction& instruction) {
  branch_if(is_of_type(emitter_.peek(), operand_types_[0], instruction.ref2), instruction.index);
}

void FunctionTranslator::emit_br_on_cast_fail(const Instruction& instruction) {
  llvm::Value* is = is_of_type(emitter_.peek(), operand_types_[0], instruction.ref2);
  branch_if(builder().CreateNot(is), instruction.index);
}

}  // namespace wrt::llvm_compiler
