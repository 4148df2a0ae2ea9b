// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The grammar of numbers, and integers. Underscores may stand between two digits and nowhere else.
#include "lib/text/number.h"

namespace wrt {

namespace {

// Skips `digit (_? digit)*` at `position`; false if there is no digit or an underscore is out of place.
bool skip_digits(std::string_view text, std::size_t& position, bool hex) {
  bool digit_before = false;
  for (; position < text.size(); ++position) {
    const char c = text[position];
    if (c == '_' && digit_before) {
      digit_before = false;
    } else if (hex ? hex_digit(c) >= 0 : c >= '0' && c <= '9') {
      digit_before = true;
    } else {
      break;
    }
  }
  return digit_before;
}

bool starts_hex(std::string_view text) {
  return text.size() > 1 && text[0] == '0' && text[1] == 'x';
}

bool is_float_word(std::string_view text) {
  if (text == "inf" || text == "nan") return true;
  if (!text.starts_with("nan:0x")) return false;
  std::size_t position = 6;
  return skip_digits(text, position, true) && position == text.size();
}

}  // namespace

NumberClass classify_number(std::string_view text) {
  if (text.empty()) return NumberClass::None;
  const bool has_sign = text[0] == '+' || text[0] == '-';
  if (has_sign) text.remove_prefix(1);
  if (is_float_word(text)) return NumberClass::Float;
  const bool hex = starts_hex(text);
  std::size_t position = hex ? 2 : 0;
  if (!skip_digits(text, position, hex)) return NumberClass::None;
  if (position == text.size()) return has_sign ? NumberClass::Int : NumberClass::Nat;
  const auto at = [&](char lower, char upper) {
    return position < text.size() && (text[position] == lower || text[position] == upper);
  };
  if (at('.', '.')) {
    ++position;
    const bool fraction_ends = position == text.size() || (hex ? at('p', 'P') : at('e', 'E'));
    if (!fraction_ends && !skip_digits(text, position, hex)) return NumberClass::None;
  }
  if (hex ? at('p', 'P') : at('e', 'E')) {
    ++position;
    if (at('+', '-')) ++position;
    if (!skip_digits(text, position, false)) return NumberClass::None;
  }
  return position == text.size() ? NumberClass::Float : NumberClass::None;
}

std::optional<std::uint64_t> parse_nat(std::string_view text, unsigned bits) {
  const std::uint64_t base = starts_hex(text) ? 16 : 10;
  if (base == 16) text.remove_prefix(2);
  std::uint64_t value = 0;
  for (const char c : text) {
    if (c == '_') continue;
    std::uint64_t scaled;
    if (__builtin_mul_overflow(value, base, &scaled)) return std::nullopt;
    if (__builtin_add_overflow(scaled, static_cast<std::uint64_t>(hex_digit(c)), &value)) return std::nullopt;
  }
  if (bits < 64 && value >> bits != 0) return std::nullopt;
  return value;
}

std::optional<std::uint64_t> parse_int(std::string_view text, unsigned bits) {
  const bool negative = text[0] == '-';
  if (negative || text[0] == '+') text.remove_prefix(1);
  const std::optional<std::uint64_t> magnitude = parse_nat(text, bits);
  if (!magnitude || !negative) return magnitude;
  if (*magnitude > std::uint64_t{1} << (bits - 1)) return std::nullopt;
  const std::uint64_t mask = bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
  return (0 - *magnitude) & mask;
}

}  // namespace wrt
