// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The memory that compiled code and the runtime share. An instance is one VMContext block:
//
//     VMContext        header
//     VMMemorySlot     memory_slot[memories]          the base of each memory, which never moves, and its VMMemory
//     VMTable*         table_slot[tables]
//     TagInstance*     tag_slot[tags]
//     Value*           imported_global[imported globals]
//     VMFuncRef        func_ref[func_refs]            imported functions first, then the escaping ones
//     Value            global[defined globals]        16 bytes each
//
// VmLayout computes the offsets for a module, in the compiler and in the runtime alike.
//
// Calling conventions (section 5 of docs/architecture.md):
//   wasm_entry   LLVM's tailcc: (VMContext* callee, [Value* results,] parameters...) -> results. One or two results
//                are returned directly (two: as a struct of both). From three on, the caller passes a pointer to an
//                array of Values that the callee fills, and nothing is returned.
//   array_entry  C: (const VMFuncRef* callee, Value* in_out): parameters are read from in_out[0...], results written to
//   it.
// References of every kind are pointers in both.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "lib/abi/value.h"
#include "lib/wasm/module.h"

namespace wrt {

class Instance;  // runtime/instance.h
struct VMFuncRef;
struct TagInstance;  // runtime/tag.h

using ArrayEntry = void (*)(const VMFuncRef* callee, Value* in_out);

// A function reference: what funcref values, tables and imports point to. Lives as long as its store.
struct VMFuncRef {
  const void* wasm_entry;
  ArrayEntry array_entry;
  // The callee's VMContext, or for a host function its VMHostContext.
  void* vmctx;
  // Canonical in the engine: equal exactly for equal types.
  std::uint32_t type_id;
};

// A memory. `base` is fixed for its life; `length` in bytes grows only, and may grow in another thread when shared.
struct VMMemory {
  std::uint8_t* base;
  std::atomic<std::uint64_t> length;
};

// A table of references: pointers each. Both fields change when it grows.
struct VMTable {
  void** elements;
  std::uint64_t length;
};

struct VMMemorySlot {
  std::uint8_t* base;
  VMMemory* memory;
};

// The header of an instance's block.
struct VMContext {
  Instance* instance;
  // Indexed by Builtin; the same for all instances.
  const void* const* builtins;
  // Canonical type id of each of the module's types.
  const std::uint32_t* type_ids;
};

// What a host function's wasm_entry gets as its VMContext: its own reference, through which the thunk from typed
// arguments to an array finds array_entry. The runtime's HostFunction begins with it.
struct VMHostContext {
  const VMFuncRef* func_ref;
};

// An exception: what exnref points to. Its values, as many as the tag's type has parameters, lie right behind it.
struct alignas(Value) VMException {
  const TagInstance* tag;

  Value* values() { return reinterpret_cast<Value*>(this + 1); }
};

#define VM_FIELD(type, field, offset) static_assert(offsetof(type, field) == (offset));
#include "lib/abi/vm_layout.def"
#undef VM_FIELD

// The offsets as constants: kVMFuncRef_wasm_entry and so on.
enum VMFieldOffset : std::uint32_t {
#define VM_FIELD(type, field, offset) k##type##_##field = (offset),
#include "lib/abi/vm_layout.def"
#undef VM_FIELD
};

// Offsets within the VMContext block of one module. Precondition: the module's environment is validated.
class VmLayout {
 public:
  explicit VmLayout(const Module& module);

  std::size_t size() const { return size_; }
  std::uint32_t func_ref_count() const { return func_ref_count_; }

  std::size_t memory_slot(MemoryIndex index) const { return memories_ + index * sizeof(VMMemorySlot); }
  std::size_t table_slot(TableIndex index) const { return tables_ + index * sizeof(VMTable*); }
  std::size_t tag_slot(TagIndex index) const { return tags_ + index * sizeof(TagInstance*); }
  // Precondition: the global is imported; its Value is elsewhere, behind this pointer.
  std::size_t imported_global_slot(GlobalIndex index) const { return imported_globals_ + index * sizeof(Value*); }
  // Precondition: the global is defined by the module.
  std::size_t global(GlobalIndex index) const { return globals_ + (index - imported_global_count_) * sizeof(Value); }
  // Precondition: the function is imported or escapes.
  std::size_t func_ref(FuncIndex index) const { return func_refs_ + func_ref_numbers_[index] * sizeof(VMFuncRef); }
  bool has_func_ref(FuncIndex index) const { return func_ref_numbers_[index] != kNone; }

 private:
  static constexpr std::uint32_t kNone = 0xffffffff;
  std::size_t memories_ = 0;
  std::size_t tables_ = 0;
  std::size_t tags_ = 0;
  std::size_t imported_globals_ = 0;
  std::size_t func_refs_ = 0;
  std::size_t globals_ = 0;
  std::size_t size_ = 0;
  std::uint32_t imported_global_count_ = 0;
  std::uint32_t func_ref_count_ = 0;
  std::vector<std::uint32_t> func_ref_numbers_;  // by function index
};

// Results beyond this many go through memory that the caller provides.
inline constexpr std::size_t kMaxDirectResults = 2;

}  // namespace wrt
