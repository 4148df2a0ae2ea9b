// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the tests of the text format share: text to bytes, and errors as one line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "lib/text/parser.h"
#include "lib/text/text_position.h"

namespace wrt::test {

// The bytes, without names.
inline std::vector<std::uint8_t> bytes_of(std::string_view text) {
  TextOptions options;
  options.names = false;
  Result<std::vector<std::uint8_t>> bytes = parse_text_module(text, options);
  if (!bytes.has_value()) FAIL(render_text_error("test", text, bytes.error()));
  return std::move(*bytes);
}

// "line:column: message", empty if the text is right.
inline std::string error_of(std::string_view text) {
  const Result<std::vector<std::uint8_t>> bytes = parse_text_module(text);
  if (bytes.has_value()) return "";
  const TextPosition position = text_position(text, bytes.error().offset());
  return std::to_string(position.line) + ":" + std::to_string(position.column) + ": " + bytes.error().message();
}

}  // namespace wrt::test
