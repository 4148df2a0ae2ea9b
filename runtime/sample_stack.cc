// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where the walk begins depends on where the thread is:
//
//   in guest code              its frame pointer, and what called it if the frame is not there
//   in a host function         the frame that it has noted (Activation::exit_frame)
//   elsewhere in C++           the frame pointer, which all of our code keeps, and the C library where it matters; or
//                              else the first pair of words on the stack that is a frame
#include "runtime/sample_stack.h"

#include <optional>

#include "runtime/activation.h"
#include "runtime/loaded_module.h"
#include "runtime/range_registry.h"
#include "runtime/uninstrumented.h"

namespace wrt {

namespace {

// How far up the stack a frame is looked for, in words.
constexpr std::size_t kSearchedWords = 4096;

class StackSampler {
 public:
  StackSampler(const GuestThread& thread, SampledStack& sample) : thread_(thread), sample_(sample) {}

  void run(const MachineState& state) {
    const Activation* activation = thread_.innermost;
    // A host function is about to call a guest, or the guest has returned to it.
    const std::uintptr_t entry = activation->entry.frame_pointer;
    if (entry == 0 || (thread_.on_stack(entry) && state.stack_pointer > entry)) activation = activation->previous;
    if (activation != nullptr) walk_innermost(*activation, state);
    while (activation != nullptr && !sample_.truncated && (activation = activation->previous) != nullptr) {
      if (!add_frames(activation->exit_frame, *activation)) sample_.truncated = true;
    }
  }

 private:
  void walk_innermost(const Activation& activation, const MachineState& state) {
    bool found = false;
    if (is_code(state.pc)) {
      found = walk_guest(activation, state);
    } else {
      sample_.in_host = true;
      found = activation.in_host ? add_frames(activation.exit_frame, activation) : walk_host(activation, state);
    }
    if (!found) sample_.truncated = true;
  }

  bool walk_guest(const Activation& activation, const MachineState& state) {
    const std::optional<FunctionOffset> position =
        static_cast<const LoadedModule*>(range_.owner)->code().function_at(state.pc);
    if (position) add(state.pc - position->code_offset + 1);
    const bool at_entry = position && position->code_offset == 0;
    if (at_entry && state.link != 0) {
      add_if_code(state.link);
    } else if (const std::uintptr_t slot = return_slot_without_frame(state, at_entry); slot != 0) {
      add_if_code(word(slot));
    }
    return add_frames(state.frame_pointer, activation);
  }

  // In a C++ function that guest code has called, or one below it.
  bool walk_host(const Activation& activation, const MachineState& state) {
    const std::uintptr_t stack = state.stack_pointer;
    if (is_code(word(stack))) {
      // It has no frame, or not yet, or no more.
      add(word(stack));
    } else if (word(stack) == state.frame_pointer && is_code(word(stack + sizeof(void*)))) {
      add(word(stack + sizeof(void*)));
    }
    if (add_frames(state.frame_pointer, activation)) return true;
    for (std::size_t each = 0; each < kSearchedWords; ++each) {
      const std::uintptr_t place = stack + each * sizeof(void*);
      if (!readable(place)) return false;
      if (is_code(word(place + sizeof(void*))) && add_frames(place, activation)) return true;
    }
    return false;
  }

  // Adds the return addresses of the frames from `frame` to the activation's beginning, and returns true; or adds
  // nothing, if they do not lead there. Those of C++ functions in between do not count.
  bool add_frames(std::uintptr_t frame, const Activation& activation) {
    const std::size_t before = sample_.count;
    while (frame != activation.entry.frame_pointer) {
      if (!readable(frame) || !readable(frame + sizeof(void*))) break;
      add_if_code(word(frame + sizeof(void*)));
      if (sample_.truncated) return true;
      const std::uintptr_t caller = word(frame);
      if (caller <= frame && caller != activation.entry.frame_pointer) break;
      frame = caller;
    }
    if (frame == activation.entry.frame_pointer) return true;
    sample_.count = before;
    return false;
  }

  void add(std::uintptr_t address) {
    if (sample_.count == sample_.addresses.size()) {
      sample_.truncated = true;
    } else {
      sample_.addresses[sample_.count++] = address;
    }
  }
  void add_if_code(std::uintptr_t address) {
    if (is_code(address)) add(address);
  }

  bool is_code(std::uintptr_t address) {
    if (range_.contains(address)) return true;
    const std::optional<AddressRange> found = code_ranges().find(address);
    if (found) range_ = *found;
    return found.has_value();
  }

  bool readable(std::uintptr_t address) const {
    return thread_.on_stack(address) && address % sizeof(std::uintptr_t) == 0;
  }
  // What stands there; 0 where it is not to be read.
  WRT_UNINSTRUMENTED std::uintptr_t word(std::uintptr_t address) const {
    return readable(address) ? *reinterpret_cast<const std::uintptr_t*>(address) : 0;
  }

  const GuestThread& thread_;
  SampledStack& sample_;
  AddressRange range_;  // the one that was found last
};

}  // namespace

bool sample_stack(const GuestThread& thread, const MachineState& state, SampledStack& sample) {
  if (thread.innermost == nullptr || !thread.on_stack(state.stack_pointer)) return false;
  sample.in_host = sample.truncated = false;
  sample.count = 0;
  StackSampler(thread, sample).run(state);
  return true;
}

}  // namespace wrt
