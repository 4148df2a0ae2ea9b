// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// UTF-8 by its grammar (RFC 3629, section 4): the first byte gives the length and bounds the second, which is where
// overlong forms, surrogates and numbers beyond U+10FFFF show.
#include "lib/support/utf8.h"

#include <cstdint>
#include <cstring>

#include <fmt/format.h>

namespace wrt {

namespace {

// Length of the character at the start of `text`, 0 if it is malformed. Precondition: not empty.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&text](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const auto continues = [&byte](std::size_t i) { return (byte(i) & 0xc0) == 0x80; };
  const std::uint8_t first = byte(0);
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const std::size_t length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (text.size() < length) return 0;
  const std::uint8_t low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  const std::uint8_t high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  if (byte(1) < low || byte(1) > high) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if (!continues(i)) return 0;
  }
  return length;
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
  while (!text.empty()) {
    // FAST: nearly all names are ASCII; eight bytes a step.
    std::uint64_t word;
    if (text.size() >= sizeof(word)) {
      std::memcpy(&word, text.data(), sizeof(word));
      if ((word & 0x8080808080808080u) == 0) {
        text.remove_prefix(sizeof(word));
        continue;
      }
    }
    const std::size_t length = utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string quoted(std::string_view text, std::size_t max_bytes) {
  std::string result = "\"";
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_length(text.substr(i));
    if (i + length > max_bytes || length == 0) {
      result += "…";
      break;
    }
    const char first = text[i];
    if (first == '"' || first == '\\') {
      result += {'\\', first};
    } else if (static_cast<std::uint8_t>(first) < 0x20 || first == 0x7f) {
      result += fmt::format("\\{:02x}", static_cast<std::uint8_t>(first));
    } else {
      result += text.substr(i, length);
    }
    i += length;
  }
  return result + '"';
}

}  // namespace wrt
