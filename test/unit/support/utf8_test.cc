// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// UTF-8 at the edges of its grammar, and names as messages show them.
#include "lib/support/utf8.h"

#include <catch2/catch.hpp>
#include <string>

namespace wrt {

TEST_CASE("UTF-8 accepts the first and last character of each length") {
  for (const std::string text : {"", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                                 "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    CHECK(is_valid_utf8(text));
    CHECK(is_valid_utf8("eight bytes before it " + text + " and after"));
  }
  CHECK(is_valid_utf8(std::string(1, '\0')));
}

TEST_CASE("UTF-8 rejects overlong forms, surrogates, numbers too large and stray bytes") {
  for (const std::string text : {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xed\xbf\xbf",
                                 "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xfe", "\xff"}) {
    CHECK_FALSE(is_valid_utf8(text));
    CHECK_FALSE(is_valid_utf8("eight bytes before it " + text + " and after"));
  }
}

TEST_CASE("UTF-8 rejects characters that are cut off") {
  for (const std::string text : {"\xc2", "\xe0\xa0", "\xf0\x90\x80", "\xc2z", "\xe0\xa0z", "\xf0\x90\x80z"}) {
    CHECK_FALSE(is_valid_utf8(text));
  }
}

TEST_CASE("quoted shows a name on one line") {
  CHECK(quoted("plain é") == "\"plain é\"");
  CHECK(quoted("a\"b\\c\n\x7f") == "\"a\\\"b\\\\c\\0a\\7f\"");
}

TEST_CASE("quoted cuts long names between characters") {
  CHECK(quoted("abcdef", 3) == "\"abc…\"");
  CHECK(quoted("abé", 3) == "\"ab…\"");
  CHECK(quoted("abc", 3) == "\"abc\"");
}

}  // namespace wrt
