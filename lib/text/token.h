// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A token of the text format (6.3.1): its kind and the piece of the source that it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace wrt {

struct Token {
  enum class Kind : std::uint8_t {
    End,
    Error,  // the lexer's error() says what
    LeftParen,
    RightParen,
    Keyword,   // starts with a lower-case letter; whether the word exists is not the lexer's question
    Id,        // $name or $"name"
    String,    // with its quotes, not yet unescaped
    Nat,       // an integer without a sign
    Int,       // an integer with a sign
    Float,     // any other number, inf and nan included
    Reserved,  // characters that form no token
  };

  Kind kind = Kind::End;
  std::string_view text;
  std::size_t offset = 0;  // of its first byte in the source
  // How many of the annotations that the lexer collected stand before this token.
  std::uint32_t annotations = 0;

  std::size_t end_offset() const { return offset + text.size(); }
  bool is(std::string_view keyword) const { return kind == Kind::Keyword && text == keyword; }
};

}  // namespace wrt
