// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Flags and enumerations by WASI's names, for traces.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "wasi/types.h"

namespace wrt::wasi {

// The value of the kind `kind` in words: "creat|trunc", "monotonic". `kind` is the name of a parameter of type Flags
// in functions.def, or one of rights, filetype and eventtype. What has no name is shown as a number.
std::string name_of(std::string_view kind, std::uint64_t value, Abi abi);
// Whether there are names for it.
bool has_names(std::string_view kind);

}  // namespace wrt::wasi
