// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a forked process does to be nobody's burden: it has no file but those that it needs, ends when its parent does,
// and lets everything else on the machine go first.
#pragma once

#include <span>

#include "lib/support/result.h"

namespace wrt {

// Whether this process has one thread, so that a forked one finds all locks open. False if it cannot be told.
bool is_only_thread();

// To be called first in a process that `parent` has forked. Of open files, those in `kept` stay, which are sorted and
// above 2; standard streams lead nowhere. False if something of it cannot be had.
[[nodiscard]] bool become_background_process(int parent, std::span<const int> kept);

// Lets this thread, and those that it starts, come after all others of such a process.
void lower_thread_priority();

}  // namespace wrt
