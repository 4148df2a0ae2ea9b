// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// String literals (6.3.3): the escapes, and the bytes that they stand for.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wrt {

// Length of the escape sequence at the start of `text`, which starts with a backslash; 0 if it is none.
std::size_t escape_length(std::string_view text);

// The bytes of a string literal given with its quotes. Precondition: a String token's text, or an Id's behind its $.
std::string unescape_string(std::string_view literal);
// The same, appended to `bytes`.
void unescape_string(std::string_view literal, std::string& bytes);

}  // namespace wrt
