// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The operations whose IR is the same everywhere: traps, guest addresses, fields of the instance, builtins.
#include "compiler/llvm/emitter.h"

#include <algorithm>

#include <llvm/Analysis/ConstantFolding.h>
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/PatternMatch.h>

#include "compiler/llvm/load_marks.h"
#include "compiler/llvm/module_emitter.h"
#include "lib/abi/least_memory.h"
#include "lib/support/check.h"

namespace wrt::llvm_compiler {

Emitter::Emitter(ModuleEmitter& module, llvm::Function* function)
    : module_(module),
      function_(function),
      builder_(module.context()),
      memory_bases_(module.wasm().memories.size()),
      memory_objects_(module.wasm().memories.size()) {
  llvm::BasicBlock* entry = llvm::BasicBlock::Create(context(), "entry", function);
  llvm::BasicBlock* body = llvm::BasicBlock::Create(context(), "body", function);
  llvm::BranchInst::Create(body, entry);
  builder_.SetInsertPoint(body);
}

llvm::IRBuilder<> Emitter::entry_builder() {
  return llvm::IRBuilder<>(function_->getEntryBlock().getTerminator());
}

void Emitter::set_position(std::size_t wasm_offset) {
  builder_.SetCurrentDebugLocation(
      llvm::DILocation::get(context(), static_cast<unsigned>(wasm_offset), 0, function_->getSubprogram()));
}

// --- Types ---

llvm::Type* Emitter::lane_type(Lane lane) {
  switch (lane) {
    case Lane::I8: return builder_.getInt8Ty();
    case Lane::I16: return builder_.getInt16Ty();
    case Lane::I32: return builder_.getInt32Ty();
    case Lane::I64: return builder_.getInt64Ty();
    case Lane::F32: return builder_.getFloatTy();
    case Lane::F64: return builder_.getDoubleTy();
    case Lane::V128: return llvm::FixedVectorType::get(builder_.getInt32Ty(), 4);
    case Lane::None: break;
  }
  WRT_UNREACHABLE();
}

llvm::FixedVectorType* Emitter::vector_type(Lane lane) {
  if (lane == Lane::V128 || lane == Lane::None) return llvm::FixedVectorType::get(builder_.getInt32Ty(), 4);
  return llvm::FixedVectorType::get(lane_type(lane), 16 / lane_size(lane));
}

llvm::Type* Emitter::operand_type(char letter) {
  switch (letter) {
    case 'i': return builder_.getInt32Ty();
    case 'I': return builder_.getInt64Ty();
    case 'f': return builder_.getFloatTy();
    case 'F': return builder_.getDoubleTy();
    case 'v': return vector_type(Lane::V128);
    case 'p': return builder_.getPtrTy();
    case '_': return builder_.getVoidTy();
    default: WRT_UNREACHABLE();
  }
}

llvm::Type* Emitter::type(ValType type) {
  return module_.type(type);
}

llvm::Value* Emitter::pop_vector(Lane lane) {
  return cast_vector(pop(), lane);
}

void Emitter::push_vector(llvm::Value* vector) {
  push(cast_vector(vector, Lane::V128));
}

// A constant stays a plain one, so that what is made of it is folded at once, also at -O0: LLVM 19's code generator
// does not end on fabs of a comparison of constants behind casts.
llvm::Value* Emitter::cast_vector(llvm::Value* vector, Lane lane) {
  llvm::Type* type = vector_type(lane);
  if (auto* constant = llvm::dyn_cast<llvm::Constant>(vector)) {
    const llvm::DataLayout& layout = module_.llvm_module().getDataLayout();
    if (llvm::Constant* folded = llvm::ConstantFoldCastOperand(llvm::Instruction::BitCast, constant, type, layout)) {
      return folded;
    }
  }
  return builder_.CreateBitCast(vector, type);
}

// --- Traps ---

namespace {

// The register of a function's integer result, as assembly code's constraints write it.
const char* result_register(const llvm::Triple& triple) {
  return triple.isAArch64() ? "{x0}" : "{rax}";
}

}  // namespace

// Empty assembly code wants the operand in its register, and the trap comes right behind it.
void Emitter::trap(TrapCode code, llvm::Value* operand) {
  WRT_CHECK((operand != nullptr) == trap_has_operand(code));
  if (operand != nullptr) {
    llvm::FunctionType* type = llvm::FunctionType::get(builder_.getVoidTy(), {builder_.getInt64Ty()}, false);
    builder_
        .CreateCall(llvm::InlineAsm::get(type, "", result_register(module_.triple()), /*hasSideEffects=*/true),
                    {operand})
        ->setDoesNotThrow();
  }
  llvm::CallInst* call =
      builder_.CreateIntrinsic(llvm::Intrinsic::ubsantrap, {}, {builder_.getInt8(static_cast<std::uint8_t>(code))});
  // Two traps with one code must stay two: each is the position of its instruction.
  call->addFnAttr(llvm::Attribute::NoMerge);
  call->setDoesNotReturn();
  builder_.CreateUnreachable();
}

void Emitter::trap_if(llvm::Value* condition, TrapCode code, llvm::Value* operand) {
  if (const auto* constant = llvm::dyn_cast<llvm::ConstantInt>(condition); constant != nullptr && constant->isZero())
    return;
  llvm::BasicBlock* trapping = llvm::BasicBlock::Create(context(), "trap", function_);
  llvm::BasicBlock* next = llvm::BasicBlock::Create(context(), "", function_);
  builder_.CreateCondBr(condition, trapping, next, module_.unlikely());
  builder_.SetInsertPoint(trapping);
  trap(code, operand);
  builder_.SetInsertPoint(next);
}

// --- Instance state ---

llvm::Value* Emitter::field_address(llvm::Value* pointer, std::uint64_t offset) {
  if (offset == 0) return pointer;
  return builder_.CreateConstInBoundsGEP1_64(builder_.getInt8Ty(), pointer, offset);
}

llvm::LoadInst* Emitter::load_field(llvm::Type* type, llvm::Value* pointer, std::uint64_t offset, Access access) {
  llvm::LoadInst* load = builder_.CreateLoad(type, field_address(pointer, offset));
  module_.annotate(load, access);
  return load;
}

llvm::StoreInst* Emitter::store_field(llvm::Value* value, llvm::Value* pointer, std::uint64_t offset, Access access) {
  llvm::StoreInst* store = builder_.CreateStore(value, field_address(pointer, offset));
  module_.annotate(store, access);
  return store;
}

// The base and the VMMemory of a memory never change, so they are loaded once, in the entry block.

llvm::Value* Emitter::memory_base(MemoryIndex index) {
  if (memory_bases_[index] == nullptr) {
    llvm::IRBuilder<> entry = entry_builder();
    const std::uint64_t offset = module_.layout().memory_slot(index) + kVMMemorySlot_base;
    llvm::LoadInst* load = entry.CreateLoad(
        entry.getPtrTy(), entry.CreateConstInBoundsGEP1_64(entry.getInt8Ty(), vmctx(), offset), "memory_base");
    module_.annotate(load, Access::Constant);
    memory_bases_[index] = load;
  }
  return memory_bases_[index];
}

llvm::Value* Emitter::memory_object(MemoryIndex index) {
  if (memory_objects_[index] == nullptr) {
    llvm::IRBuilder<> entry = entry_builder();
    const std::uint64_t offset = module_.layout().memory_slot(index) + kVMMemorySlot_memory;
    llvm::LoadInst* load = entry.CreateLoad(
        entry.getPtrTy(), entry.CreateConstInBoundsGEP1_64(entry.getInt8Ty(), vmctx(), offset), "memory");
    module_.annotate(load, Access::Constant);
    module_.annotate_pointer(load, sizeof(VMMemory), alignof(VMMemory));
    memory_objects_[index] = load;
  }
  return memory_objects_[index];
}

llvm::Value* Emitter::memory_length(MemoryIndex index) {
  llvm::LoadInst* load =
      load_field(builder_.getInt64Ty(), memory_object(index), kVMMemory_length, Access::MemoryLength);
  // Another thread may grow a shared memory.
  if (module_.wasm().memories[index].type.shared) load->setAtomic(llvm::AtomicOrdering::Monotonic);
  return load;
}

// --- Guest memory ---

namespace {

// A number that an integer is never above, as far as it can be seen from the instructions that make it: of a constant,
// a byte, an index that was masked. Phis are not looked at, they may not be complete yet.
std::uint64_t most_of(const llvm::Value* value, unsigned depth = 0) {
  using namespace llvm::PatternMatch;
  constexpr unsigned kMostDepth = 5;
  const std::uint64_t all = ~std::uint64_t{0} >> (64 - value->getType()->getIntegerBitWidth());
  const llvm::Value* a;
  const llvm::Value* b;
  const llvm::APInt* constant;
  if (match(value, m_APInt(constant))) return constant->getZExtValue();
  if (depth == kMostDepth) return all;
  const auto most = [depth](const llvm::Value* operand) { return most_of(operand, depth + 1); };
  if (match(value, m_ZExt(m_Value(a)))) return most(a);
  if (match(value, m_And(m_Value(a), m_Value(b)))) return std::min(most(a), most(b));
  if (match(value, m_LShr(m_Value(a), m_APInt(constant))) && constant->ult(64))
    return most(a) >> constant->getZExtValue();
  if (match(value, m_Shl(m_Value(a), m_APInt(constant))) && constant->ult(64)) {
    const std::uint64_t operand = most(a);
    return operand > all >> constant->getZExtValue() ? all : operand << constant->getZExtValue();
  }
  if (match(value, m_Add(m_Value(a), m_Value(b)))) {
    const std::uint64_t first = most(a);
    const std::uint64_t second = most(b);
    return first > all - second ? all : first + second;
  }
  return all;
}

}  // namespace

void Emitter::check_bounds(const MemArg& memarg, llvm::Value* address64, std::uint32_t size) {
  const MemoryType& memory = module_.wasm().memories[memarg.memory].type;
  if (is_always_inside(memory, most_of(address64), memarg.offset, size)) return;
  switch (access_check(module_.options().bounds_check, memory, memarg.offset, size)) {
    case AccessCheck::None: return;
    case AccessCheck::Address:
      trap_if(builder_.CreateICmpUGE(address64, memory_length(memarg.memory)), TrapCode::MemoryOutOfBounds);
      return;
    case AccessCheck::End: check_end(memarg, address64, size); return;
  }
}

// Traps unless address + memarg.offset + size <= length, computed without wrapping.
void Emitter::check_end(const MemArg& memarg, llvm::Value* address64, std::uint32_t size) {
  const std::uint64_t reach = memarg.offset + size;
  if (reach < size) {
    trap_if(builder_.getTrue(), TrapCode::MemoryOutOfBounds);
    return;
  }
  check_range(memarg.memory, address64, builder_.getInt64(reach));
}

// Traps unless address + size <= length.
void Emitter::check_range(MemoryIndex memory, llvm::Value* address, llvm::Value* size) {
  llvm::Value* length = memory_length(memory);
  llvm::Value* outside;
  if (module_.wasm().memories[memory].type.address == AddressType::I64) {
    llvm::Value* sum = builder_.CreateBinaryIntrinsic(llvm::Intrinsic::uadd_with_overflow, address, size);
    outside = builder_.CreateOr(builder_.CreateExtractValue(sum, 1),
                                builder_.CreateICmpUGT(builder_.CreateExtractValue(sum, 0), length));
  } else {
    outside = builder_.CreateICmpUGT(builder_.CreateNUWAdd(address, size), length);
  }
  trap_if(outside, TrapCode::MemoryOutOfBounds);
}

llvm::Value* Emitter::guest_address(const MemArg& memarg, llvm::Value* address, std::uint32_t size) {
  llvm::Value* address64 = builder_.CreateZExt(address, builder_.getInt64Ty());
  check_bounds(memarg, address64, size);
  llvm::Value* pointer = builder_.CreateGEP(builder_.getInt8Ty(), memory_base(memarg.memory), address64);
  if (memarg.offset == 0) return pointer;
  return builder_.CreateGEP(builder_.getInt8Ty(), pointer, builder_.getInt64(memarg.offset));
}

llvm::Value* Emitter::guest_range(MemoryIndex memory, llvm::Value* address, llvm::Value* size) {
  check_range(memory, address, size);
  return builder_.CreateGEP(builder_.getInt8Ty(), memory_base(memory), address);
}

llvm::LoadInst* Emitter::guest_load(llvm::Type* type, llvm::Value* pointer, const MemArg&,
                                    llvm::AtomicOrdering ordering) {
  const bool atomic = ordering != llvm::AtomicOrdering::NotAtomic;
  const llvm::Align alignment(atomic ? type->getScalarSizeInBits() / 8 : 1);
  const bool may_trap = loads_may_trap(module_.options());
  const bool is_marked = may_trap && !atomic && module_.options().opt_level > 0 && !module_.options().precise_traps;
  llvm::LoadInst* load = builder_.CreateAlignedLoad(type, pointer, alignment, /*isVolatile=*/may_trap && !is_marked);
  if (atomic) load->setAtomic(ordering);
  module_.annotate(load, Access::GuestMemory);
  if (is_marked) mark_load(builder_, load);
  return load;
}

llvm::StoreInst* Emitter::guest_store(llvm::Value* value, llvm::Value* pointer, const MemArg&,
                                      llvm::AtomicOrdering ordering) {
  const bool atomic = ordering != llvm::AtomicOrdering::NotAtomic;
  const llvm::Align alignment(atomic ? value->getType()->getScalarSizeInBits() / 8 : 1);
  llvm::StoreInst* store = builder_.CreateAlignedStore(value, pointer, alignment, module_.options().precise_traps);
  if (atomic) store->setAtomic(ordering);
  module_.annotate(store, Access::GuestMemory);
  return store;
}

// --- Builtins ---

llvm::Value* Emitter::call_builtin(Builtin builtin, std::initializer_list<llvm::Value*> operands) {
  const BuiltinInfo& info = kBuiltins[static_cast<std::size_t>(builtin)];
  std::vector<llvm::Type*> params = {builder_.getPtrTy()};
  for (const char letter : info.operands) params.push_back(operand_type(letter));
  llvm::FunctionType* type = llvm::FunctionType::get(operand_type(info.result.front()), params, false);

  llvm::LoadInst* table = load_field(builder_.getPtrTy(), vmctx(), kVMContext_builtins, Access::Constant);
  module_.annotate_pointer(table, kBuiltins.size() * sizeof(void*), alignof(void*));
  llvm::LoadInst* entry =
      load_field(builder_.getPtrTy(), table, static_cast<std::size_t>(builtin) * sizeof(void*), Access::Constant);
  std::vector<llvm::Value*> arguments = {vmctx()};
  arguments.insert(arguments.end(), operands);
  llvm::CallInst* call = builder_.CreateCall(type, entry, arguments);
  call->setDoesNotThrow();
  return call;
}

}  // namespace wrt::llvm_compiler
