// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Errors of the text format carry a byte offset into the source, like all errors. People want a line, a column and
// the line itself: they are computed here, once, when the error is shown.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "lib/support/result.h"

namespace wrt {

// A place in a text, both counted from 1. Columns count characters, not bytes.
struct TextPosition {
  std::size_t line = 1;
  std::size_t column = 1;
};

// The place of the byte at `offset`, which may be the end of the source. Linear in the offset.
TextPosition text_position(std::string_view source, std::size_t offset);

// `error` as shown to people, several lines without a final newline, harmless on a terminal:
//
//     app.wat:3:12: unknown operator i32.foo
//       (func (i32.foo))
//              ^
//
// The line is shortened around the caret when it is long, and left out when it is empty. Without an offset only the
// first line, without the place.
std::string render_text_error(std::string_view file_name, std::string_view source, const Error& error);

}  // namespace wrt
