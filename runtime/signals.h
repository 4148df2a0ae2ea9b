// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Signals as traps. The handlers act only on faults of guest code on a thread that is in a guest; every other signal
// goes to whoever handled it before.
#pragma once

namespace wrt {

// Installs the handlers, once in a process. Thread-safe.
void install_signal_handlers();

}  // namespace wrt
