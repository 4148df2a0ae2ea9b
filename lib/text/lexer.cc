// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Characters to tokens. A token is the longest run of identifier characters and strings (and a few marks that no
// token may hold); what kind it is, is decided afterwards by looking at the run as a whole, so that `0$x` or `"a""b"`
// are one bad token and not two good ones.
#include "lib/text/lexer.h"

#include <array>
#include <cstdint>
#include <string>

#include "lib/support/utf8.h"
#include "lib/text/number.h"
#include "lib/text/string_literal.h"

namespace wrt {

namespace {

enum CharClass : std::uint8_t { kIllegal, kIdChar, kMark, kSpace, kParen, kQuote, kSemicolon, kNonAscii };

constexpr std::array<CharClass, 256> make_classes() {
  std::array<CharClass, 256> classes{};
  for (std::size_t c = 0x21; c < 0x7f; ++c) classes[c] = kIdChar;
  for (std::size_t c = 0x80; c < 0x100; ++c) classes[c] = kNonAscii;
  for (const char c : {',', '[', ']', '{', '}'}) classes[static_cast<std::size_t>(c)] = kMark;
  for (const char c : {' ', '\t', '\n', '\r'}) classes[static_cast<std::size_t>(c)] = kSpace;
  classes['('] = classes[')'] = kParen;
  classes['"'] = kQuote;
  classes[';'] = kSemicolon;
  return classes;
}

constexpr std::array<CharClass, 256> kClasses = make_classes();

CharClass class_of(char c) {
  return kClasses[static_cast<std::uint8_t>(c)];
}

bool is_control(char c) {
  return static_cast<std::uint8_t>(c) < 0x20 || c == 0x7f;
}

bool is_known_annotation(std::string_view id) {
  return id == "custom" || id == "name" || id == "metadata.code.branch_hint";
}

}  // namespace

bool Lexer::fail(std::size_t offset, std::string message) {
  if (!error_) error_.emplace(ErrorKind::Malformed, offset, std::move(message));
  return false;
}

Token Lexer::next() {
  Token token;
  if (error_ || !skip_space()) {
    token.kind = Token::Kind::Error;
    token.offset = position_;
    return token;
  }
  token = read_token();
  token.annotations = static_cast<std::uint32_t>(annotations_.size());
  return token;
}

// Skips everything that is no token. False after an error.
bool Lexer::skip_space() {
  while (!at_end()) {
    const char c = peek();
    if (class_of(c) == kSpace) {
      ++position_;
    } else if (c == ';' && peek(1) == ';') {
      if (!skip_line_comment()) return false;
    } else if (c == '(' && peek(1) == ';') {
      if (!skip_block_comment()) return false;
    } else if (c == '(' && peek(1) == '@') {
      if (!skip_annotation()) return false;
    } else {
      return true;
    }
  }
  return true;
}

// Precondition: at a byte above 0x7f. Skips the whole run of such bytes if it is UTF-8.
bool Lexer::check_non_ascii() {
  const std::size_t begin = position_;
  while (!at_end() && class_of(peek()) == kNonAscii) ++position_;
  if (is_valid_utf8(source_.substr(begin, position_ - begin))) return true;
  return fail(begin, "malformed UTF-8 encoding");
}

bool Lexer::skip_line_comment() {
  while (!at_end() && peek() != '\n' && peek() != '\r') {
    if (class_of(peek()) != kNonAscii) {
      ++position_;
    } else if (!check_non_ascii()) {
      return false;
    }
  }
  return true;
}

bool Lexer::skip_block_comment() {
  const std::size_t begin = position_;
  std::size_t depth = 0;
  while (!at_end()) {
    const char c = peek();
    if (c == '(' && peek(1) == ';') {
      ++depth;
      position_ += 2;
    } else if (c == ';' && peek(1) == ')') {
      position_ += 2;
      if (--depth == 0) return true;
    } else if (class_of(c) != kNonAscii) {
      ++position_;
    } else if (!check_non_ascii()) {
      return false;
    }
  }
  return fail(begin, "unclosed comment");
}

// `(@id`, then tokens with balanced parentheses. Annotations nest, and comments count as they do elsewhere.
bool Lexer::skip_annotation() {
  Annotation annotation;
  annotation.offset = position_;
  position_ += 2;
  if (!read_annotation_id(annotation.id)) return false;
  annotation.content = position_;
  std::size_t depth = 1;
  while (true) {
    const char c = peek();
    if (at_end()) return fail(annotation.offset, "unclosed annotation");
    if (class_of(c) == kSpace) {
      ++position_;
    } else if (c == ';' && peek(1) == ';') {
      if (!skip_line_comment()) return false;
    } else if (c == '(' && peek(1) == ';') {
      if (!skip_block_comment()) return false;
    } else if (c == '(') {
      ++depth;
      ++position_;
    } else if (c == ')') {
      annotation.end = position_++;
      if (--depth == 0) break;
    } else if (read_token().kind == Token::Kind::Error) {
      return false;
    }
  }
  if (is_known_annotation(annotation.id)) annotations_.push_back(annotation);
  return true;
}

// The id is any run of identifier characters, or a string. Precondition: just behind `(@`.
bool Lexer::read_annotation_id(std::string_view& id) {
  const std::size_t begin = position_;
  if (peek() == '"') {
    if (!skip_string()) {
      // As for identifiers: a quoted name that is none counts as missing.
      if (at_end() || !is_control(peek())) return false;
      error_.reset();
      return fail(begin, "empty annotation id");
    }
    id = source_.substr(begin + 1, position_ - begin - 2);
    const std::string value = unescape_string(source_.substr(begin, position_ - begin));
    if (value.empty()) return fail(begin, "empty annotation id");
    return is_valid_utf8(value) || fail(begin, "malformed UTF-8 encoding");
  }
  while (!at_end() && class_of(peek()) == kIdChar) ++position_;
  id = source_.substr(begin, position_ - begin);
  return !id.empty() || fail(begin, "empty annotation id");
}

// Precondition: not at white space, a comment or an annotation.
Token Lexer::read_token() {
  Token token;
  token.offset = position_;
  if (at_end()) return token;
  const char c = peek();
  switch (class_of(c)) {
    case kParen:
      ++position_;
      token.kind = c == '(' ? Token::Kind::LeftParen : Token::Kind::RightParen;
      break;
    case kSemicolon:
      ++position_;
      token.kind = Token::Kind::Reserved;
      break;
    case kIdChar:
    case kMark:
    case kQuote: token.kind = read_run(); break;
    case kNonAscii:
      if (check_non_ascii()) fail(token.offset, "illegal character");
      token.kind = Token::Kind::Error;
      break;
    case kIllegal:
    case kSpace:
      fail(position_, "illegal character");
      token.kind = Token::Kind::Error;
      break;
  }
  token.text = source_.substr(token.offset, position_ - token.offset);
  return token;
}

Token::Kind Lexer::read_run() {
  const std::size_t begin = position_;
  bool only_id_chars = true;
  std::size_t strings = 0;
  while (!at_end()) {
    const CharClass kind = class_of(peek());
    if (kind == kQuote) {
      ++strings;
      if (!skip_string()) {
        // A quoted identifier that runs into a newline or the like counts as missing.
        if (at_end() || !is_control(peek()) || source_[begin] != '$') return Token::Kind::Error;
        error_.reset();
        fail(begin, "empty identifier");
        return Token::Kind::Error;
      }
      continue;
    }
    if (kind != kIdChar && kind != kMark) break;
    only_id_chars &= kind == kIdChar;
    ++position_;
  }
  const std::string_view run = source_.substr(begin, position_ - begin);
  if (strings != 0) {
    if (strings != 1 || run.back() != '"') return Token::Kind::Reserved;
    if (run[0] == '"') return Token::Kind::String;
    if (run[0] != '$' || run[1] != '"') return Token::Kind::Reserved;
    const std::string value = unescape_string(run.substr(1));
    if (!value.empty() && is_valid_utf8(value)) return Token::Kind::Id;
    fail(begin, value.empty() ? "empty identifier" : "malformed UTF-8 encoding");
    return Token::Kind::Error;
  }
  if (!only_id_chars) return Token::Kind::Reserved;
  if (run[0] == '$') {
    if (run.size() > 1) return Token::Kind::Id;
    fail(begin, "empty identifier");
    return Token::Kind::Error;
  }
  switch (classify_number(run)) {
    case NumberClass::Nat: return Token::Kind::Nat;
    case NumberClass::Int: return Token::Kind::Int;
    case NumberClass::Float: return Token::Kind::Float;
    case NumberClass::None: break;
  }
  return run[0] >= 'a' && run[0] <= 'z' ? Token::Kind::Keyword : Token::Kind::Reserved;
}

// Precondition: at a quote. Checks the escapes, so that unescape_string() can't fail. After an error that the string
// has no end, the position is the end of the source.
bool Lexer::skip_string() {
  const std::size_t begin = position_++;
  while (!at_end()) {
    const char c = peek();
    if (c == '"') {
      ++position_;
      return true;
    }
    if (c == '\\') {
      const std::size_t length = escape_length(source_.substr(position_));
      if (length == 0) return fail(position_, "illegal escape");
      position_ += length;
    } else if (c == '\n' || c == '\r') {
      return fail(begin, "unclosed string");
    } else if (is_control(c)) {
      return fail(position_, "illegal character in string");
    } else if (class_of(c) != kNonAscii) {
      ++position_;
    } else if (!check_non_ascii()) {
      return false;
    }
  }
  return fail(begin, "unclosed string");
}

}  // namespace wrt
