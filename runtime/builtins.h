// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The table of builtins (lib/abi/builtins.def) that every VMContext points to. A builtin is an ordinary C++ function
// that returns its trap, if any, along with its value; builtins.cc wraps each in a function that compiled code can call
// and that leaves the guest. Bodies are in builtins_memory.cc, builtins_table.cc, builtins_gc.cc and
// builtins_atomic.cc; those of builtins_exception.cc and builtins_tier.cc look at the frames above them, and compiled
// code calls them as they are.
#pragma once

#include <cstdint>
#include <cstring>

#include "lib/abi/traps.h"
#include "lib/abi/vm_layout.h"

namespace wrt {

// Indexed by Builtin; the same for all instances.
const void* const* builtin_table();

// What a builtin's body returns: a value, or a trap (TrapCode{} is none).
template <typename T = void>
struct BuiltinResult {
  T value{};
  TrapCode trap{};

  BuiltinResult(T result) : value(result) {}    // NOLINT: implicit by intent
  BuiltinResult(TrapCode code) : trap(code) {}  // NOLINT: likewise
};
template <>
struct BuiltinResult<void> {
  TrapCode trap{};

  BuiltinResult() = default;
  BuiltinResult(TrapCode code) : trap(code) {}  // NOLINT: implicit by intent
};

// Operands are those of builtins.def; indices are valid, addresses and sizes are the guest's.
BuiltinResult<std::uint64_t> memory_grow(VMContext* vmctx, std::uint32_t memory, std::uint64_t delta);
BuiltinResult<> memory_copy(VMContext* vmctx, std::uint32_t to_memory, std::uint32_t from_memory, std::uint64_t to,
                            std::uint64_t from, std::uint64_t size);
BuiltinResult<> memory_fill(VMContext* vmctx, std::uint32_t memory, std::uint64_t to, std::uint32_t byte,
                            std::uint64_t size);
inline BuiltinResult<> move_bytes(VMContext*, void* to, void* from, std::uint64_t size) {
  std::memmove(to, from, size);
  return {};
}
inline BuiltinResult<> fill_bytes(VMContext*, void* to, std::uint32_t byte, std::uint64_t size) {
  std::memset(to, static_cast<int>(byte & 0xff), size);
  return {};
}
BuiltinResult<> memory_init(VMContext* vmctx, std::uint32_t segment, std::uint32_t memory, std::uint64_t to,
                            std::uint64_t from, std::uint64_t size);
BuiltinResult<> data_drop(VMContext* vmctx, std::uint32_t segment);
BuiltinResult<std::uint64_t> table_grow(VMContext* vmctx, std::uint32_t table, void* init, std::uint64_t delta);
BuiltinResult<> table_fill(VMContext* vmctx, std::uint32_t table, std::uint64_t to, void* element, std::uint64_t size);
BuiltinResult<> table_copy(VMContext* vmctx, std::uint32_t to_table, std::uint32_t from_table, std::uint64_t to,
                           std::uint64_t from, std::uint64_t size);
BuiltinResult<> table_init(VMContext* vmctx, std::uint32_t segment, std::uint32_t table, std::uint64_t to,
                           std::uint64_t from, std::uint64_t size);
BuiltinResult<> elem_drop(VMContext* vmctx, std::uint32_t segment);
BuiltinResult<std::uint32_t> is_subtype(VMContext* vmctx, std::uint32_t sub, std::uint32_t super);
BuiltinResult<void*> gc_allocate(VMContext* vmctx, const void* type, std::uint64_t size);
BuiltinResult<void*> array_new(VMContext* vmctx, const void* type, std::uint32_t length);
BuiltinResult<void*> array_new_data(VMContext* vmctx, const void* type, std::uint32_t segment, std::uint32_t from,
                                    std::uint32_t length);
BuiltinResult<void*> array_new_elem(VMContext* vmctx, const void* type, std::uint32_t segment, std::uint32_t from,
                                    std::uint32_t length);
BuiltinResult<> array_copy(VMContext* vmctx, void* to_array, std::uint32_t to, void* from_array, std::uint32_t from,
                           std::uint32_t length);
BuiltinResult<> array_init_data(VMContext* vmctx, std::uint32_t segment, void* to_array, std::uint32_t to,
                                std::uint32_t from, std::uint32_t length);
BuiltinResult<> array_init_elem(VMContext* vmctx, std::uint32_t segment, void* to_array, std::uint32_t to,
                                std::uint32_t from, std::uint32_t length);
BuiltinResult<std::uint32_t> atomic_notify(VMContext* vmctx, std::uint32_t memory, std::uint64_t address,
                                           std::uint32_t count);
BuiltinResult<std::uint32_t> atomic_wait32(VMContext* vmctx, std::uint32_t memory, std::uint64_t address,
                                           std::uint32_t expected, std::uint64_t timeout);
BuiltinResult<std::uint32_t> atomic_wait64(VMContext* vmctx, std::uint32_t memory, std::uint64_t address,
                                           std::uint64_t expected, std::uint64_t timeout);

void* new_exception_entry(VMContext* vmctx, std::uint32_t tag);
[[noreturn]] void throw_entry(VMContext* vmctx, void* exception);
void* get_hot_entry(VMContext* vmctx, std::uint32_t function, std::uint32_t loop_offset, std::uint32_t outermost_offset,
                    void* frame, std::uint32_t shape);

}  // namespace wrt
