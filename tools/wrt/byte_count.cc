// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reading and showing numbers of bytes.
#include "tools/wrt/byte_count.h"

#include <array>
#include <charconv>

#include <fmt/format.h>

namespace wrt {

std::optional<std::uint64_t> parse_byte_count(std::string_view text) {
  const char* const end = text.data() + text.size();
  std::uint64_t number = 0;
  const auto [unit, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc()) return std::nullopt;
  if (unit == end) return number;
  constexpr std::string_view kUnits = "KMG";
  const std::size_t place = kUnits.find(*unit);
  if (place == kUnits.npos || unit + 1 != end) return std::nullopt;
  const std::size_t shift = 10 * (place + 1);
  if (number > ~std::uint64_t{0} >> shift) return std::nullopt;
  return number << shift;
}

std::optional<std::uint64_t> parse_count(std::string_view text) {
  const char* const end = text.data() + text.size();
  std::uint64_t number = 0;
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || rest != end) return std::nullopt;
  return number;
}

std::string human_size(std::uint64_t bytes) {
  constexpr std::array<const char*, 7> kUnits = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  std::size_t unit = 0;
  double size = static_cast<double>(bytes);
  for (; size >= 1024 && unit + 1 < kUnits.size(); ++unit) size /= 1024;
  if (unit == 0) return fmt::format("{} B", bytes);
  return size == static_cast<double>(static_cast<std::uint64_t>(size))
             ? fmt::format("{} {}", static_cast<std::uint64_t>(size), kUnits[unit])
             : fmt::format("{:.1f} {}", size, kUnits[unit]);
}

}  // namespace wrt
