// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// TokenStream is what parsers read: a token, the one behind it, and the errors that both can be. It also watches over
// annotations: one that wrt understands must be claimed by the parser before the token that it precedes is taken, or
// else it is misplaced.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "lib/support/result.h"
#include "lib/text/lexer.h"

namespace wrt {

class TokenStream {
 public:
  // Reads source[begin, end), which must outlive the tokens. Offsets count from the start of `source`.
  TokenStream(std::string_view source, std::size_t begin, std::size_t end);

  const Token& token() const { return token_; }
  const Token& next_token() const { return next_; }
  std::size_t offset() const { return token_.offset; }
  std::string_view source() const { return lexer_.source(); }

  bool at(Token::Kind kind) const { return token_.kind == kind; }
  bool at_keyword(std::string_view keyword) const { return token_.is(keyword); }
  // At `(keyword`.
  bool at_open(std::string_view keyword) const { return token_.kind == Token::Kind::LeftParen && next_.is(keyword); }

  // Takes the token. At the end, and after an error, the same token comes again and again.
  Token take();
  // These take what is there and return whether it was.
  bool skip(Token::Kind kind);
  bool skip_keyword(std::string_view keyword);
  bool skip_open(std::string_view keyword);
  // These take what must be there: "unexpected token" otherwise.
  Result<Token> expect(Token::Kind kind);
  Result<> expect_keyword(std::string_view keyword);
  Result<> expect_open(std::string_view keyword);
  Result<> expect_close();
  // Takes one token, or all of a form in parentheses.
  Result<> skip_form();
  // Takes everything up to the parenthesis that closes the form around the token, which remains.
  Result<> skip_rest();

  // The error that the token does not belong here: the lexer's own error, or "unknown operator" for a word that does
  // not exist, or else "unexpected token".
  Unexpected unexpected() const { return unexpected(token_); }
  // The same for the token behind it: where a parenthesis is right, but not what follows it.
  Unexpected unexpected_next() const { return unexpected(at_error() ? token_ : next_); }
  Unexpected unexpected(const Token& token) const;

  // The annotations between the last token that was taken and this one, without those claimed.
  std::span<const Annotation> annotations() const;
  // Claims the first `count` of them.
  void claim_annotations(std::size_t count) { claimed_ += count; }
  // While set, annotations are nobody's business.
  void ignore_annotations(bool ignore) { ignore_annotations_ = ignore; }

 private:
  bool at_error() const { return token_.kind == Token::Kind::Error; }

  Lexer lexer_;
  Token token_;
  Token next_;
  std::size_t claimed_ = 0;
  bool ignore_annotations_ = false;
  std::optional<Error> misplaced_;
};

// A piece of source for a message: harmless on a terminal and not too long.
std::string show_source(std::string_view text);

}  // namespace wrt
