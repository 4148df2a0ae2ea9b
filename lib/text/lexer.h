// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Lexer cuts a source into tokens (6.3), one at a time, in linear time and constant memory. White space, comments and
// annotations are skipped; the annotations that wrt understands (annotation.h) are noted on the way. Its first error
// sticks: from then on every token is an Error.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "lib/support/result.h"
#include "lib/text/token.h"

namespace wrt {

// An annotation `(@id …)` of a kind that wrt understands.
struct Annotation {
  std::string_view id;      // without the @
  std::size_t offset = 0;   // of its opening parenthesis
  std::size_t content = 0;  // [content, end): what stands between the id and the closing parenthesis
  std::size_t end = 0;
};

class Lexer {
 public:
  // Lexes source[begin, end), which must outlive the tokens. Offsets count from the start of `source`.
  Lexer(std::string_view source, std::size_t begin, std::size_t end)
      : source_(source.substr(0, end)), position_(begin) {}
  explicit Lexer(std::string_view source) : Lexer(source, 0, source.size()) {}

  Token next();

  // Precondition: next() has returned an Error token.
  const Error& error() const { return *error_; }
  // Those before the last token, in order.
  const std::vector<Annotation>& annotations() const { return annotations_; }
  std::string_view source() const { return source_; }
  // The end of the last token.
  std::size_t position() const { return position_; }

 private:
  bool at_end() const { return position_ == source_.size(); }
  char peek(std::size_t ahead = 0) const {
    return position_ + ahead < source_.size() ? source_[position_ + ahead] : '\0';
  }
  bool fail(std::size_t offset, std::string message);

  bool skip_space();
  bool skip_line_comment();
  bool skip_block_comment();
  bool skip_annotation();
  bool read_annotation_id(std::string_view& id);
  bool check_non_ascii();
  Token read_token();
  Token::Kind read_run();
  bool skip_string();

  std::string_view source_;
  std::size_t position_;
  std::vector<Annotation> annotations_;
  std::optional<Error> error_;
};

}  // namespace wrt
