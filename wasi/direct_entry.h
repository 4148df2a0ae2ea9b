// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// DirectEntry: a function of functions.def as compiled code calls it, its parameters in registers. A run that traces,
// and functions of more parameters than registers, take the way through an array of values (invoke() in functions.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "runtime/direct_host_call.h"
#include "runtime/instance.h"
#include "wasi/context.h"

namespace wrt::wasi {

// HostDefinition::direct_state of these functions.
struct DirectState {
  Context* context = nullptr;
  Abi abi = Abi::Preview1;
  Rights rights = 0;  // from the function's row
  Rights second_rights = 0;
};

// What takes no argument, or exits, could do without; but a program that has no memory is no WASI program.
Stop no_memory();

template <auto function>
struct DirectEntry;

template <typename... Parameters, Errno (*function)(Call&, Parameters...)>
struct DirectEntry<function> {
  static constexpr bool exists = sizeof...(Parameters) <= kMaxDirectParameters;

  WRT_DIRECT_HOST_FUNCTION static std::uint32_t enter(const BoundHostFunction& callee, Parameters... parameters) {
    const void* const frame = __builtin_frame_address(0);
    Activation& activation = enter_host(frame);
    const std::uint32_t result = run(callee, activation, parameters...);
    if (activation.stop) [[unlikely]]
      leave_with_stop();
    return_from_host(activation, frame);
    return result;
  }

 private:
  WRT_DIRECT_BODY static std::uint32_t run(const BoundHostFunction& callee, Activation& activation,
                                           Parameters... parameters) {
    MemoryInstance* const memory = callee.importer->exported_memory();
    if (memory == nullptr) [[unlikely]] {
      activation.stop = no_memory();
      return 0;
    }
    const DirectState& state = *static_cast<const DirectState*>(callee.direct_state);
    Call call{*state.context, GuestMemory(memory->bytes()), state.abi, state.rights, state.second_rights, std::nullopt};
    const Errno result = function(call, parameters...);
    if (call.stop.has_value()) [[unlikely]]
      activation.stop = std::move(call.stop);
    return static_cast<std::uint32_t>(result);
  }
};

}  // namespace wrt::wasi
