// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Emitter: what the emit_ functions, one per meaning, work with while one function is translated: LLVM's builder, the
// operand stack, and the few operations whose IR must be the same everywhere (traps, guest memory, builtins).
//
// Operands have fixed LLVM types: i32, i64, float, double, <4 x i32> for v128, ptr for references. pop_vector and
// push_vector cast between that and the lanes that an instruction works on.
#pragma once

#include <initializer_list>
#include <vector>

#include <llvm/IR/IRBuilder.h>

#include "lib/abi/builtins.h"
#include "lib/abi/traps.h"
#include "lib/binary/instruction.h"
#include "lib/wasm/opcodes.h"

namespace wrt::llvm_compiler {

class ModuleEmitter;  // module_emitter.h: what all functions of a partition share

class Emitter {
 public:
  Emitter(ModuleEmitter& module, llvm::Function* function);

  llvm::IRBuilder<>& builder() { return builder_; }
  llvm::LLVMContext& context() { return builder_.getContext(); }
  ModuleEmitter& module() { return module_; }

  // --- Operand stack ---
  void push(llvm::Value* value) { stack_.push_back(value); }
  llvm::Value* pop() {
    llvm::Value* value = stack_.back();
    stack_.pop_back();
    return value;
  }
  // A v128 operand as <N x lane>: I8 to I64, F32, F64; V128 as <4 x i32>.
  llvm::Value* pop_vector(Lane lane);
  // Casts any 128-bit vector to the stack's type and pushes it.
  void push_vector(llvm::Value* vector);

  // --- Types ---
  llvm::Type* lane_type(Lane lane);                // i8, …, float, double; V128: <4 x i32>
  llvm::FixedVectorType* vector_type(Lane lane);   // 16 bytes of them
  llvm::Type* operand_type(char letter);           // i I f F v of opcodes.def
  llvm::Type* type(ValType type);

  // --- Traps ---
  // Ends the block; nothing can be emitted behind it until another block is begun.
  void trap(TrapCode code);
  // Branches to a cold trap if `condition` (i1) holds, and goes on in a new block.
  void trap_if(llvm::Value* condition, TrapCode code);

  // --- Guest memory ---
  // The host address of `size` bytes at operand `address` (i32 or i64) + memarg.offset, with whatever check the
  // memory needs so that an access there either is inside or faults in the guard region.
  llvm::Value* guest_address(const MemArg& memarg, llvm::Value* address, std::uint32_t size);
  // An access with alignment 1 and the metadata of guest memory. `ordering` other than NotAtomic needs natural
  // alignment, which the caller has checked.
  llvm::LoadInst* guest_load(llvm::Type* type, llvm::Value* pointer, const MemArg& memarg,
                             llvm::AtomicOrdering ordering = llvm::AtomicOrdering::NotAtomic);
  llvm::StoreInst* guest_store(llvm::Value* value, llvm::Value* pointer, const MemArg& memarg,
                               llvm::AtomicOrdering ordering = llvm::AtomicOrdering::NotAtomic);

  // --- Builtins ---
  llvm::Value* call_builtin(Builtin builtin, std::initializer_list<llvm::Value*> operands);

 private:
  ModuleEmitter& module_;
  llvm::IRBuilder<> builder_;
  std::vector<llvm::Value*> stack_;
};

// What every emit_ function gets: the instruction and its row.
struct EmitArgs {
  const Instruction& instruction;
  const OpcodeInfo& info;
};

// The meanings of SIMPLE rows, by topic; each does its pops and pushes. A meaning belongs to exactly one; the
// dispatching switch (emit_simple.cc) has a line for each.
void emit_simple(Emitter& emitter, const EmitArgs& args);

}  // namespace wrt::llvm_compiler
