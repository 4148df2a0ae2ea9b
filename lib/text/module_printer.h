// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A whole module as text that can be read back: flat instructions, every index where the binary has it, names from the
// name section as identifiers. What parse_text_module() makes of the text is the module again, in the shortest
// encoding: so printing and parsing that once more gives the same bytes.
#pragma once

#include <string>

#include "lib/support/result.h"
#include "lib/wasm/module.h"

namespace wrt {

// The text, which ends with a newline. A name that several things share is an annotation (`@name`) for all but the
// first; branch hints are annotations; a section of names or hints that says more than the text format can is printed
// as the custom section that it is. Errors: of BodyReader, for bodies and constant expressions that are malformed;
// Limit (without an offset) where few bytes stand for a huge text. The module need not be valid.
Result<std::string> print_module(const Module& module);

}  // namespace wrt
