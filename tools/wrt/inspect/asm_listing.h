// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `wrt inspect --asm`: a function's machine code beside the WebAssembly instructions that it was made of.
#pragma once

#include <string>

#include "tools/wrt/inspect/code_view.h"

namespace wrt {

// Lines of text, in the order of the function's body: each instruction with its offset, and beside it, and on the lines
// below, the machine instructions that belong to it, by rising address. What belongs to no instruction, as the setting
// up of the frame, comes first.
std::string asm_listing(const CodeView& view, FuncIndex function, const FunctionListing& listing);

}  // namespace wrt
