// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Instructions on whole memories (3.4.7): size inline, the rest by the runtime.
#include "compiler/llvm/function_translator.h"

namespace wrt::llvm_compiler {

llvm::Value* FunctionTranslator::pop_i64() {
  return builder().CreateZExt(emitter_.pop(), builder().getInt64Ty());
}

void FunctionTranslator::push_address(llvm::Value* value, AddressType type) {
  if (type == AddressType::I32) value = builder().CreateTrunc(value, builder().getInt32Ty());
  emitter_.push(value);
}

void FunctionTranslator::emit_memory_size(MemoryIndex index) {
  const MemoryType& type = wasm().memories[index].type;
  llvm::Value* pages = builder().CreateLShr(emitter_.memory_length(index), type.page_size_log2);
  push_address(pages, type.address);
}

void FunctionTranslator::emit_memory_grow(MemoryIndex index) {
  llvm::Value* delta = pop_i64();
  llvm::Value* previous = emitter_.call_builtin(Builtin::MemoryGrow, {constant(index), delta});
  push_address(previous, wasm().memories[index].type.address);
}

void FunctionTranslator::emit_memory_fill(MemoryIndex index) {
  llvm::Value* size = pop_i64();
  llvm::Value* byte = emitter_.pop();
  llvm::Value* destination = pop_i64();
  emitter_.call_builtin(Builtin::MemoryFill, {constant(index), destination, byte, size});
}

void FunctionTranslator::emit_memory_copy(const Instruction& instruction) {
  llvm::Value* size = pop_i64();
  llvm::Value* source = pop_i64();
  llvm::Value* destination = pop_i64();
  emitter_.call_builtin(Builtin::MemoryCopy,
                        {constant(instruction.index), constant(instruction.index2), destination, source, size});
}

void FunctionTranslator::emit_memory_init(const Instruction& instruction) {
  llvm::Value* size = pop_i64();
  llvm::Value* source = pop_i64();
  llvm::Value* destination = pop_i64();
  emitter_.call_builtin(Builtin::MemoryInit,
                        {constant(instruction.index), constant(instruction.index2), destination, source, size});
}

void FunctionTranslator::emit_data_drop(std::uint32_t segment) {
  emitter_.call_builtin(Builtin::DataDrop, {constant(segment)});
}

}  // namespace wrt::llvm_compiler
