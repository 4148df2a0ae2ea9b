// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Structs (3.4.8), and what they share with arrays: allocation, and fields in memory (lib/abi/gc_layout.h).
//
// A new object is cut from the region between the heap's cursor and its limit, or the runtime gives it. Either way the
// cursor is stored last, behind a fence that only the compiler sees: wherever a trap or a signal ends the guest, all
// that lies below the stored cursor is complete objects, and the collector can walk over them.
#include "compiler/llvm/function_translator.h"

#include <algorithm>

namespace wrt::llvm_compiler {

// --- Shared with arrays ---

llvm::LoadInst* FunctionTranslator::type_info(TypeIndex type) {
  llvm::LoadInst* infos =
      emitter_.load_field(builder().getPtrTy(), emitter_.vmctx(), kVMContext_type_infos, Access::Constant);
  module_.annotate_pointer(infos, wasm().types.size() * sizeof(void*), alignof(void*));
  llvm::LoadInst* info = emitter_.load_field(builder().getPtrTy(), infos, type * sizeof(void*), Access::Constant);
  module_.annotate_pointer(info, sizeof(VMTypeInfo), alignof(VMTypeInfo));
  return info;
}

void FunctionTranslator::check_not_null(llvm::Value* reference, std::size_t depth, TrapCode code) {
  if (operand_types_[depth].nullable()) emitter_.trap_if(builder().CreateIsNull(reference), code);
}

llvm::Type* FunctionTranslator::storage_type(ValType storage) {
  if (storage.kind() == ValType::I8) return builder().getInt8Ty();
  if (storage.kind() == ValType::I16) return builder().getInt16Ty();
  return emitter_.type(storage);
}

void FunctionTranslator::store_storage(llvm::Value* value, llvm::Value* address, ValType storage, Access access) {
  if (storage.is_packed()) value = builder().CreateTrunc(value, storage_type(storage));
  llvm::StoreInst* store = emitter_.store_field(value, address, 0, access);
  store->setAlignment(llvm::Align(std::min<std::uint32_t>(storage_size(storage), 8)));
}

void FunctionTranslator::push_storage(llvm::Value* address, ValType storage, bool is_signed, Access access) {
  llvm::LoadInst* load = emitter_.load_field(storage_type(storage), address, 0, access);
  load->setAlignment(llvm::Align(std::min<std::uint32_t>(storage_size(storage), 8)));
  if (!storage.is_packed()) return emitter_.push(load);
  emitter_.push(is_signed ? builder().CreateSExt(load, builder().getInt32Ty())
                          : builder().CreateZExt(load, builder().getInt32Ty()));
}

FunctionTranslator::Allocation FunctionTranslator::begin_allocation(TypeIndex type, llvm::Value* size,
                                                                    llvm::function_ref<llvm::Value*()> slow) {
  llvm::Type* pointer = builder().getPtrTy();
  llvm::LoadInst* heap = emitter_.load_field(pointer, emitter_.vmctx(), kVMContext_heap, Access::Constant);
  module_.annotate_pointer(heap, sizeof(VMHeap), alignof(VMHeap));
  llvm::Value* cursor = emitter_.load_field(pointer, heap, kVMHeap_cursor, Access::HeapCursor);
  llvm::Value* limit = emitter_.load_field(pointer, heap, kVMHeap_limit, Access::HeapCursor);
  llvm::Type* word = builder().getInt64Ty();
  llvm::Value* room =
      builder().CreateSub(builder().CreatePtrToInt(limit, word), builder().CreatePtrToInt(cursor, word));
  llvm::Value* is_full = builder().CreateICmpUGT(size, room);

  llvm::BasicBlock* ask = llvm::BasicBlock::Create(module_.context(), "", function_);
  llvm::BasicBlock* next = llvm::BasicBlock::Create(module_.context(), "", function_);
  llvm::Value* new_cursor = builder().CreateInBoundsGEP(builder().getInt8Ty(), cursor, size);
  llvm::BasicBlock* from = builder().GetInsertBlock();
  builder().CreateCondBr(is_full, ask, next, module_.unlikely());
  builder().SetInsertPoint(ask);
  llvm::Value* given = slow();
  llvm::Value* given_cursor = emitter_.load_field(pointer, heap, kVMHeap_cursor, Access::HeapCursor);
  llvm::BasicBlock* asked = builder().GetInsertBlock();
  builder().CreateBr(next);

  builder().SetInsertPoint(next);
  const auto join = [&](llvm::Value* cut, llvm::Value* got) {
    llvm::PHINode* phi = builder().CreatePHI(cut->getType(), 2);
    phi->addIncoming(cut, from);
    phi->addIncoming(got, asked);
    return phi;
  };
  Allocation allocation{};
  allocation.object = join(cursor, given);
  allocation.next_cursor = join(new_cursor, given_cursor);
  allocation.is_new_memory = join(builder().getTrue(), builder().getFalse());
  emitter_.store_field(type_info(type), allocation.object, 0, Access::ObjectHeader);
  return allocation;
}

void FunctionTranslator::finish_allocation(const Allocation& allocation) {
  builder().CreateFence(llvm::AtomicOrdering::Release, llvm::SyncScope::SingleThread);
  llvm::Value* heap = emitter_.load_field(builder().getPtrTy(), emitter_.vmctx(), kVMContext_heap, Access::Constant);
  emitter_.store_field(allocation.next_cursor, heap, kVMHeap_cursor, Access::HeapCursor);
  emitter_.push(allocation.object);
}

// --- Structs ---

FunctionTranslator::Allocation FunctionTranslator::begin_struct(TypeIndex type, std::uint32_t size) {
  llvm::Value* bytes = builder().getInt64(size);
  return begin_allocation(type, bytes,
                          [&] { return emitter_.call_builtin(Builtin::GcAllocate, {type_info(type), bytes}); });
}

void FunctionTranslator::emit_struct_new(TypeIndex type) {
  const std::vector<FieldType>& fields = wasm().types[type].fields;
  const StructLayout layout = struct_layout(fields);
  const Allocation allocation = begin_struct(type, layout.size);
  for (std::size_t i = fields.size(); i-- > 0;) {
    llvm::Value* field = emitter_.field_address(allocation.object, layout.offsets[i]);
    store_storage(emitter_.pop(), field, fields[i].storage, Access::StructField);
  }
  finish_allocation(allocation);
}

void FunctionTranslator::emit_struct_new_default(TypeIndex type) {
  constexpr std::uint32_t kMostInline = 256;
  const StructLayout layout = struct_layout(wasm().types[type].fields);
  if (layout.size > kMostInline) {
    emitter_.push(emitter_.call_builtin(Builtin::GcAllocate, {type_info(type), builder().getInt64(layout.size)}));
    return;
  }
  const Allocation allocation = begin_struct(type, layout.size);
  for (std::uint32_t offset = kObjectHeaderSize; offset < layout.size; offset += 8)
    emitter_.store_field(builder().getInt64(0), allocation.object, offset, Access::StructField);
  finish_allocation(allocation);
}

llvm::Value* FunctionTranslator::field_of(llvm::Value* object, const Instruction& instruction) {
  const StructLayout layout = struct_layout(wasm().types[instruction.index].fields);
  return emitter_.field_address(object, layout.offsets[instruction.index2]);
}

void FunctionTranslator::emit_struct_get(const Instruction& instruction) {
  llvm::Value* object = emitter_.pop();
  check_not_null(object, 0, TrapCode::NullStructureReference);
  push_storage(field_of(object, instruction), wasm().types[instruction.index].fields[instruction.index2].storage,
               instruction.opcode == Opcode::StructGetS, Access::StructField);
}

void FunctionTranslator::emit_struct_set(const Instruction& instruction) {
  llvm::Value* value = emitter_.pop();
  llvm::Value* object = emitter_.pop();
  check_not_null(object, 1, TrapCode::NullStructureReference);
  store_storage(value, field_of(object, instruction),
                wasm().types[instruction.index].fields[instruction.index2].storage, Access::StructField);
}

}  // namespace wrt::llvm_compiler
