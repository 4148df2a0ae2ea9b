// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Floats (6.3.4). Decimal ones are std::from_chars's, which rounds correctly to either width. Hexadecimal ones are
// rounded here: the digits are gathered into 64 bits and one "sticky" bit that says whether anything was lost, which
// is all that rounding to nearest, ties to even, has to know.
#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <string>
#include <type_traits>

#include "lib/text/number.h"

namespace wrt {

namespace {

// Widths of an IEEE 754 format.
struct Format {
  unsigned fraction_bits;
  int max_exponent;  // of the largest finite number, as 1.f * 2^e
  int min_exponent;  // of the smallest normal number
};

constexpr Format kF32 = {23, 127, -126};
constexpr Format kF64 = {52, 1023, -1022};

constexpr unsigned width(const Format& format) {
  return format.fraction_bits == 23 ? 32 : 64;
}
constexpr std::uint64_t infinity(const Format& format) {
  return static_cast<std::uint64_t>(2 * format.max_exponent + 1) << format.fraction_bits;
}

// Far beyond any exponent that matters, far below overflow.
constexpr std::int64_t kHugeExponent = std::int64_t{1} << 40;

// A signed decimal number, with underscores, cut off at kHugeExponent.
std::int64_t parse_exponent(std::string_view text) {
  const bool negative = text[0] == '-';
  if (negative || text[0] == '+') text.remove_prefix(1);
  std::int64_t value = 0;
  for (const char c : text) {
    if (c != '_') value = std::min(value * 10 + (c - '0'), kHugeExponent);
  }
  return negative ? -value : value;
}

// mantissa * 2^exponent, where the mantissa has a fraction beyond its last bit if `sticky`.
std::optional<std::uint64_t> round_to(const Format& format, std::uint64_t mantissa, bool sticky,
                                      std::int64_t exponent) {
  if (mantissa == 0) return 0;
  const int leading = std::countl_zero(mantissa);
  mantissa <<= leading;  // now 1.f * 2^(exponent + 63)
  exponent += 63 - leading;
  if (exponent > format.max_exponent) return std::nullopt;
  // Below the smallest normal number every power of two costs a bit.
  std::int64_t drop = 63 - static_cast<std::int64_t>(format.fraction_bits);
  const bool subnormal = exponent < format.min_exponent;
  if (subnormal) drop += format.min_exponent - exponent;
  if (drop > 64) return 0;
  const std::uint64_t kept = drop == 64 ? 0 : mantissa >> drop;
  const std::uint64_t half = std::uint64_t{1} << (drop - 1);
  const std::uint64_t rest = drop == 64 ? mantissa : mantissa & (2 * half - 1);
  const bool up = rest > half || (rest == half && (sticky || (kept & 1) != 0));
  // A carry out of the fraction runs into the exponent, as it must.
  const std::uint64_t biased = subnormal ? 0 : static_cast<std::uint64_t>(exponent + format.max_exponent - 1);
  const std::uint64_t bits = (biased << format.fraction_bits) + kept + (up ? 1 : 0);
  if (bits >= infinity(format)) return std::nullopt;
  return bits;
}

// Digits behind `0x`, an optional point and an optional exponent.
std::optional<std::uint64_t> parse_hex_float(const Format& format, std::string_view text) {
  std::uint64_t mantissa = 0;
  std::int64_t exponent = 0;
  bool sticky = false;
  bool behind_point = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '_') continue;
    if (c == '.') {
      behind_point = true;
    } else if (c == 'p' || c == 'P') {
      exponent += parse_exponent(text.substr(i + 1));
      break;
    } else if (mantissa >> 60 == 0) {
      mantissa = mantissa << 4 | static_cast<std::uint64_t>(hex_digit(c));
      if (behind_point) exponent -= 4;
    } else {
      sticky |= c != '0';
      if (!behind_point) exponent += 4;
    }
  }
  return round_to(format, mantissa, sticky, exponent);
}

// Whether a decimal number that from_chars can't represent is too large (and not too small).
bool is_huge(std::string_view text) {
  std::int64_t exponent = 0;
  if (const std::size_t e = text.find_first_of("eE"); e != std::string_view::npos) {
    exponent = parse_exponent(text.substr(e + 1));
    text = text.substr(0, e);
  }
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::size_t first = text.find_first_not_of("0.");
  if (first == std::string_view::npos) return false;
  return static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first) + exponent > 0;
}

template <typename Float>
std::optional<std::uint64_t> parse_decimal_float(std::string_view text) {
  std::string digits(text);
  std::erase(digits, '_');
  Float value = 0;
  const std::from_chars_result result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (result.ec == std::errc::result_out_of_range) {
    if (is_huge(digits)) return std::nullopt;
    return 0;
  }
  if (std::isinf(value)) return std::nullopt;
  using Bits = std::conditional_t<sizeof(Float) == 4, std::uint32_t, std::uint64_t>;
  return std::bit_cast<Bits>(value);
}

std::optional<std::uint64_t> parse_float(const Format& format, std::string_view text) {
  std::uint64_t sign = 0;
  if (text[0] == '+' || text[0] == '-') {
    if (text[0] == '-') sign = std::uint64_t{1} << (width(format) - 1);
    text.remove_prefix(1);
  }
  std::optional<std::uint64_t> magnitude;
  if (text == "inf") {
    magnitude = infinity(format);
  } else if (text == "nan") {
    magnitude = infinity(format) | std::uint64_t{1} << (format.fraction_bits - 1);
  } else if (text.starts_with("nan:")) {
    const std::optional<std::uint64_t> payload = parse_nat(text.substr(4), format.fraction_bits);
    if (payload && *payload != 0) magnitude = infinity(format) | *payload;
  } else if (text.starts_with("0x")) {
    magnitude = parse_hex_float(format, text.substr(2));
  } else if (width(format) == 32) {
    magnitude = parse_decimal_float<float>(text);
  } else {
    magnitude = parse_decimal_float<double>(text);
  }
  if (!magnitude) return std::nullopt;
  return *magnitude | sign;
}

}  // namespace

std::optional<std::uint32_t> parse_f32(std::string_view text) {
  const std::optional<std::uint64_t> bits = parse_float(kF32, text);
  if (!bits) return std::nullopt;
  return static_cast<std::uint32_t>(*bits);
}

std::optional<std::uint64_t> parse_f64(std::string_view text) {
  return parse_float(kF64, text);
}

}  // namespace wrt
