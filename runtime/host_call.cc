// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From guest code into a host function, and back or out.
#include "runtime/host_call.h"

#include <algorithm>
#include <utility>

#include "runtime/activation.h"
#include "runtime/direct_host_call.h"
#include "runtime/machine.h"
#include "runtime/unwind.h"

namespace wrt {

namespace {

// Runs the callback; whether it asks to leave the guest. Everything with a destructor is gone when this returns, but
// for the Stop, which the activation keeps.
bool run_callback(const BoundHostFunction& function, Value* in_out) {
  HostCall call{*function.importer, {in_out, function.value_count}};
  Outcome<> outcome = function.definition->callback(call);
  if (outcome) [[likely]]
    return false;
  current_activation().stop = std::move(outcome.error());
  return true;
}

// The exception that the host function wants thrown; null if it asks for something else.
VMException* take_exception(Activation& activation) {
  if (activation.stop->kind != Stop::Kind::Exception) return nullptr;
  VMException* const exception = activation.stop->exception;
  activation.stop.reset();
  return exception;
}

// The ArrayEntry of all host functions.
WRT_UNINSTRUMENTED void host_array_entry(const VMFuncRef* callee, Value* in_out) {
  const void* const frame = __builtin_frame_address(0);
  Activation& activation = enter_host(frame);
  if (run_callback(*static_cast<const BoundHostFunction*>(callee->vmctx), in_out)) {
    VMException* const exception = take_exception(activation);
    if (exception == nullptr) leave_with_stop();
    activation.in_host = false;
    leave_if_interrupted(activation, frame);
    throw_exception(exception, frame);
  }
  return_from_host(activation, frame);
}

}  // namespace

BoundHostFunction::BoundHostFunction(const HostDefinition& host, Instance& instance, const void* host_entry,
                                     std::uint32_t type_id)
    : context{&ref, host.direct_entry},
      ref{host.direct_entry != nullptr ? wrt_direct_host_entry : host_entry, host_array_entry, this, type_id},
      definition(&host),
      direct_state(host.direct_state),
      importer(&instance),
      value_count(std::max(host.type.params.size(), host.type.results.size())) {}

}  // namespace wrt
