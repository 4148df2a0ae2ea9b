// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Names in a module are UTF-8 (5.2.4): the shortest form only, no surrogates, nothing above U+10FFFF. They come from
// strangers and end up in messages, so they are shown escaped and cut to a length that fits a line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wrt {

// Whether all of `text` is well-formed UTF-8 (RFC 3629).
bool is_valid_utf8(std::string_view text);

// `text` in double quotes for a one-line message: control characters, quotes and backslashes escaped as in the text
// format, and cut with an ellipsis behind `max_bytes` at a character's edge. Precondition: is_valid_utf8(text).
std::string quoted(std::string_view text, std::size_t max_bytes = 100);

}  // namespace wrt
