// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A function of a module as text that can be read back: one instruction a line, indented by its nesting, with its
// offset in the file as a comment before it. For looking at modules, broken ones too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "lib/support/result.h"
#include "lib/text/index_names.h"
#include "lib/wasm/module.h"

namespace wrt {

// An instruction of a listing.
struct InstructionLine {
  std::size_t offset = 0;   // in the module's file
  std::uint32_t depth = 0;  // blocks around it; deep nesting is cut off
  std::string_view text;    // with the number of the block that it opens or closes; valid during the call
};

// Calls `show` with each instruction of function `index`, which must be one that the module defines, but for its own
// `end`. Errors: of BodyReader, after what comes before the error.
Result<> list_instructions(const Module& module, const IndexNames& names, FuncIndex index,
                           const std::function<void(const InstructionLine&)>& show);

// "(func $add (;1;) (type 0) (param $a i32) (result i32)": the head of function `index`, which may be imported. Without
// the parenthesis at its end.
std::string function_head(const Module& module, const IndexNames& names, FuncIndex index);

// Appends function `index`, which must be one that the module defines, to `out`. Errors: of BodyReader; what came
// before the error is in `out`.
Result<> print_function(const Module& module, const IndexNames& names, FuncIndex index, std::string& out);

}  // namespace wrt
