// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What wrt says to its user, always on stderr: stdout belongs to the guest, or to what was asked for. An error is one
// line, "wrt: PATH:0x1f3: MESSAGE", so that tools can find the place; what comes from a module is escaped. In a module
// that is text the place is "PATH:12:7", and the line is shown below.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "api/input_file.h"
#include "api/linker.h"
#include "lib/abi/bounds_check.h"
#include "lib/support/result.h"

namespace wrt {

// "wrt: MESSAGE"
void print_message(std::string_view message);
// "wrt: PATH:0x1f3: MESSAGE"
void print_error(std::string_view path, const Error& error);
// The same for an error about an open file. If that is text: "wrt: PATH:12:7: MESSAGE", the line, and a caret below.
void print_error(const InputFile& input, const Error& error);

// Where a frame of a backtrace is in its module: "0x1f3", or "12:7" in a text; empty if that is not known.
using FramePlace = std::function<std::string(const BacktraceFrame&)>;
// How a function is called in messages: "NAME (func 3)", with the name of the source, or "func 3".
std::string function_text(std::string_view name, FuncIndex index);
// The same, shorter: "NAME", as the source has it, or "func 3".
std::string function_label(std::string_view name, FuncIndex index);
// "wrt: PATH: trap: integer divide by zero" or "wrt: PATH: uncaught exception NAME(VALUES)", and the backtrace.
void print_trap(std::string_view path, const Stop& stop, const FramePlace& place);
// A warning, if code of that file does not check its loads and stores.
void warn_of_unchecked_code(std::string_view path, BoundsCheck check);
// "wrt: MESSAGE" and where to find help; returns the exit code. `command` may be empty.
int usage_error(std::string_view command, std::string_view message);

// Writes `text` to stdout. False (after a message) when that fails, as on a full disk.
bool print_output(std::string_view text);

// "; did you mean 'run'?" with the candidate that is nearest to `word`, or "" if none is near.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace wrt
