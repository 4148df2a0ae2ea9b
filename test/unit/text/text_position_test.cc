// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Lines, columns and carets.
#include "lib/text/text_position.h"

#include <catch2/catch.hpp>

namespace wrt {
namespace {

std::string render(std::string_view source, std::size_t offset) {
  return render_text_error("f.wat", source, Error(ErrorKind::Malformed, offset, "wrong"));
}

}  // namespace

TEST_CASE("lines end in the three ways, columns count characters") {
  const std::string_view source = "a\nb\r\nc\r\xc3\xa4x";
  const auto at = [source](std::size_t offset) {
    const TextPosition position = text_position(source, offset);
    return std::to_string(position.line) + ":" + std::to_string(position.column);
  };
  CHECK(at(0) == "1:1");
  CHECK(at(2) == "2:1");
  CHECK(at(5) == "3:1");
  CHECK(at(7) == "4:1");
  CHECK(at(9) == "4:2");
  CHECK(at(1000) == "4:3");
}

TEST_CASE("an error is shown with its line and a caret") {
  CHECK(render("(module\n\t(foo))", 10) == "f.wat:2:3: wrong\n   (foo))\n    ^");
  CHECK(render("", 0) == "f.wat:1:1: wrong");
  CHECK(render("ab\n", 3) == "f.wat:2:1: wrong");
  CHECK(render("ab", 2) == "f.wat:1:3: wrong\n  ab\n    ^");
  CHECK(render_text_error("f.wat", "x", Error(ErrorKind::Io, "gone")) == "f.wat: gone");
}

TEST_CASE("what is shown of a line is short and harmless") {
  const std::string line = std::string(1000, 'a') + "!" + std::string(1000, 'b');
  const std::string shown = render(line, 1000);
  CHECK(shown.size() < 300);
  CHECK(shown.find("…" + std::string(60, 'a') + "!") != std::string::npos);
  CHECK(render("a\x1b[2Jb", 1) == "f.wat:1:2: wrong\n  a\\x1b[2Jb\n   ^");
  CHECK(render("\xff\xff", 1) == "f.wat:1:2: wrong\n  \\xff\\xff\n      ^");
}

}  // namespace wrt
