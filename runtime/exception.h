// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Exceptions as objects (section 4.2.16): making them, and what they look like to people. They are objects of the
// store's heap, which die when nothing refers to them any more. One that is on its way to its handler needs no root:
// nothing is allocated until it has arrived. How it finds its handler is runtime/unwind.h.
#pragma once

#include <string>

#include "lib/abi/vm_layout.h"
#include "runtime/stop.h"
#include "runtime/store.h"
#include "runtime/tag.h"

namespace wrt {

// An exception as guests make them, with zeros for its values: it may collect. Null when the heap is exhausted.
VMException* new_exception_or_collect(Store& store, const TagInstance& tag);

// "NAME(1, 2.5)", the values being those that it was thrown with.
std::string to_string(VMException& exception);

// The Stop of a call that an exception has ended, without its backtrace.
Stop uncaught(VMException* exception);

}  // namespace wrt
