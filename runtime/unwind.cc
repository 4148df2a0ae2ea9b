// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Forced unwinding, and reading the table of call sites that a function's unwind entry points to. Its format is GCC's
// ("language-specific data area", the .gcc_except_table section):
//
//     encoding of the landing pads' base, and the base unless omitted
//     encoding of the type table, and its offset unless omitted
//     encoding of the call sites, and their size in bytes
//     call sites { start, size, landing pad, action }: all but the action relative to the function, landing pad 0: none
#include "runtime/unwind.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "runtime/activation.h"
#include "runtime/backtrace.h"
#include "runtime/code_map.h"
#include "runtime/guest_thread.h"

namespace wrt {

namespace {

// "wrt\0wasm"
constexpr _Unwind_Exception_Class kExceptionClass = 0x777274007761736d;

// Encodings of pointers (DW_EH_PE_…).
constexpr std::uint8_t kUleb128 = 0x01;
constexpr std::uint8_t kUdata4 = 0x03;
constexpr std::uint8_t kOmitted = 0xff;

[[noreturn]] void cannot_unwind(const char* why) {
  std::fprintf(stderr, "wrt: cannot unwind: %s\n", why);
  std::abort();
}

// What the unwinder hands around.
struct Throw {
  _Unwind_Exception header;
  VMException* exception;
};

class TableReader {
 public:
  explicit TableReader(const std::uint8_t* at) : at_(at) {}

  const std::uint8_t* at() const { return at_; }
  std::uint8_t read_u8() { return *at_++; }
  std::uint64_t read_uleb128() {
    std::uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      const std::uint8_t byte = read_u8();
      value |= std::uint64_t{byte & 0x7fu} << shift;
      if ((byte & 0x80) == 0) return value;
    }
  }
  std::uint64_t read(std::uint8_t encoding) {
    if (encoding == kUleb128) return read_uleb128();
    if (encoding != kUdata4) cannot_unwind("unknown encoding of call sites");
    std::uint32_t value;
    std::memcpy(&value, at_, sizeof value);
    at_ += sizeof value;
    return value;
  }

 private:
  const std::uint8_t* at_;
};

// The offset of the landing pad for a call at `offset` in the function; 0 if it has none.
std::uint64_t find_landing_pad(const std::uint8_t* table, std::uint64_t offset) {
  TableReader reader(table);
  if (reader.read_u8() != kOmitted) cannot_unwind("landing pads have a base");
  if (reader.read_u8() != kOmitted) reader.read_uleb128();
  const std::uint8_t encoding = reader.read_u8();
  const std::uint64_t size = reader.read_uleb128();
  const std::uint8_t* const end = reader.at() + size;
  while (reader.at() < end) {
    const std::uint64_t start = reader.read(encoding);
    const std::uint64_t length = reader.read(encoding);
    const std::uint64_t landing_pad = reader.read(encoding);
    reader.read_uleb128();
    if (offset < start) break;  // call sites rise
    if (offset - start < length) return landing_pad;
  }
  return 0;
}

// Goes on in a landing pad.
_Unwind_Reason_Code land(std::uintptr_t landing_pad, const _Unwind_Exception* header, _Unwind_Context* context) {
  VMException* const exception = reinterpret_cast<const Throw*>(header)->exception;
  _Unwind_SetGR(context, __builtin_eh_return_data_regno(0), reinterpret_cast<std::uintptr_t>(exception));
  _Unwind_SetGR(context, __builtin_eh_return_data_regno(1), 0);
  _Unwind_SetIP(context, landing_pad);
  return _URC_INSTALL_CONTEXT;
}

// The unwinder believes that a frame changes no register but those which all frames keep. What it takes for the value
// of another one is written over with the caller's: it lies in a frame that nobody returns to any more, or is its own.
void give_back_registers(const FrameInfo& frame, _Unwind_Context* context) {
  const std::uintptr_t address =
      _Unwind_GetGR(context, static_cast<int>(kFramePointerNumber)) + 2 * sizeof(std::uintptr_t);
  for (const FunctionCode::SavedRegister& each : frame.saved_registers) {
    const std::uintptr_t place = address - each.words_below * sizeof(std::uintptr_t);
    _Unwind_SetGR(context, each.dwarf_number, *reinterpret_cast<const std::uintptr_t*>(place));
  }
}

// Asked at every frame before its personality routine is.
WRT_UNINSTRUMENTED _Unwind_Reason_Code stop_at_activation(int, _Unwind_Action actions, _Unwind_Exception_Class,
                                                          _Unwind_Exception*, _Unwind_Context* context,
                                                          void* exception) {
  if (_Unwind_GetIP(context) == reinterpret_cast<std::uintptr_t>(wrt_guest_returned)) {
    Activation& activation = current_activation();
    activation.exception = static_cast<VMException*>(exception);
    wrt_leave_guest(&activation.entry);
  }
  if ((actions & _UA_END_OF_STACK) != 0) cannot_unwind("the stack has no end");
  return _URC_NO_REASON;
}

}  // namespace

WRT_UNINSTRUMENTED void throw_exception(VMException* exception, const void* frame) {
  GuestThread& thread = *GuestThread::current_or_null();
  if (thread.backtrace.exception != exception)
    gather_throw_backtrace(thread, reinterpret_cast<std::uintptr_t>(frame), exception);
  // What the landing pad gets is the exception itself; this is gone by then.
  Throw thrown{};
  thrown.header.exception_class = kExceptionClass;
  thrown.exception = exception;
  _Unwind_ForcedUnwind(&thrown.header, stop_at_activation, exception);
  cannot_unwind("a frame without a description");
}

// Of exceptions that are not ours, C++'s and the end of a cancelled thread, guests know nothing.
extern "C" _Unwind_Reason_Code guest_personality(int version, _Unwind_Action actions,
                                                 _Unwind_Exception_Class exception_class, _Unwind_Exception* header,
                                                 _Unwind_Context* context) {
  if (version != 1 || exception_class != kExceptionClass || (actions & _UA_FORCE_UNWIND) == 0)
    return _URC_CONTINUE_UNWIND;
  const void* const table = _Unwind_GetLanguageSpecificData(context);
  if (table == nullptr) return _URC_CONTINUE_UNWIND;
  const std::uintptr_t function = _Unwind_GetRegionStart(context);
  // The return address is that behind the call.
  const std::uintptr_t call = _Unwind_GetIP(context) - 1;
  const std::uint64_t landing_pad = find_landing_pad(static_cast<const std::uint8_t*>(table), call - function);
  if (landing_pad == 0) return _URC_CONTINUE_UNWIND;
  return land(function + landing_pad, header, context);
}

extern "C" _Unwind_Reason_Code made_code_personality(int version, _Unwind_Action actions,
                                                     _Unwind_Exception_Class exception_class, _Unwind_Exception* header,
                                                     _Unwind_Context* context) {
  // A search goes over the frames more than once, and must not change what it finds there.
  if (version != 1 || (actions & _UA_SEARCH_PHASE) != 0) return _URC_CONTINUE_UNWIND;
  const CodeMap& map = *static_cast<const CodeMap*>(_Unwind_GetLanguageSpecificData(context));
  const std::uintptr_t call = _Unwind_GetIP(context) - 1;
  const CodePiece* const piece = map.find(call);
  if (piece == nullptr || piece->frame == nullptr) return _URC_CONTINUE_UNWIND;
  const std::size_t offset = map.offset_in(*piece, call);
  if (exception_class == kExceptionClass && (actions & _UA_FORCE_UNWIND) != 0) {
    const std::uint32_t landing_pad = piece->frame->landing_pad(offset);
    if (landing_pad != 0) return land(call - offset + landing_pad, header, context);
  }
  give_back_registers(*piece->frame, context);
  return _URC_CONTINUE_UNWIND;
}

}  // namespace wrt
