// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Instructions on whole memories (3.4.7). Bounds are checked here, so that what is left for the C library needs neither
// the instance nor its memories; a few bytes, as many as the code says, are moved here as well: producers copy
// structures with memory.copy.
#include "compiler/llvm/function_translator.h"

namespace wrt::llvm_compiler {

namespace {

// So many bytes are no more than a few instructions, whatever the machine.
constexpr std::uint64_t kFewBytes = 64;

// Whether a number of bytes is known, and small.
bool is_few(llvm::Value* size) {
  const auto* number = llvm::dyn_cast<llvm::ConstantInt>(size);
  return number != nullptr && number->getValue().ule(kFewBytes);
}

// The pieces that so few bytes are made of: places and sizes in bytes, powers of two.
llvm::SmallVector<std::pair<unsigned, unsigned>, 8> pieces_of(llvm::Value* size) {
  llvm::SmallVector<std::pair<unsigned, unsigned>, 8> pieces;
  const auto end = static_cast<unsigned>(llvm::cast<llvm::ConstantInt>(size)->getZExtValue());
  unsigned piece = 16;
  for (unsigned place = 0; place < end; place += piece) {
    while (piece > end - place) piece /= 2;
    pieces.emplace_back(place, piece);
  }
  return pieces;
}

}  // namespace

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
  llvm::Value* destination = emitter_.guest_range(index, pop_i64(), size);
  if (!is_few(size)) {
    emitter_.call_builtin(Builtin::FillBytes, {destination, byte, size});
    return;
  }
  llvm::Value* lane = builder().CreateTrunc(byte, builder().getInt8Ty());
  for (const auto& [place, bytes] : pieces_of(size)) {
    llvm::Value* value = bytes == 1 ? lane : builder().CreateVectorSplat(bytes, lane);
    emitter_.store_field(value, destination, place, Access::GuestMemory)->setAlignment(llvm::Align(1));
  }
}

void FunctionTranslator::emit_memory_copy(const Instruction& instruction) {
  llvm::Value* size = pop_i64();
  llvm::Value* source = pop_i64();
  llvm::Value* destination = pop_i64();
  // Both checks, before anything is written.
  destination = emitter_.guest_range(instruction.index, destination, size);
  source = emitter_.guest_range(instruction.index2, source, size);
  if (!is_few(size)) {
    emitter_.call_builtin(Builtin::MoveBytes, {destination, source, size});
    return;
  }
  // They may overlap: everything is read first.
  llvm::SmallVector<llvm::LoadInst*, 8> values;
  for (const auto& [place, bytes] : pieces_of(size)) {
    llvm::Type* type = bytes == 16 ? emitter_.type(ValType::V128) : builder().getIntNTy(bytes * 8);
    values.push_back(emitter_.load_field(type, source, place, Access::GuestMemory));
    values.back()->setAlignment(llvm::Align(1));
  }
  std::size_t next = 0;
  for (const auto& [place, bytes] : pieces_of(size))
    emitter_.store_field(values[next++], destination, place, Access::GuestMemory)->setAlignment(llvm::Align(1));
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
