// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From compiled code into a builtin: room on the stack, the body, and the way out if it traps. Signatures are compared
// with builtins.def at compile time.
#include "runtime/builtins.h"

#include <array>
#include <string_view>
#include <type_traits>

#include "lib/abi/builtins.h"
#include "runtime/activation.h"

namespace wrt {

namespace {

template <typename T>
constexpr char letter() {
  if constexpr (std::is_void_v<T>) return '_';
  if constexpr (std::is_same_v<T, std::uint32_t>) return 'i';
  if constexpr (std::is_same_v<T, std::uint64_t>) return 'I';
  if constexpr (std::is_pointer_v<T>) return 'p';
}

template <typename T, typename... Operands>
constexpr bool has_signature(Builtin builtin) {
  const BuiltinInfo& info = kBuiltins[static_cast<std::size_t>(builtin)];
  constexpr std::array<char, sizeof...(Operands)> kLetters = {letter<Operands>()...};
  return info.result == std::string_view(std::array{letter<T>()}.data(), 1) &&
         info.operands == std::string_view(kLetters.data(), kLetters.size());
}

template <auto kBody>
struct BuiltinEntry;

template <typename T, typename... Operands, BuiltinResult<T> (*kBody)(VMContext*, Operands...)>
struct BuiltinEntry<kBody> {
  // What compiled code calls.
  WRT_UNINSTRUMENTED static T call(VMContext* vmctx, Operands... operands) {
    const void* const frame = __builtin_frame_address(0);
    const GuestThread& thread = *GuestThread::current_or_null();
    if (!thread.has_room(frame, kBuiltinRoom)) leave_with_trap(TrapCode::StackOverflow, frame);
    const BuiltinResult<T> result = kBody(vmctx, operands...);
    if (result.trap != TrapCode{}) [[unlikely]]
      leave_with_trap(result.trap, frame);
    leave_if_interrupted(*thread.innermost, frame);
    if constexpr (!std::is_void_v<T>) return result.value;
  }

  static constexpr bool has_signature_of(Builtin builtin) { return has_signature<T, Operands...>(builtin); }
};

template <Builtin kBuiltin, auto kBody>
const void* entry() {
  static_assert(BuiltinEntry<kBody>::has_signature_of(kBuiltin));
  return reinterpret_cast<const void*>(&BuiltinEntry<kBody>::call);
}

// One that compiled code calls as it is.
template <Builtin kBuiltin, typename T, typename... Operands>
const void* entry(T (*function)(VMContext*, Operands...)) {
  static_assert(has_signature<T, Operands...>(kBuiltin));
  return reinterpret_cast<const void*>(function);
}

const void* entry_of(Builtin builtin) {
  switch (builtin) {
    case Builtin::MemoryGrow: return entry<Builtin::MemoryGrow, &memory_grow>();
    case Builtin::MemoryCopy: return entry<Builtin::MemoryCopy, &memory_copy>();
    case Builtin::MemoryFill: return entry<Builtin::MemoryFill, &memory_fill>();
    case Builtin::MoveBytes: return entry<Builtin::MoveBytes, &move_bytes>();
    case Builtin::FillBytes: return entry<Builtin::FillBytes, &fill_bytes>();
    case Builtin::MemoryInit: return entry<Builtin::MemoryInit, &memory_init>();
    case Builtin::DataDrop: return entry<Builtin::DataDrop, &data_drop>();
    case Builtin::TableGrow: return entry<Builtin::TableGrow, &table_grow>();
    case Builtin::TableFill: return entry<Builtin::TableFill, &table_fill>();
    case Builtin::TableCopy: return entry<Builtin::TableCopy, &table_copy>();
    case Builtin::TableInit: return entry<Builtin::TableInit, &table_init>();
    case Builtin::ElemDrop: return entry<Builtin::ElemDrop, &elem_drop>();
    case Builtin::IsSubtype: return entry<Builtin::IsSubtype, &is_subtype>();
    case Builtin::NewException: return entry<Builtin::NewException>(&new_exception_entry);
    case Builtin::Throw: return entry<Builtin::Throw>(&throw_entry);
    case Builtin::GcAllocate: return entry<Builtin::GcAllocate, &gc_allocate>();
    case Builtin::ArrayNew: return entry<Builtin::ArrayNew, &array_new>();
    case Builtin::ArrayNewData: return entry<Builtin::ArrayNewData, &array_new_data>();
    case Builtin::ArrayNewElem: return entry<Builtin::ArrayNewElem, &array_new_elem>();
    case Builtin::ArrayCopy: return entry<Builtin::ArrayCopy, &array_copy>();
    case Builtin::ArrayInitData: return entry<Builtin::ArrayInitData, &array_init_data>();
    case Builtin::ArrayInitElem: return entry<Builtin::ArrayInitElem, &array_init_elem>();
    case Builtin::AtomicNotify: return entry<Builtin::AtomicNotify, &atomic_notify>();
    case Builtin::AtomicWait32: return entry<Builtin::AtomicWait32, &atomic_wait32>();
    case Builtin::AtomicWait64: return entry<Builtin::AtomicWait64, &atomic_wait64>();
    case Builtin::GetHot: return entry<Builtin::GetHot>(&get_hot_entry);
  }
  return nullptr;
}

}  // namespace

const void* const* builtin_table() {
  static const std::array<const void*, kBuiltins.size()> table = [] {
    std::array<const void*, kBuiltins.size()> entries{};
    for (std::size_t each = 0; each < entries.size(); ++each) entries[each] = entry_of(static_cast<Builtin>(each));
    return entries;
  }();
  return table.data();
}

}  // namespace wrt
