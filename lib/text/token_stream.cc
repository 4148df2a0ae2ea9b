// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Two tokens of look-ahead over the lexer, and the errors about tokens, in the official suite's words.
#include "lib/text/token_stream.h"

#include <string>

#include <fmt/format.h>

#include "lib/text/escape.h"
#include "lib/text/keywords.h"

namespace wrt {

namespace {

std::string misplaced_message(const Annotation& annotation) {
  if (annotation.id == "metadata.code.branch_hint") {
    return "@metadata.code.branch_hint annotation: not in a function, or not before an instruction";
  }
  return fmt::format("misplaced @{} annotation", annotation.id);
}

Error copy(const Error& error) {
  return Error(error.kind(), error.offset(), error.message());
}

}  // namespace

std::string show_source(std::string_view text) {
  constexpr std::size_t kMost = 60;
  if (text.size() <= kMost) return escape_for_terminal(text);
  std::size_t length = kMost;
  while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xc0) == 0x80) --length;
  return escape_for_terminal(text.substr(0, length)) + "…";
}

TokenStream::TokenStream(std::string_view source, std::size_t begin, std::size_t end) : lexer_(source, begin, end) {
  token_ = lexer_.next();
  next_ = lexer_.next();
}

Token TokenStream::take() {
  const Token taken = token_;
  if (taken.kind == Token::Kind::Error) return taken;
  if (claimed_ < taken.annotations) [[unlikely]] {
    if (!ignore_annotations_) {
      const Annotation& annotation = lexer_.annotations()[claimed_];
      misplaced_.emplace(ErrorKind::Malformed, annotation.offset, misplaced_message(annotation));
      token_.kind = Token::Kind::Error;
      return taken;
    }
    claimed_ = taken.annotations;
  }
  if (taken.kind == Token::Kind::End) return taken;
  token_ = next_;
  if (token_.kind != Token::Kind::End && token_.kind != Token::Kind::Error) next_ = lexer_.next();
  return taken;
}

bool TokenStream::skip(Token::Kind kind) {
  if (!at(kind)) return false;
  take();
  return true;
}

bool TokenStream::skip_keyword(std::string_view keyword) {
  if (!at_keyword(keyword)) return false;
  take();
  return true;
}

bool TokenStream::skip_open(std::string_view keyword) {
  if (!at_open(keyword)) return false;
  take();
  take();
  return true;
}

Result<Token> TokenStream::expect(Token::Kind kind) {
  if (!at(kind)) return unexpected();
  return take();
}

Result<> TokenStream::expect_keyword(std::string_view keyword) {
  if (!skip_keyword(keyword)) return unexpected();
  return {};
}

Result<> TokenStream::expect_open(std::string_view keyword) {
  if (!at(Token::Kind::LeftParen)) return unexpected();
  if (!skip_open(keyword)) return unexpected_next();
  return {};
}

Result<> TokenStream::expect_close() {
  if (!skip(Token::Kind::RightParen)) return unexpected();
  return {};
}

Result<> TokenStream::skip_form() {
  if (!at(Token::Kind::LeftParen)) {
    if (at(Token::Kind::End) || at_error() || at(Token::Kind::RightParen)) return unexpected();
    take();
    return {};
  }
  take();
  WRT_TRY(skip_rest());
  return expect_close();
}

Result<> TokenStream::skip_rest() {
  std::size_t depth = 0;
  while (true) {
    if (at(Token::Kind::End) || at_error()) return unexpected();
    if (at(Token::Kind::LeftParen)) ++depth;
    if (at(Token::Kind::RightParen) && depth-- == 0) return {};
    take();
  }
}

Unexpected TokenStream::unexpected(const Token& token) const {
  const auto fail_at = [&token](std::string message) {
    return fail(ErrorKind::Malformed, token.offset, std::move(message));
  };
  switch (token.kind) {
    case Token::Kind::Error: return Unexpected(copy(misplaced_ ? *misplaced_ : lexer_.error()));
    case Token::Kind::End: return fail_at("unexpected token: the text ends here");
    case Token::Kind::Reserved: break;
    case Token::Kind::Keyword:
      if (!is_known_keyword(token.text)) break;
      [[fallthrough]];
    default: return fail_at(fmt::format("unexpected token {}", show_source(token.text)));
  }
  return fail_at(fmt::format("unknown operator {}", show_source(token.text)));
}

std::span<const Annotation> TokenStream::annotations() const {
  if (token_.annotations <= claimed_) return {};
  return std::span(lexer_.annotations()).subspan(claimed_, token_.annotations - claimed_);
}

}  // namespace wrt
