// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// \t \n \r \" \' \\, two hexadecimal digits for any byte, \u{…} for a Unicode scalar value.
#include "lib/text/string_literal.h"

#include <cstdint>

#include "lib/support/check.h"
#include "lib/text/number.h"

namespace wrt {

namespace {

constexpr std::string_view kSimpleEscapes = "tnr\"'\\";
constexpr std::string_view kSimpleBytes = "\t\n\r\"'\\";

// The scalar value in `\u{…}`, and the length of the whole; length 0 if it is malformed.
struct UnicodeEscape {
  std::uint32_t value = 0;
  std::size_t length = 0;
};

UnicodeEscape read_unicode_escape(std::string_view text) {
  UnicodeEscape escape;
  if (text.size() < 5 || text[2] != '{') return escape;
  std::size_t i = 3;
  bool digit_before = false;
  for (; i < text.size() && text[i] != '}'; ++i) {
    if (text[i] == '_' && digit_before) {
      digit_before = false;
      continue;
    }
    const int digit = hex_digit(text[i]);
    if (digit < 0) return escape;
    digit_before = true;
    escape.value = escape.value * 16 + static_cast<std::uint32_t>(digit);
    if (escape.value > 0x10ffff) return escape;
  }
  const bool surrogate = escape.value >= 0xd800 && escape.value < 0xe000;
  if (i == text.size() || !digit_before || surrogate) return escape;
  escape.length = i + 1;
  return escape;
}

void append_utf8(std::uint32_t value, std::string& bytes) {
  const auto append = [&bytes](std::uint32_t byte) { bytes += static_cast<char>(byte); };
  if (value < 0x80) {
    append(value);
  } else if (value < 0x800) {
    append(0xc0 | value >> 6);
    append(0x80 | (value & 0x3f));
  } else if (value < 0x10000) {
    append(0xe0 | value >> 12);
    append(0x80 | (value >> 6 & 0x3f));
    append(0x80 | (value & 0x3f));
  } else {
    append(0xf0 | value >> 18);
    append(0x80 | (value >> 12 & 0x3f));
    append(0x80 | (value >> 6 & 0x3f));
    append(0x80 | (value & 0x3f));
  }
}

}  // namespace

std::size_t escape_length(std::string_view text) {
  if (text.size() < 2) return 0;
  if (kSimpleEscapes.find(text[1]) != std::string_view::npos) return 2;
  if (text[1] == 'u') return read_unicode_escape(text).length;
  return text.size() >= 3 && hex_digit(text[1]) >= 0 && hex_digit(text[2]) >= 0 ? 3 : 0;
}

void unescape_string(std::string_view literal, std::string& bytes) {
  WRT_CHECK(literal.size() >= 2 && literal.front() == '"' && literal.back() == '"');
  std::string_view rest = literal.substr(1, literal.size() - 2);
  while (!rest.empty()) {
    const std::size_t plain = std::min(rest.find('\\'), rest.size());
    bytes += rest.substr(0, plain);
    rest.remove_prefix(plain);
    if (rest.empty()) break;
    const std::size_t length = escape_length(rest);
    WRT_CHECK(length != 0);
    if (const std::size_t simple = kSimpleEscapes.find(rest[1]); simple != std::string_view::npos) {
      bytes += kSimpleBytes[simple];
    } else if (rest[1] == 'u') {
      append_utf8(read_unicode_escape(rest).value, bytes);
    } else {
      bytes += static_cast<char>(hex_digit(rest[1]) * 16 + hex_digit(rest[2]));
    }
    rest.remove_prefix(length);
  }
}

std::string unescape_string(std::string_view literal) {
  std::string bytes;
  unescape_string(literal, bytes);
  return bytes;
}

}  // namespace wrt
