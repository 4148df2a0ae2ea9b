// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Functions of a module as the user names them, for --func and --asm.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "lib/text/index_names.h"
#include "lib/wasm/module.h"

namespace wrt {

// Each of `chosen` is an index, a name of the name section (with a $ before it or not), or an export's. All must be
// defined by the module, which is called `file` in messages; if one is not the user is told, and the exit code
// returned.
std::expected<std::vector<FuncIndex>, int> choose_functions(std::string_view file, const Module& module,
                                                            const IndexNames& names,
                                                            const std::vector<std::string>& chosen);

}  // namespace wrt
