// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// BoundHostFunction: a HostDefinition bound to one importer, which is what compiled code can call. Its wasm_entry is
// the importing module's thunk for the type: it writes the arguments into an array and calls array_entry, which is the
// same function for all host functions. A definition with a direct_entry does without the thunk.
#pragma once

#include <cstddef>

#include "lib/abi/vm_layout.h"
#include "runtime/host_function.h"

namespace wrt {

struct BoundHostFunction {
  BoundHostFunction(const HostDefinition& definition, Instance& importer, const void* host_entry,
                    std::uint32_t type_id);
  BoundHostFunction(const BoundHostFunction&) = delete;
  BoundHostFunction& operator=(const BoundHostFunction&) = delete;

  VMHostContext context;  // first: compiled code gets a pointer to it as the callee's VMContext
  VMFuncRef ref;
  const HostDefinition* definition;
  const void* direct_state;  // the definition's
  Instance* importer;
  std::size_t value_count;  // the larger of parameters and results
};
static_assert(offsetof(BoundHostFunction, context) == 0);

}  // namespace wrt
