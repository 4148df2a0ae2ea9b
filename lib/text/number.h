// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Numbers of the text format (6.3.3 and 6.3.4): their grammar, and exact values. Floats round to nearest, ties to even,
// straight to their own width: a decimal f32 that went through double could round twice.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace wrt {

enum class NumberClass : std::uint8_t { None, Nat, Int, Float };

// What kind of number `text` is, as a whole; None if it is not one.
NumberClass classify_number(std::string_view text);

// The value of a hexadecimal digit, -1 if it is none.
constexpr int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Precondition of the rest: classify_number(text) allows it. Nothing is returned when the value is out of range.

// An unsigned integer of `bits` bits (Nat).
std::optional<std::uint64_t> parse_nat(std::string_view text, unsigned bits);
// An integer from -2^(bits-1) to 2^bits - 1 (Nat or Int), as a two's complement number of `bits` bits.
std::optional<std::uint64_t> parse_int(std::string_view text, unsigned bits);
// The bit pattern of a float (any number).
std::optional<std::uint32_t> parse_f32(std::string_view text);
std::optional<std::uint64_t> parse_f64(std::string_view text);

}  // namespace wrt
