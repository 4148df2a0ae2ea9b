// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What `wrt inspect` says about a module as a whole: its sections, what it wants and offers, and who made it.
#pragma once

#include <string>
#include <string_view>

#include "lib/wasm/module.h"

namespace wrt {

// Lines of text. The module need not be valid; names in it are escaped.
std::string summarise_module(std::string_view file_name, const Module& module);

}  // namespace wrt
