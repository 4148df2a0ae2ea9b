// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The frame pointer walk, and its description in terms of modules.
#include "runtime/backtrace.h"

#include <algorithm>
#include <optional>

#include "runtime/activation.h"
#include "runtime/loaded_module.h"
#include "runtime/range_registry.h"
#include "runtime/store.h"

namespace wrt {

namespace {

const ModuleCode& code_of(const AddressRange& range) {
  return static_cast<const LoadedModule*>(range.owner)->code();
}

// Keeps addresses in machine code of guests; the module of the last one is most often that of the next.
class Gatherer {
 public:
  explicit Gatherer(RawBacktrace& raw, std::size_t limit = SIZE_MAX) : raw_(raw), limit_(limit) {
    raw_.count = 0;
    raw_.first_is_exact = false;
    raw_.caller_at_entry = 0;
    raw_.exception = nullptr;
  }

  // `perhaps_thunk`: that it is a function's code, and not that of a thunk, is to be checked, which takes longer.
  void add(std::uintptr_t pc, bool perhaps_thunk) {
    if (!range_.contains(pc)) {
      const std::optional<AddressRange> found = code_ranges().find(pc);
      if (!found) return;
      range_ = *found;
    }
    if (perhaps_thunk && !code_of(range_).function_at(pc - 1)) return;
    if (raw_.count < raw_.innermost.size()) raw_.innermost[raw_.count] = pc;
    raw_.outermost[raw_.count % raw_.outermost.size()] = pc;
    ++raw_.count;
  }
  bool full() const { return raw_.count >= limit_; }

 private:
  RawBacktrace& raw_;
  std::size_t limit_;
  AddressRange range_;
};

// A frame as all our code lays it out: the caller's frame pointer, and the return address above it.
struct StackFrame {
  std::uintptr_t caller;
  std::uintptr_t return_address;
};

const StackFrame& frame_at(std::uintptr_t address) {
  return *reinterpret_cast<const StackFrame*>(address);
}

// Thunks have frames only next to C++: the outermost of an activation, and the one through which it was left.
WRT_UNINSTRUMENTED void walk_activation(const GuestThread& thread, std::uintptr_t entry, std::uintptr_t frame,
                                        Gatherer& gatherer) {
  const auto readable = [&](std::uintptr_t address) {
    return address != entry && thread.on_stack(address) && address % sizeof(std::uintptr_t) == 0;
  };
  for (bool first = true; readable(frame) && !gatherer.full(); first = false) {
    const StackFrame found = frame_at(frame);
    const bool last = readable(found.caller) && frame_at(found.caller).caller == entry;
    gatherer.add(found.return_address, first || last);
    if (found.caller <= frame) break;
    frame = found.caller;
  }
}

// From the frame with that frame pointer, which is the innermost activation's.
void walk(const GuestThread& thread, std::uintptr_t frame, Gatherer& gatherer) {
  for (const Activation* activation = thread.innermost; activation != nullptr; activation = activation->previous) {
    if (activation != thread.innermost) frame = activation->exit_frame;
    walk_activation(thread, activation->entry.frame_pointer, frame, gatherer);
  }
}

void describe(std::uintptr_t pc, bool exact, const Store& store, Stop& stop) {
  // Behind a call that never returns there may be another function.
  if (!exact) --pc;
  const std::optional<AddressRange> range = code_ranges().find(pc);
  if (!range) return;
  const LoadedModule& loaded = *static_cast<const LoadedModule*>(range->owner);
  const std::optional<CodePosition> position = loaded.code().position(pc);
  if (!position) return;
  BacktraceFrame& frame = stop.backtrace.emplace_back();
  frame.function = position->function;
  frame.function_name = loaded.function_name(position->function);
  frame.module_name = store.name_of(loaded);
  frame.wasm_offset = position->wasm_offset;
}

// Whether `pc` is the first instruction of a function, which has not made its frame yet.
bool at_entry(std::uintptr_t pc) {
  const std::optional<AddressRange> range = code_ranges().find(pc);
  if (!range) return false;
  const std::optional<FunctionOffset> found = code_of(*range).function_at(pc);
  return found && found->code_offset == 0;
}

}  // namespace

WRT_UNINSTRUMENTED void gather_backtrace(GuestThread& thread, const MachineState& state) {
  Gatherer gatherer(thread.backtrace);
  gatherer.add(state.pc, false);
  thread.backtrace.first_is_exact = thread.backtrace.count != 0;
  if (state.link != 0) {
    thread.backtrace.caller_at_entry = state.link;
  } else if (thread.on_stack(state.stack_pointer) && state.stack_pointer % sizeof(void*) == 0) {
    thread.backtrace.caller_at_entry = *reinterpret_cast<const std::uintptr_t*>(state.stack_pointer);
  }
  walk(thread, state.frame_pointer, gatherer);
}

void gather_backtrace(GuestThread& thread, std::uintptr_t frame) {
  Gatherer gatherer(thread.backtrace);
  walk(thread, frame, gatherer);
}

void gather_throw_backtrace(GuestThread& thread, std::uintptr_t frame, const VMException* exception) {
  Gatherer gatherer(thread.backtrace, kInnermostFrames);
  walk(thread, frame, gatherer);
  thread.backtrace.exception = exception;
}

void describe_backtrace(const RawBacktrace& raw, const Store& store, Stop& stop) {
  const std::size_t inner = std::min(raw.count, raw.innermost.size());
  for (std::size_t each = 0; each < inner; ++each) {
    const bool exact = each == 0 && raw.first_is_exact;
    describe(raw.innermost[each], exact, store, stop);
    if (exact && at_entry(raw.innermost[0])) describe(raw.caller_at_entry, false, store, stop);
  }
  const std::size_t outer = std::min(raw.count - inner, raw.outermost.size());
  if (raw.count > inner + outer) {
    stop.frames_omitted = raw.count - inner - outer;
    stop.frames_before_gap = stop.backtrace.size();
  }
  for (std::size_t each = raw.count - outer; each < raw.count; ++each) {
    describe(raw.outermost[each % raw.outermost.size()], false, store, stop);
  }
}

}  // namespace wrt
