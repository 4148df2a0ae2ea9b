// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `--wasi-trace`: a line for each call of a guest, in the manner of strace: the function, its arguments decoded, the
// errno by name, and what the call gave.
//
//   path_open(fd=3</data>, lookup=symlink_follow, path="a.txt", oflags=0, …) = success, opened=4
//
// What is decoded follows from the types and names of the parameters in functions.def. A run that does not trace does
// not come here: which of the two a guest calls is decided when its imports are defined.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wasi/functions.h"

namespace wrt::wasi {

// Does what invoke() does, and appends the line that describes it, with a newline, to `line`. Lines are bounded,
// whatever the guest's lists and strings are, and hold no control characters of the guest's.
Outcome<> traced_invoke(const FunctionRow& function, Abi abi, Context& context, GuestMemory memory,
                        std::span<Value> values, std::string& line);

// One parameter of a row.
struct Parameter {
  std::string_view type;  // "Fd"
  std::string_view name;  // "old_path_len"
};
// The parameters of a row, in their order.
std::vector<Parameter> parameters_of(const FunctionRow& function);
// Whether a trace knows more of that parameter than that it is a number. Tests ask, so that no new row is forgotten.
bool is_decoded(const Parameter& parameter);

}  // namespace wrt::wasi
