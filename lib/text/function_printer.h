// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A function of a module as text that can be read back: one instruction a line, indented by its nesting, with its
// offset in the file as a comment before it. For looking at modules, broken ones too.
#pragma once

#include <string>

#include "lib/support/result.h"
#include "lib/text/index_names.h"
#include "lib/wasm/module.h"

namespace wrt {

// Appends function `index`, which must be one that the module defines, to `out`. Errors: of BodyReader; what came
// before the error is in `out`.
Result<> print_function(const Module& module, const IndexNames& names, FuncIndex index, std::string& out);

}  // namespace wrt
