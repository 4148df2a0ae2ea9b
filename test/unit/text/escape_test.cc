// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What strangers' names may do to a terminal: nothing.
#include "lib/text/escape.h"

#include <catch2/catch.hpp>

namespace wrt {

TEST_CASE("escape_for_terminal leaves what prints as itself") {
  CHECK(escape_for_terminal("wasi.fd_write [1] \"q\" \\") == "wasi.fd_write [1] \"q\" \\");
  CHECK(escape_for_terminal("grüße, 世界 🎉") == "grüße, 世界 🎉");
  CHECK(escape_for_terminal("").empty());
}

TEST_CASE("escape_for_terminal replaces what a terminal obeys") {
  CHECK(escape_for_terminal("\x1b[2J") == "\\x1b[2J");
  CHECK(escape_for_terminal("a\nb\r\t") == "a\\x0ab\\x0d\\x09");
  CHECK(escape_for_terminal("\x7f") == "\\x7f");
  CHECK(escape_for_terminal("\xc2\x9b") == "\\xc2\\x9b");  // C1: another escape
  CHECK(escape_for_terminal("\xe2\x80\xae"
                            "abc") ==
        "\\xe2\\x80\\xae"
        "abc");  // writing from right to left
  CHECK(escape_for_terminal(std::string_view("\0", 1)) == "\\x00");
}

TEST_CASE("escape_for_terminal shows bytes that are no UTF-8") {
  CHECK(escape_for_terminal("\xff\xfe") == "\\xff\\xfe");
  CHECK(escape_for_terminal("a\xe4\xb8") == "a\\xe4\\xb8");         // cut
  CHECK(escape_for_terminal("\xc0\xaf") == "\\xc0\\xaf");           // overlong
  CHECK(escape_for_terminal("\xed\xa0\x80") == "\\xed\\xa0\\x80");  // a surrogate
}

TEST_CASE("text_identifier quotes names that are no identifiers") {
  CHECK(text_identifier("main") == "$main");
  CHECK(text_identifier("std::vec<T>") == "$std::vec<T>");
  CHECK(text_identifier("a b") == "$\"a b\"");
  CHECK(text_identifier("\"\\") == "$\"\\22\\5c\"");
  CHECK(text_identifier("") == "$\"\"");
}

}  // namespace wrt
