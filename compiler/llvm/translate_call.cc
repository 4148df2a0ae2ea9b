// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Calls (3.4.9), to the convention of lib/abi/vm_layout.h. A function that the module defines is called by its symbol,
// or if it is not compiled along, through its slot, whose content may change at any time; an imported one, and one
// behind a reference, through its VMFuncRef, which never changes.
#include "compiler/llvm/function_translator.h"

#include "lib/support/check.h"

namespace wrt::llvm_compiler {

FunctionTranslator::Callee FunctionTranslator::callee_of(llvm::Value* func_ref, const FuncType& type) {
  llvm::Type* pointer = builder().getPtrTy();
  return {&type, emitter_.load_field(pointer, func_ref, kVMFuncRef_wasm_entry, Access::Constant),
          emitter_.load_field(pointer, func_ref, kVMFuncRef_vmctx, Access::Constant)};
}

FunctionTranslator::Callee FunctionTranslator::direct_callee(FuncIndex index) {
  const FuncType& type = wasm().function_type(index);
  if (wasm().is_imported_function(index))
    return callee_of(emitter_.field_address(emitter_.vmctx(), module_.layout().func_ref(index)), type);
  const bool along = module_.environment().is_compiled(index);
  return {&type, along ? module_.function(index) : slot_entry(index), emitter_.vmctx()};
}

llvm::Value* FunctionTranslator::slot_entry(FuncIndex index) {
  llvm::Type* pointer = builder().getPtrTy();
  llvm::LoadInst* slots = emitter_.load_field(pointer, emitter_.vmctx(), kVMContext_functions, Access::Constant);
  module_.annotate_pointer(slots, wasm().bodies.size() * sizeof(void*), alignof(void*));
  const std::uint64_t offset = std::uint64_t{index - wasm().imported_functions} * sizeof(void*);
  llvm::LoadInst* entry = emitter_.load_field(pointer, slots, offset, Access::FunctionSlot);
  // Another thread may put better code there.
  entry->setAtomic(llvm::AtomicOrdering::Monotonic);
  return entry;
}

// Traps unless the function behind `func_ref` has the expected type or one below it. Type ids are canonical, so one
// comparison settles it but for types that have subtypes.
void FunctionTranslator::check_type_id(llvm::Value* func_ref, TypeIndex expected) {
  llvm::Type* word = builder().getInt32Ty();
  llvm::LoadInst* ids =
      emitter_.load_field(builder().getPtrTy(), emitter_.vmctx(), kVMContext_type_ids, Access::Constant);
  module_.annotate_pointer(ids, wasm().types.size() * sizeof(std::uint32_t), alignof(std::uint32_t));
  llvm::Value* wanted = emitter_.load_field(word, ids, expected * sizeof(std::uint32_t), Access::Constant);
  llvm::Value* actual = emitter_.load_field(word, func_ref, kVMFuncRef_type_id, Access::Constant);
  llvm::Value* differs = builder().CreateICmpNE(actual, wanted);
  if (wasm().types[expected].is_final) return emitter_.trap_if(differs, TrapCode::IndirectCallTypeMismatch);

  llvm::BasicBlock* ask = llvm::BasicBlock::Create(module_.context(), "", function_);
  llvm::BasicBlock* next = llvm::BasicBlock::Create(module_.context(), "", function_);
  builder().CreateCondBr(differs, ask, next);
  builder().SetInsertPoint(ask);
  llvm::Value* below = emitter_.call_builtin(Builtin::IsSubtype, {actual, wanted});
  emitter_.trap_if(builder().CreateIsNull(below), TrapCode::IndirectCallTypeMismatch);
  builder().CreateBr(next);
  builder().SetInsertPoint(next);
}

// A function of a constant table: its code is found in the artefact, and its instance is this one.
FunctionTranslator::Callee FunctionTranslator::constant_table_callee(TableIndex table, TypeIndex type,
                                                                     llvm::Value* index) {
  const ConstantTable& content = module_.environment().constant_tables[table];
  emitter_.trap_if(builder().CreateICmpUGE(index, builder().getInt64(content.size())), TrapCode::UndefinedElement,
                   index);
  llvm::Type* word = builder().getInt32Ty();
  llvm::Value* rows = module_.constant_table(table);
  llvm::Value* row = builder().CreateInBoundsGEP(builder().getInt64Ty(), rows, index);
  llvm::Value* actual = emitter_.load_field(word, row, sizeof(std::uint32_t), Access::Constant);
  llvm::Value* wanted = constant(module_.environment().types.canonical(type));

  llvm::BasicBlock* wrong = llvm::BasicBlock::Create(module_.context(), "", function_);
  llvm::BasicBlock* next = llvm::BasicBlock::Create(module_.context(), "", function_);
  builder().CreateCondBr(builder().CreateICmpNE(actual, wanted), wrong, next, module_.unlikely());
  builder().SetInsertPoint(wrong);
  emitter_.trap_if(builder().CreateICmpEQ(actual, constant(kNoFunctionType)), TrapCode::UninitializedElement, index);
  emitter_.trap(TrapCode::IndirectCallTypeMismatch);
  builder().SetInsertPoint(next);

  llvm::Value* distance = emitter_.load_field(word, row, 0, Access::Constant);
  llvm::Value* entry =
      builder().CreateGEP(builder().getInt8Ty(), rows, builder().CreateSExt(distance, builder().getInt64Ty()));
  return {&wasm().types[type].func, entry, emitter_.vmctx()};
}

FunctionTranslator::Callee FunctionTranslator::indirect_callee(const Instruction& instruction) {
  const TypeIndex type = instruction.index;
  const TableIndex table = instruction.index2;
  llvm::Value* index = pop_i64();
  // With subtypes more than one type would do.
  if (!module_.environment().constant_tables[table].empty() && wasm().types[type].is_final)
    return constant_table_callee(table, type, index);
  llvm::Value* element = table_element(table, index, TrapCode::UndefinedElement);
  llvm::LoadInst* func_ref = emitter_.load_field(builder().getPtrTy(), element, 0, Access::TableElement);
  const RefType element_type = wasm().tables[table].type.element;
  if (element_type.nullable())
    emitter_.trap_if(builder().CreateIsNull(func_ref), TrapCode::UninitializedElement, index);
  // A table of typed references needs no check: the validator has done it.
  if (!module_.environment().types.matches(element_type.heap(), HeapType::defined(type))) check_type_id(func_ref, type);
  return guess_own_instance(callee_of(func_ref, wasm().types[type].func));
}

// Nearly every function that is called through a table is of the instance that calls it. Where that is so the callee
// gets a value that a register holds already, behind a branch that is predicted, and what it loads first, the address
// of its memory, need not wait for the loads of the table's element and the reference.
FunctionTranslator::Callee FunctionTranslator::guess_own_instance(Callee callee) {
  llvm::BasicBlock* guess = builder().GetInsertBlock();
  llvm::BasicBlock* other = llvm::BasicBlock::Create(module_.context(), "", function_);
  llvm::BasicBlock* next = llvm::BasicBlock::Create(module_.context(), "", function_);
  builder().CreateCondBr(builder().CreateICmpNE(callee.vmctx, emitter_.vmctx()), other, next, module_.unlikely());
  builder().SetInsertPoint(other);
  builder().CreateBr(next);
  builder().SetInsertPoint(next);
  llvm::PHINode* vmctx = builder().CreatePHI(builder().getPtrTy(), 2);
  vmctx->addIncoming(emitter_.vmctx(), guess);
  vmctx->addIncoming(callee.vmctx, other);
  callee.vmctx = vmctx;
  return callee;
}

llvm::Value* FunctionTranslator::result_array(std::size_t count) {
  if (result_array_size_ < count) {
    llvm::IRBuilder<> entry = emitter_.entry_builder();
    llvm::AllocaInst* array = entry.CreateAlloca(llvm::ArrayType::get(entry.getInt8Ty(), count * sizeof(Value)));
    array->setAlignment(llvm::Align(alignof(Value)));
    result_array_ = array;
    result_array_size_ = count;
  }
  return result_array_;
}

// The whole argument list for a function of `entry_type`; `results` is null if they are returned directly.
llvm::SmallVector<llvm::Value*, 8> FunctionTranslator::pop_arguments(const Callee& callee,
                                                                     llvm::FunctionType* entry_type,
                                                                     llvm::Value* results) {
  llvm::SmallVector<llvm::Value*, 8> arguments = {callee.vmctx};
  if (results != nullptr) arguments.push_back(results);
  const std::size_t count = callee.type->params.size();
  for (std::size_t i = count; i > 0; --i) arguments.push_back(emitter_.peek(i - 1));
  emitter_.truncate_stack(emitter_.stack_size() - count);
  while (arguments.size() < entry_type->getNumParams())
    arguments.push_back(llvm::PoisonValue::get(entry_type->getParamType(arguments.size())));
  return arguments;
}

void FunctionTranslator::call(const Callee& callee) {
  const std::vector<ValType>& results = callee.type->results;
  llvm::Value* array = ModuleEmitter::results_in_memory(*callee.type) ? result_array(results.size()) : nullptr;
  save_fuel();
  llvm::FunctionType* type = module_.wasm_entry_type(*callee.type);
  llvm::CallBase* call = call_or_invoke(type, callee.entry, pop_arguments(callee, type, array));
  reload_fuel();
  if (array != nullptr) {
    for (std::size_t i = 0; i < results.size(); ++i)
      emitter_.push(emitter_.load_field(emitter_.type(results[i]), array, i * sizeof(Value), Access::Values));
  } else if (results.size() == 1) {
    emitter_.push(call);
  } else if (results.size() == 2) {
    emitter_.push(builder().CreateExtractValue(call, 0));
    emitter_.push(builder().CreateExtractValue(call, 1));
  }
}

// A callee with results in memory writes them where our caller wants them.
void FunctionTranslator::return_call(const Callee& callee) {
  llvm::Value* array = ModuleEmitter::results_in_memory(type_) ? function_->getArg(1) : nullptr;
  save_fuel();
  llvm::FunctionType* type = module_.wasm_entry_type(*callee.type);
  llvm::CallInst* call = builder().CreateCall(type, callee.entry, pop_arguments(callee, type, array));
  call->setCallingConv(llvm::CallingConv::Tail);
  call->setDoesNotThrow();
  call->setTailCallKind(llvm::CallInst::TCK_MustTail);
  if (call->getType()->isVoidTy()) {
    builder().CreateRetVoid();
  } else {
    builder().CreateRet(call);
  }
  reachable_ = false;
}

void FunctionTranslator::emit_call(const Instruction& instruction) {
  call(direct_callee(instruction.index));
}

void FunctionTranslator::emit_call_indirect(const Instruction& instruction) {
  call(indirect_callee(instruction));
}

void FunctionTranslator::emit_call_ref(const Instruction& instruction) {
  llvm::Value* func_ref = emitter_.pop();
  emitter_.trap_if(builder().CreateIsNull(func_ref), TrapCode::NullFunctionReference);
  call(callee_of(func_ref, wasm().types[instruction.index].func));
}

void FunctionTranslator::emit_return_call(const Instruction& instruction) {
  return_call(direct_callee(instruction.index));
}

void FunctionTranslator::emit_return_call_indirect(const Instruction& instruction) {
  return_call(indirect_callee(instruction));
}

void FunctionTranslator::emit_return_call_ref(const Instruction& instruction) {
  llvm::Value* func_ref = emitter_.pop();
  emitter_.trap_if(builder().CreateIsNull(func_ref), TrapCode::NullFunctionReference);
  return_call(callee_of(func_ref, wasm().types[instruction.index].func));
}

}  // namespace wrt::llvm_compiler
