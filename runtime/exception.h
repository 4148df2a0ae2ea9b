// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Exceptions as objects (section 4.2.16): what they look like to people. Their memory is the store's (store.h:
// new_exception); how they find their handler is runtime/unwind.h.
#pragma once

#include <string>

#include "lib/abi/vm_layout.h"
#include "runtime/stop.h"
#include "runtime/tag.h"

namespace wrt {

// "NAME(1, 2.5)", the values being those that it was thrown with.
std::string to_string(VMException& exception);

// The Stop of a call that an exception has ended, without its backtrace.
Stop uncaught(VMException* exception);

}  // namespace wrt
