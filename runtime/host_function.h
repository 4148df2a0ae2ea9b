// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// HostFunction: a C++ function that guests import. The definition is made once; linking makes one HostFunction per
// importing instance, so that the callee knows who imported it without the compiled code passing that along.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "lib/abi/vm_layout.h"
#include "lib/wasm/types.h"
#include "runtime/stop.h"

namespace wrt {

class Instance;

// One call of a host function. Parameters are in `values`, and results are written over them from the front;
// `values` has room for the larger of the two.
struct HostCall {
  Instance& importer;  // the instance that imports the function
  std::span<Value> values;
};

// May return a Stop: the guest is left, up to the innermost call from C++; or, if it is an exception, up to a handler
// for it before that. It must not throw. C++ frames between that
// call and this one have no destructors left to run when it returns its Stop.
using HostCallback = std::function<Outcome<>(HostCall&)>;

// What a linker offers under a name. Types must not name defined types (only numbers, vectors and abstract references).
// It satisfies an import of any function type with the same parameters and results, whatever its recursion group.
struct HostDefinition {
  FuncType type;
  HostCallback callback;
  // FAST: what compiled code may call in place of the callback (runtime/direct_host_call.h). Null for most functions.
  const void* direct_entry = nullptr;
  const void* direct_state = nullptr;  // whatever that works on
};

}  // namespace wrt
