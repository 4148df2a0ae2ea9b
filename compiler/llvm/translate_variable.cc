// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Locals, globals and constants (3.4.5, 3.4.1).
#include "compiler/llvm/function_translator.h"

#include <cstring>

#include "lib/support/check.h"

namespace wrt::llvm_compiler {

void FunctionTranslator::emit_local_get(LocalIndex index) {
  emitter_.push(locals_.read(builder(), node_, index));
}

void FunctionTranslator::emit_local_set(LocalIndex index) {
  locals_.write(builder(), node_, index, emitter_.pop());
}

void FunctionTranslator::emit_local_tee(LocalIndex index) {
  locals_.write(builder(), node_, index, emitter_.peek());
}

// A global that the module defines lies in the instance's block; that of another module is behind a pointer.
llvm::Value* FunctionTranslator::global_address(GlobalIndex index) {
  if (index >= wasm().imported_globals) return emitter_.field_address(emitter_.vmctx(), module_.layout().global(index));
  llvm::LoadInst* address = emitter_.load_field(builder().getPtrTy(), emitter_.vmctx(),
                                                module_.layout().imported_global_slot(index), Access::Constant);
  module_.annotate_pointer(address, sizeof(Value), alignof(Value));
  return address;
}

void FunctionTranslator::emit_global_get(GlobalIndex index) {
  llvm::LoadInst* load = builder().CreateLoad(emitter_.type(wasm().globals[index].type.type), global_address(index));
  module_.annotate_global(load, index);
  emitter_.push(load);
}

void FunctionTranslator::emit_global_set(GlobalIndex index) {
  llvm::Value* address = global_address(index);
  llvm::StoreInst* store = builder().CreateStore(emitter_.pop(), address);
  module_.annotate_global(store, index);
}

void FunctionTranslator::emit_const(const Instruction& instruction) {
  switch (instruction.opcode) {
    case Opcode::I32Const: emitter_.push(constant(static_cast<std::uint32_t>(instruction.bits))); return;
    case Opcode::I64Const: emitter_.push(builder().getInt64(instruction.bits)); return;
    case Opcode::F32Const:
      emitter_.push(llvm::ConstantFP::get(
          module_.context(),
          llvm::APFloat(llvm::APFloat::IEEEsingle(), llvm::APInt(32, static_cast<std::uint32_t>(instruction.bits)))));
      return;
    case Opcode::F64Const:
      emitter_.push(llvm::ConstantFP::get(
          module_.context(), llvm::APFloat(llvm::APFloat::IEEEdouble(), llvm::APInt(64, instruction.bits))));
      return;
    case Opcode::V128Const: {
      std::uint32_t words[4];
      static_assert(sizeof words == sizeof instruction.v128);
      std::memcpy(words, instruction.v128.data(), sizeof words);
      emitter_.push(llvm::ConstantDataVector::get(module_.context(), llvm::ArrayRef<std::uint32_t>(words)));
      return;
    }
    default: WRT_UNREACHABLE();
  }
}

}  // namespace wrt::llvm_compiler
