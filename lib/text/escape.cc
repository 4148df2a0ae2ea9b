// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Escaping, on top of a decoder that takes one UTF-8 character at a time and accepts the shortest form only.
#include "lib/text/escape.h"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

namespace wrt {

namespace {

struct Character {
  char32_t code = 0;
  std::size_t size = 0;  // bytes; 0: not UTF-8
};

Character read_character(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < size) return {};
  char32_t code = lead & (0x7fu >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {};
    code = code << 6 | (byte(i) & 0x3f);
  }
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code < kLeast[size] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return {};
  return {code, size};
}

// Characters that change what stands around them instead of printing as themselves.
bool is_harmless(char32_t code) {
  if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return false;
  if (code == 0x200e || code == 0x200f || code == 0x061c) return false;  // direction marks
  if (code >= 0x2028 && code <= 0x202e) return false;                    // separators, embeddings
  return !(code >= 0x2066 && code <= 0x2069) && code != 0xfeff && !(code >= 0xe0000 && code <= 0xe007f);
}

// `escape` is "\\x" or "\\": what stands before the two digits of an escaped byte.
std::string escape(std::string_view text, std::string_view escape, std::string_view also) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Character character = read_character(text);
    const std::string_view piece = text.substr(0, std::max<std::size_t>(character.size, 1));
    const bool plain = character.size != 0 && is_harmless(character.code) && also.find(text[0]) == also.npos;
    if (plain) {
      out += piece;
    } else {
      for (const char each : piece) out += fmt::format("{}{:02x}", escape, static_cast<std::uint8_t>(each));
    }
    text.remove_prefix(piece.size());
  }
  return out;
}

bool is_identifier_character(char c) {
  const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return alphanumeric || std::string_view("!#$%&'*+-./:<=>?@\\^_`|~").find(c) != std::string_view::npos;
}

}  // namespace

std::string escape_for_terminal(std::string_view text) {
  return escape(text, "\\x", "");
}

std::string text_string(std::string_view bytes) {
  return '"' + escape(bytes, "\\", "\"\\") + '"';
}

std::string text_identifier(std::string_view name) {
  if (!name.empty() && std::ranges::all_of(name, is_identifier_character)) return fmt::format("${}", name);
  return '$' + text_string(name);
}

}  // namespace wrt
