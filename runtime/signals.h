// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Signals as traps. The handlers act only on faults of guest code on a thread that is in a guest, and on the signal
// that ends calls (runtime/interrupter.h); every other signal goes to whoever handled it before.
#pragma once

namespace wrt {

// Installs the handlers, once in a process. Thread-safe.
void install_signal_handlers();

// Installs that of the signal that ends calls, likewise: before the first is sent.
void install_interrupt_handler();

// Sends that signal to every thread that has called a guest; those that are to end none ignore it.
// Thread-safe.
void signal_guest_threads();

}  // namespace wrt
