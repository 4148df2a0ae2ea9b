// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Asks wabt's wasm-interp: a process per module, which calls all exports in order, and whose output is read line by
// line. With its trace, also which instructions were executed.
#pragma once

#include <expected>
#include <map>
#include <string>
#include <vector>

#include "test/second_opinion/call_outcome.h"

namespace wrt::second_opinion {

// How often each instruction was executed, by its text; aliases of the interpreter's own are left out.
using ExecutedCounts = std::map<std::string, std::uint64_t>;

// Runs `module`, a file. `executed` is added to, and may be null. Errors: what wasm-interp printed instead of results.
std::expected<std::vector<CallOutcome>, std::string> ask_wasm_interp(const std::string& program,
                                                                     const std::string& module,
                                                                     ExecutedCounts* executed);

// One line of its output, such as `f() => i32:1, i64:2` or `f() => error: integer overflow`.
std::expected<CallOutcome, std::string> parse_result_line(const std::string& line);

}  // namespace wrt::second_opinion
