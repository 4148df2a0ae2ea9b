// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Expressions as bytes (5.4.13): where one ends is only known by reading it. The decoder needs that for constant
// expressions, which state no length, and for function bodies whose length is wrong.
#pragma once

#include <string>

#include "lib/binary/body_reader.h"

namespace wrt {

// Why `else`, `catch`, `catch_all` or `delegate` may not stand where the open block has no such part.
std::string misplaced_part(Opcode opcode);

// Reads instructions up to the `end` that closes the expression, that one included. Errors: Malformed.
Result<> skip_expression(BodyReader& body);

}  // namespace wrt
