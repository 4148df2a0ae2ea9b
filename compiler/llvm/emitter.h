// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Emitter: what the emit_ functions, one per meaning, work with while one function is translated: LLVM's builder, the
// operand stack, and the few operations whose IR must be the same everywhere (traps, guest memory, builtins).
//
// Operands have fixed LLVM types: i32, i64, float, double, <4 x i32> for v128, ptr for references. pop_vector and
// push_vector cast between that and the lanes that an instruction works on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include <llvm/IR/IRBuilder.h>

#include "lib/abi/builtins.h"
#include "lib/abi/traps.h"
#include "lib/binary/instruction.h"
#include "lib/wasm/opcodes.h"

namespace wrt::llvm_compiler {

class ModuleEmitter;  // module_emitter.h: what all functions of a partition share

// The worlds of memory that compiled code reads and writes. Two accesses of different worlds never touch the same
// byte, which LLVM is told (TBAA). Every global that the module defines is a further world of its own.
enum class Access : std::uint8_t {
  Constant,     // never changes while code of the instance can run
  GuestMemory,  // the contents of memories; all are one world, since two imports may be the same memory
  MemoryLength,
  TableHeader,  // where a table's elements are, and how many
  TableElement,
  ImportedGlobal,  // all mutable ones: two imports may be the same global
  Values,          // arrays of Value between caller and callee
  HeapCursor,      // VMHeap
  Fuel,            // VMFuel
  FunctionSlot,    // the entries behind VMContext::functions
  ObjectHeader,    // of heap objects, with the length of arrays; written once
  StructField,
  ArrayElement,
  Count,
};

class Emitter {
 public:
  Emitter(ModuleEmitter& module, llvm::Function* function);

  // The builder stands in a block named "body" behind the entry block, which entry_builder() fills.
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
  llvm::Type* lane_type(Lane lane);               // i8, …, float, double; V128: <4 x i32>
  llvm::FixedVectorType* vector_type(Lane lane);  // 16 bytes of them
  llvm::Type* operand_type(char letter);          // i I f F v of opcodes.def
  llvm::Type* type(ValType type);

  // --- Instance state ---
  llvm::Function* function() { return function_; }
  llvm::Value* vmctx() { return function_->getArg(0); }
  // A builder at the end of the entry block, for what every block may use: scratch memory, values that never change.
  llvm::IRBuilder<> entry_builder();
  // The field of `type` at byte `offset` behind `pointer`, which only `access` can change.
  llvm::LoadInst* load_field(llvm::Type* type, llvm::Value* pointer, std::uint64_t offset, Access access);
  llvm::StoreInst* store_field(llvm::Value* value, llvm::Value* pointer, std::uint64_t offset, Access access);
  llvm::Value* field_address(llvm::Value* pointer, std::uint64_t offset);
  // The VMMemory and the current length in bytes (i64) of a memory.
  llvm::Value* memory_object(MemoryIndex index);
  llvm::Value* memory_length(MemoryIndex index);

  // Instructions emitted from here on belong to the WebAssembly instruction at `wasm_offset`; clear_position() leaves
  // them without a place, which is cheaper and right for all that can neither trap nor call.
  void set_position(std::size_t wasm_offset);
  void clear_position() { builder_.SetCurrentDebugLocation(llvm::DebugLoc()); }

  // --- Traps ---
  // Ends the block; nothing can be emitted behind it until another block is begun.
  // `operand` (i64) is for the codes that have one.
  void trap(TrapCode code, llvm::Value* operand = nullptr);
  // Branches to a cold trap if `condition` (i1) holds, and goes on in a new block.
  void trap_if(llvm::Value* condition, TrapCode code, llvm::Value* operand = nullptr);

  // --- Guest memory ---
  // The host address of `size` bytes at operand `address` (i32 or i64) + memarg.offset, with whatever check the
  // memory needs so that an access there either is inside or faults in the guard region.
  llvm::Value* guest_address(const MemArg& memarg, llvm::Value* address, std::uint32_t size);
  // The host address of `size` bytes (i64, not above 2^32 if addresses are i32) at `address` (i64), all of which are
  // inside: otherwise it traps.
  llvm::Value* guest_range(MemoryIndex memory, llvm::Value* address, llvm::Value* size);
  // An access with alignment 1 and the metadata of guest memory. `ordering` other than NotAtomic needs natural
  // alignment, which the caller has checked.
  llvm::LoadInst* guest_load(llvm::Type* type, llvm::Value* pointer, const MemArg& memarg,
                             llvm::AtomicOrdering ordering = llvm::AtomicOrdering::NotAtomic);
  llvm::StoreInst* guest_store(llvm::Value* value, llvm::Value* pointer, const MemArg& memarg,
                               llvm::AtomicOrdering ordering = llvm::AtomicOrdering::NotAtomic);

  // --- Builtins ---
  llvm::Value* call_builtin(Builtin builtin, std::initializer_list<llvm::Value*> operands);

  // --- For the control instructions ---
  std::size_t stack_size() const { return stack_.size(); }
  void truncate_stack(std::size_t size) { stack_.resize(size); }
  // `depth` 0 is the top.
  llvm::Value* peek(std::size_t depth = 0) const { return stack_[stack_.size() - 1 - depth]; }
  // Any operand, counted from the bottom.
  llvm::Value*& operand(std::size_t index) { return stack_[index]; }

 private:
  llvm::Value* cast_vector(llvm::Value* vector, Lane lane);
  llvm::Value* memory_base(MemoryIndex index);
  void check_bounds(const MemArg& memarg, llvm::Value* address64, std::uint32_t size);
  void check_end(const MemArg& memarg, llvm::Value* address64, std::uint32_t size);
  void check_range(MemoryIndex memory, llvm::Value* address, llvm::Value* size);

  ModuleEmitter& module_;
  llvm::Function* function_;
  llvm::IRBuilder<> builder_;
  std::vector<llvm::Value*> stack_;
  std::vector<llvm::Value*> memory_bases_;    // by memory; null until used
  std::vector<llvm::Value*> memory_objects_;  // likewise
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
