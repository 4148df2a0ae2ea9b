// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Offset to line and column, and the picture with the caret. The source is a stranger's: a line may have 100 MB,
// hold control characters or no valid UTF-8, so that what is shown is a window of it, escaped.
#include "lib/text/text_position.h"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "lib/text/escape.h"

namespace wrt {

namespace {

// Bytes of the line that are shown on either side of the caret.
constexpr std::size_t kWindow = 60;

bool is_continuation(char c) {
  return (static_cast<std::uint8_t>(c) & 0xc0) == 0x80;
}

std::size_t character_count(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

// A newline is \n, \r\n, or a \r alone (6.3.2).
bool ends_line(std::string_view source, std::size_t i) {
  return source[i] == '\n' || (source[i] == '\r' && (i + 1 == source.size() || source[i + 1] != '\n'));
}

std::size_t line_begin(std::string_view source, std::size_t offset) {
  while (offset > 0 && !ends_line(source, offset - 1)) --offset;
  return offset;
}

// One line that is safe to show.
std::string printable(std::string_view text) {
  std::string result(text);
  std::replace(result.begin(), result.end(), '\t', ' ');
  return escape_for_terminal(result);
}

}  // namespace

TextPosition text_position(std::string_view source, std::size_t offset) {
  offset = std::min(offset, source.size());
  TextPosition position;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < offset; ++i) {
    if (!ends_line(source, i)) continue;
    ++position.line;
    begin = i + 1;
  }
  position.column = 1 + character_count(source.substr(begin, offset - begin));
  return position;
}

std::string render_text_error(std::string_view file_name, std::string_view source, const Error& error) {
  if (!error.has_offset())
    return fmt::format("{}: {}", escape_for_terminal(file_name), escape_for_terminal(error.message()));
  const std::size_t offset = std::min(error.offset(), source.size());
  const TextPosition position = text_position(source, offset);

  std::size_t begin = line_begin(source, offset);
  const bool cut_front = offset - begin > kWindow;
  if (cut_front) begin = offset - kWindow;
  while (begin < offset && is_continuation(source[begin])) ++begin;
  std::size_t end = offset;
  while (end < source.size() && end - offset < kWindow && source[end] != '\n' && source[end] != '\r') ++end;
  const bool cut_back = end < source.size() && source[end] != '\n' && source[end] != '\r';
  while (end > offset && end < source.size() && is_continuation(source[end])) --end;

  const std::string place = fmt::format("{}:{}:{}: {}", escape_for_terminal(file_name), position.line, position.column,
                                        escape_for_terminal(error.message()));
  if (begin == end) return place;
  const std::string before = (cut_front ? "…" : "") + printable(source.substr(begin, offset - begin));
  const std::string after = printable(source.substr(offset, end - offset)) + (cut_back ? "…" : "");
  return fmt::format("{}\n  {}{}\n  {}^", place, before, after, std::string(character_count(before), ' '));
}

}  // namespace wrt
