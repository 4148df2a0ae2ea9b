// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Arrays (3.4.9). An element access is a comparison with the length and one load or store; filling is a loop that LLVM
// makes vectors of; what copies from segments or between arrays is the runtime's.
#include "compiler/llvm/function_translator.h"

namespace wrt::llvm_compiler {

llvm::Value* FunctionTranslator::array_length(llvm::Value* array) {
  return emitter_.load_field(builder().getInt32Ty(), array, kArrayLengthOffset, Access::ObjectHeader);
}

llvm::Value* FunctionTranslator::element_of(llvm::Value* array, llvm::Value* index, ValType storage) {
  llvm::Value* elements = emitter_.field_address(array, kArrayElementsOffset);
  return builder().CreateInBoundsGEP(storage_type(storage), elements, index);
}

llvm::Value* FunctionTranslator::checked_element(llvm::Value* array, llvm::Value* index, ValType storage) {
  emitter_.trap_if(builder().CreateICmpUGE(index, array_length(array)), TrapCode::ArrayOutOfBounds);
  return element_of(array, builder().CreateZExt(index, builder().getInt64Ty()), storage);
}

void FunctionTranslator::fill(llvm::Value* first, llvm::Value* count, llvm::Value* value, ValType storage) {
  if (storage.is_packed()) value = builder().CreateTrunc(value, storage_type(storage));
  llvm::BasicBlock* from = builder().GetInsertBlock();
  llvm::BasicBlock* loop = llvm::BasicBlock::Create(module_.context(), "", function_);
  llvm::BasicBlock* done = llvm::BasicBlock::Create(module_.context(), "", function_);
  builder().CreateCondBr(builder().CreateIsNull(count), done, loop);
  builder().SetInsertPoint(loop);
  llvm::PHINode* index = builder().CreatePHI(count->getType(), 2);
  llvm::StoreInst* store =
      emitter_.store_field(value, builder().CreateInBoundsGEP(value->getType(), first, index), 0, Access::ArrayElement);
  store->setAlignment(llvm::Align(std::min<std::uint32_t>(storage_size(storage), 8)));
  llvm::Value* next = builder().CreateNUWAdd(index, builder().getInt64(1));
  index->addIncoming(builder().getInt64(0), from);
  index->addIncoming(next, loop);
  builder().CreateCondBr(builder().CreateICmpEQ(next, count), done, loop);
  builder().SetInsertPoint(done);
}

// --- Allocation ---

FunctionTranslator::Allocation FunctionTranslator::begin_array(TypeIndex type, llvm::Value* length) {
  // No overflow: the length has 32 bits, an element at most 16 bytes.
  llvm::Value* bytes = builder().CreateMul(builder().CreateZExt(length, builder().getInt64Ty()),
                                           builder().getInt64(storage_size(element_storage(type))));
  llvm::Value* size =
      builder().CreateAnd(builder().CreateAdd(bytes, builder().getInt64(object_size(1) - 1 + kArrayElementsOffset)),
                          ~std::uint64_t{kObjectAlignment - 1});
  const Allocation allocation =
      begin_allocation(type, size, [&] { return emitter_.call_builtin(Builtin::ArrayNew, {type_info(type), length}); });
  emitter_.store_field(length, allocation.object, kArrayLengthOffset, Access::ObjectHeader);
  return allocation;
}

void FunctionTranslator::emit_array_new(TypeIndex type) {
  llvm::Value* length = emitter_.pop();
  llvm::Value* value = emitter_.pop();
  const Allocation allocation = begin_array(type, length);
  fill(emitter_.field_address(allocation.object, kArrayElementsOffset),
       builder().CreateZExt(length, builder().getInt64Ty()), value, element_storage(type));
  finish_allocation(allocation);
}

// Memory that the runtime gave is zero already, and may be too much to touch.
void FunctionTranslator::emit_array_new_default(TypeIndex type) {
  llvm::Value* length = emitter_.pop();
  const Allocation allocation = begin_array(type, length);
  llvm::Value* count = builder().CreateSelect(
      allocation.is_new_memory, builder().CreateZExt(length, builder().getInt64Ty()), builder().getInt64(0));
  const ValType storage = element_storage(type);
  llvm::Value* value = llvm::Constant::getNullValue(emitter_.type(storage.unpacked()));
  fill(emitter_.field_address(allocation.object, kArrayElementsOffset), count, value, storage);
  finish_allocation(allocation);
}

void FunctionTranslator::emit_array_new_fixed(const Instruction& instruction) {
  const ValType storage = element_storage(instruction.index);
  const Allocation allocation = begin_array(instruction.index, constant(instruction.index2));
  for (std::uint32_t i = instruction.index2; i-- > 0;)
    store_storage(emitter_.pop(), element_of(allocation.object, builder().getInt64(i), storage), storage,
                  Access::ArrayElement);
  finish_allocation(allocation);
}

void FunctionTranslator::emit_array_new_segment(const Instruction& instruction, Builtin builtin) {
  llvm::Value* length = emitter_.pop();
  llvm::Value* source = emitter_.pop();
  emitter_.push(
      emitter_.call_builtin(builtin, {type_info(instruction.index), constant(instruction.index2), source, length}));
}

// --- Elements ---

void FunctionTranslator::emit_array_get(const Instruction& instruction) {
  llvm::Value* index = emitter_.pop();
  llvm::Value* array = emitter_.pop();
  check_not_null(array, 1, TrapCode::NullArrayReference);
  const ValType storage = element_storage(instruction.index);
  push_storage(checked_element(array, index, storage), storage, instruction.opcode == Opcode::ArrayGetS,
               Access::ArrayElement);
}

void FunctionTranslator::emit_array_set(TypeIndex type) {
  llvm::Value* value = emitter_.pop();
  llvm::Value* index = emitter_.pop();
  llvm::Value* array = emitter_.pop();
  check_not_null(array, 2, TrapCode::NullArrayReference);
  const ValType storage = element_storage(type);
  store_storage(value, checked_element(array, index, storage), storage, Access::ArrayElement);
}

void FunctionTranslator::emit_array_len() {
  llvm::Value* array = emitter_.pop();
  check_not_null(array, 0, TrapCode::NullArrayReference);
  emitter_.push(array_length(array));
}

// --- Many elements ---

void FunctionTranslator::emit_array_fill(TypeIndex type) {
  llvm::Value* count = pop_i64();
  llvm::Value* value = emitter_.pop();
  llvm::Value* index = pop_i64();
  llvm::Value* array = emitter_.pop();
  check_not_null(array, 3, TrapCode::NullArrayReference);
  llvm::Value* length = builder().CreateZExt(array_length(array), builder().getInt64Ty());
  emitter_.trap_if(builder().CreateICmpUGT(builder().CreateNUWAdd(index, count), length), TrapCode::ArrayOutOfBounds);
  fill(element_of(array, index, element_storage(type)), count, value, element_storage(type));
}

void FunctionTranslator::emit_array_copy() {
  llvm::Value* length = emitter_.pop();
  llvm::Value* from = emitter_.pop();
  llvm::Value* source = emitter_.pop();
  llvm::Value* to = emitter_.pop();
  llvm::Value* destination = emitter_.pop();
  emitter_.call_builtin(Builtin::ArrayCopy, {destination, to, source, from, length});
}

void FunctionTranslator::emit_array_init_segment(const Instruction& instruction, Builtin builtin) {
  llvm::Value* length = emitter_.pop();
  llvm::Value* from = emitter_.pop();
  llvm::Value* to = emitter_.pop();
  llvm::Value* array = emitter_.pop();
  emitter_.call_builtin(builtin, {constant(instruction.index2), array, to, from, length});
}

}  // namespace wrt::llvm_compiler
