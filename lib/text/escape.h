// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Text from strangers, made fit to be shown. A name in a module may hold whatever a terminal obeys: escape sequences
// that clear the screen, newlines that forge a second message, marks that reverse the direction of writing.
#pragma once

#include <string>
#include <string_view>

namespace wrt {

// `text` with everything that does not print as itself replaced by \xNN per byte: control characters (C0, C1, DEL),
// bytes that are no UTF-8, line and paragraph separators, and marks of writing direction. One line in, one line out.
std::string escape_for_terminal(std::string_view text);

// An identifier of the text format (6.3.5): $name, or $"name" with escapes where the name has other characters.
std::string text_identifier(std::string_view name);

// A string of the text format (6.3.3), in double quotes.
std::string text_string(std::string_view bytes);

}  // namespace wrt
