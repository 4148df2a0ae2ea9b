// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a forked process does to be nobody's burden: it has no file but those that it needs, sees when its parent has
// ended, and lets everything else on the machine go first.
#pragma once

#include <span>

#include "lib/support/result.h"

namespace wrt {

// Whether this process has one thread, so that a forked one finds all locks open. False if it cannot be told.
bool is_only_thread();

// To be called first in a process that was forked. Of open files, those in `kept` stay, which are sorted and above 2;
// standard streams lead nowhere. If memory runs out, this process goes first. False if something of it cannot be had.
[[nodiscard]] bool become_background_process(std::span<const int> kept);

// Calls `action` in a thread of its own when nobody can write to that pipe any more, because the process has gone that
// could. The kernel would not tell us: if Landlock keeps signals in, the one that it sends at a parent's end, too.
void when_closed(int pipe, void (*action)());

// Lets all threads of this process, and those that they start, have only what no other process wants of the processors,
// and ends it when it has had too much of that.
void become_idle_process();

// Lets this thread, and those that it starts, come after all others of such a process.
void lower_thread_priority();

}  // namespace wrt
