// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Table instructions (3.4.6). Elements are pointers; a table's header says where they are and changes when it grows.
// Whole runs of elements are the runtime's business.
#include "compiler/llvm/function_translator.h"

namespace wrt::llvm_compiler {

llvm::Value* FunctionTranslator::table_object(TableIndex index) {
  llvm::LoadInst* table =
      emitter_.load_field(builder().getPtrTy(), emitter_.vmctx(), module_.layout().table_slot(index), Access::Constant);
  module_.annotate_pointer(table, sizeof(VMTable), alignof(VMTable));
  return table;
}

llvm::Value* FunctionTranslator::table_element(TableIndex index, llvm::Value* element, TrapCode code) {
  llvm::Value* table = table_object(index);
  llvm::Value* length = emitter_.load_field(builder().getInt64Ty(), table, kVMTable_length, Access::TableHeader);
  emitter_.trap_if(builder().CreateICmpUGE(element, length), code, trap_has_operand(code) ? element : nullptr);
  llvm::Value* elements = emitter_.load_field(builder().getPtrTy(), table, kVMTable_elements, Access::TableHeader);
  return builder().CreateInBoundsGEP(builder().getPtrTy(), elements, element);
}

void FunctionTranslator::emit_table_get(TableIndex index) {
  llvm::Value* element = table_element(index, pop_i64(), TrapCode::TableOutOfBounds);
  emitter_.push(emitter_.load_field(builder().getPtrTy(), element, 0, Access::TableElement));
}

void FunctionTranslator::emit_table_set(TableIndex index) {
  llvm::Value* value = emitter_.pop();
  llvm::Value* element = table_element(index, pop_i64(), TrapCode::TableOutOfBounds);
  emitter_.store_field(value, element, 0, Access::TableElement);
}

void FunctionTranslator::emit_table_size(TableIndex index) {
  llvm::Value* length =
      emitter_.load_field(builder().getInt64Ty(), table_object(index), kVMTable_length, Access::TableHeader);
  push_address(length, wasm().tables[index].type.address);
}

void FunctionTranslator::emit_table_grow(TableIndex index) {
  llvm::Value* delta = pop_i64();
  llvm::Value* initial = emitter_.pop();
  llvm::Value* previous = emitter_.call_builtin(Builtin::TableGrow, {constant(index), initial, delta});
  push_address(previous, wasm().tables[index].type.address);
}

void FunctionTranslator::emit_table_fill(TableIndex index) {
  llvm::Value* size = pop_i64();
  llvm::Value* value = emitter_.pop();
  llvm::Value* destination = pop_i64();
  emitter_.call_builtin(Builtin::TableFill, {constant(index), destination, value, size});
}

void FunctionTranslator::emit_table_copy(const Instruction& instruction) {
  llvm::Value* size = pop_i64();
  llvm::Value* source = pop_i64();
  llvm::Value* destination = pop_i64();
  emitter_.call_builtin(Builtin::TableCopy,
                        {constant(instruction.index), constant(instruction.index2), destination, source, size});
}

void FunctionTranslator::emit_table_init(const Instruction& instruction) {
  llvm::Value* size = pop_i64();
  llvm::Value* source = pop_i64();
  llvm::Value* destination = pop_i64();
  emitter_.call_builtin(Builtin::TableInit,
                        {constant(instruction.index), constant(instruction.index2), destination, source, size});
}

void FunctionTranslator::emit_elem_drop(std::uint32_t segment) {
  emitter_.call_builtin(Builtin::ElemDrop, {constant(segment)});
}

}  // namespace wrt::llvm_compiler
