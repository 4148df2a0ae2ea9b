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

#include "lib/abi/gc_layout.h"
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

// What a heap object is.
enum class VMObjectKind : std::uint32_t { Struct, Array, HostReference, Exception };

// Supertypes that every VMTypeInfo has room for; deeper types have a longer display.
inline constexpr std::uint32_t kInlineDisplay = 8;

// What the header of a heap object points to: one for each canonical struct and array type of the process, one for the
// exceptions with tags of each function type without results, and one for host references. Never changed, never freed.
struct VMTypeInfo {
  VMObjectKind kind;
  std::uint32_t type_id;  // canonical; meaningless for host references
  std::uint32_t depth;    // supertypes above
  std::uint32_t size;     // in bytes, as object_size() rounds; of an array's element
  // Offsets of a struct's fields, or an exception's values, that hold references to heap objects. Null for an array;
  // then the count says whether its elements (1) are such references.
  const std::uint32_t* references;
  std::uint32_t reference_count;
  // The chain of supertypes from the root; display[depth] is the type itself, null behind it. An object is of a type of
  // depth d (or below it) exactly if that type is display[d]. There are max(kInlineDisplay, depth + 1) entries.
  const VMTypeInfo* display[kInlineDisplay];
};

// The beginnings of heap objects (lib/abi/gc_layout.h).
struct VMObject {
  const VMTypeInfo* type;
};
struct VMArray {
  const VMTypeInfo* type;
  std::uint32_t length;
};
struct VMHostReference {
  const VMTypeInfo* type;
  std::uint64_t word;
};

// The region that compiled code cuts small objects from, without a call while [cursor, limit) has room. 16-byte
// aligned. Both are null until the first allocation, and whenever each allocation must be seen (--gc-stress).
struct VMHeap {
  std::uint8_t* cursor;
  std::uint8_t* limit;
};

// What code that was compiled to count instructions may still execute: never negative. One for each store.
struct VMFuel {
  std::int64_t left;
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
  // By type index; for a function type, what exceptions with a tag of that type have.
  const VMTypeInfo* const* type_infos;
  VMHeap* heap;
  VMFuel* fuel;
  // The wasm_entry of each function that the module defines, as it is at the moment: what calls within the module go
  // through where its functions are not compiled all at once. Null where they are.
  const std::atomic<const void*>* functions;
};

// What a host function's wasm_entry gets as its VMContext: its own reference, through which the thunk from typed
// arguments to an array finds array_entry, and where wrt_direct_host_entry (runtime/machine.h) jumps to. The runtime's
// BoundHostFunction begins with it.
struct VMHostContext {
  const VMFuncRef* func_ref;
  const void* direct_entry;  // null if the wasm_entry is the thunk
};

// What code gets that asked whether better code can take over at the start of a loop (Builtin::GetHot): it is gone when
// the thread asks again.
struct VMTakeover {
  const void* entry;  // of that loop (ArtefactPiece of lib/abi/artefact.h)
  Value* frame;       // its argument
};

// An exception: what exnref points to, an object of the heap. Its values, as many as the tag's type has parameters, lie
// right behind it.
struct VMException {
  const VMTypeInfo* type;
  const TagInstance* tag;

  Value* values() { return reinterpret_cast<Value*>(this + 1); }
};
static_assert(sizeof(VMException) % alignof(Value) == 0);
static_assert(offsetof(VMArray, length) == kArrayLengthOffset);
static_assert(offsetof(VMHostReference, word) == kHostWordOffset);

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
