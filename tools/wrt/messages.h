// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What wrt says to its user, always on stderr: stdout belongs to the guest, or to what was asked for. An error is one
// line, "wrt: PATH:0x1f3: MESSAGE", so that tools can find the place; what comes from a module is escaped.
#pragma once

#include <string>
#include <string_view>

#include "api/linker.h"
#include "lib/support/result.h"

namespace wrt {

// "wrt: MESSAGE"
void print_message(std::string_view message);
// "wrt: PATH:0x1f3: MESSAGE"
void print_error(std::string_view path, const Error& error);
// "wrt: PATH: trap: integer divide by zero" or "wrt: PATH: uncaught exception NAME(VALUES)", and the backtrace.
void print_trap(std::string_view path, const Stop& stop);
// "wrt: MESSAGE" and where to find help; returns the exit code. `command` may be empty.
int usage_error(std::string_view command, std::string_view message);

// Writes `text` to stdout. False (after a message) when that fails, as on a full disk.
bool print_output(std::string_view text);

// "; did you mean 'run'?" with the candidate that is nearest to `word`, or "" if none is near.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace wrt
