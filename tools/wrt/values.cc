// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reading and writing values.
#include "tools/wrt/values.h"

#include <bit>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>

#include <fmt/format.h>

#include "lib/text/instruction_printer.h"

namespace wrt {

namespace {

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool take_sign(std::string_view& text) {
  const bool negative = take(text, "-");
  if (!negative) take(text, "+");
  return negative;
}

// Digits, decimal or 0x…, that make up the whole text.
std::optional<std::uint64_t> parse_digits(std::string_view text) {
  const int base = take(text, "0x") || take(text, "0X") ? 16 : 10;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// A number of `bits` bits, signed or unsigned: -2^(bits-1) to 2^bits-1.
std::optional<std::uint64_t> parse_integer(std::string_view text, unsigned bits) {
  const bool negative = take_sign(text);
  const std::optional<std::uint64_t> magnitude = parse_digits(text);
  const std::uint64_t limit =
      negative ? std::uint64_t{1} << (bits - 1) : std::numeric_limits<std::uint64_t>::max() >> (64 - bits);
  if (!magnitude || *magnitude > limit) return std::nullopt;
  return negative ? 0 - *magnitude : *magnitude;
}

// The bits of "nan" and "nan:0x…" for a float with `fraction` fraction bits and all exponent bits in `exponent`.
std::optional<std::uint64_t> parse_nan(std::string_view text, unsigned fraction, std::uint64_t exponent) {
  if (!take(text, "nan")) return std::nullopt;
  if (text.empty()) return exponent | std::uint64_t{1} << (fraction - 1);
  if (!text.starts_with(":0x")) return std::nullopt;
  const std::optional<std::uint64_t> payload = parse_digits(text.substr(1));
  if (!payload || *payload == 0 || *payload >> fraction != 0) return std::nullopt;
  return exponent | *payload;
}

template <typename Float>
std::optional<Float> parse_finite(const std::string& text, Float (*convert)(const char*, char**)) {
  // Beyond digits, exponents and "inf", strtod knows spaces, locales' words and NaNs with parentheses: not ours.
  if (text != "inf" && text.find_first_not_of("0123456789abcdefABCDEFxXpP.+-") != std::string::npos)
    return std::nullopt;
  if (text.empty() || text[0] == '+' || text[0] == '-') return std::nullopt;
  char* end = nullptr;
  const Float value = convert(text.c_str(), &end);
  if (end != text.c_str() + text.size()) return std::nullopt;
  if (std::isinf(value) && text != "inf") return std::nullopt;  // out of range
  return value;
}

std::optional<std::uint32_t> parse_float(std::string_view text) {
  const std::uint32_t sign = take_sign(text) ? std::uint32_t{1} << 31 : 0;
  if (const auto nan = parse_nan(text, 23, 0x7f80'0000)) return static_cast<std::uint32_t>(*nan) | sign;
  const std::optional<float> value = parse_finite<float>(std::string(text), std::strtof);
  if (!value) return std::nullopt;
  return std::bit_cast<std::uint32_t>(*value) | sign;
}

std::optional<std::uint64_t> parse_double(std::string_view text) {
  const std::uint64_t sign = take_sign(text) ? std::uint64_t{1} << 63 : 0;
  if (const auto nan = parse_nan(text, 52, 0x7ff0'0000'0000'0000)) return *nan | sign;
  const std::optional<double> value = parse_finite<double>(std::string(text), std::strtod);
  if (!value) return std::nullopt;
  return std::bit_cast<std::uint64_t>(*value) | sign;
}

bool parse_vector(std::string_view text, Value& value) {
  for (std::size_t lane = 0; lane < 4; ++lane) {
    const std::size_t comma = text.find(',');
    if ((comma == text.npos) != (lane == 3)) return false;
    const std::optional<std::uint64_t> word = parse_integer(text.substr(0, comma), 32);
    if (!word) return false;
    const std::uint32_t bits = static_cast<std::uint32_t>(*word);
    std::memcpy(&value.v128[lane * 4], &bits, sizeof bits);
    if (comma != text.npos) text.remove_prefix(comma + 1);
  }
  return true;
}

std::string format_vector(const Value& value) {
  std::uint32_t words[4];
  std::memcpy(words, value.v128, sizeof words);
  return fmt::format("{:#010x},{:#010x},{:#010x},{:#010x}", words[0], words[1], words[2], words[3]);
}

}  // namespace

std::optional<Value> parse_value(std::string_view text, ValType type) {
  Value value{};
  switch (type.kind()) {
    case ValType::I32:
      if (const auto bits = parse_integer(text, 32)) return value.u32 = static_cast<std::uint32_t>(*bits), value;
      return std::nullopt;
    case ValType::I64:
      if (const auto bits = parse_integer(text, 64)) return value.u64 = *bits, value;
      return std::nullopt;
    case ValType::F32:
      if (const auto bits = parse_float(text)) return value.u32 = *bits, value;
      return std::nullopt;
    case ValType::F64:
      if (const auto bits = parse_double(text)) return value.u64 = *bits, value;
      return std::nullopt;
    case ValType::V128:
      if (parse_vector(text, value)) return value;
      return std::nullopt;
    case ValType::Ref:
      if (text == "null" && type.nullable()) return value;
      return std::nullopt;
    case ValType::I8:
    case ValType::I16:
    case ValType::Bottom: break;
  }
  return std::nullopt;
}

std::string format_value(const Value& value, ValType type) {
  switch (type.kind()) {
    case ValType::I32: return fmt::format("{}", value.i32);
    case ValType::I64: return fmt::format("{}", value.i64);
    case ValType::F32: return float_text(value.u32);
    case ValType::F64: return double_text(value.u64);
    case ValType::V128: return format_vector(value);
    case ValType::Ref: return value.ref == nullptr ? "null" : to_string(type);
    case ValType::I8:
    case ValType::I16:
    case ValType::Bottom: break;
  }
  return "?";
}

}  // namespace wrt
