// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A number of the C++ library's, and a table of units.
#include "tools/wrt/duration.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace wrt {

namespace {

struct Unit {
  std::string_view name;
  double nanoseconds;
};

constexpr auto kUnits = std::to_array<Unit>({
    {"", 1e9},
    {"us", 1e3},
    {"ms", 1e6},
    {"s", 1e9},
    {"m", 60e9},
    {"h", 3600e9},
});

constexpr double kCentury = 100.0 * 365 * 24 * 3600e9;

}  // namespace

std::optional<std::chrono::nanoseconds> parse_duration(std::string_view text) {
  const char* const end = text.data() + text.size();
  double number = 0;
  const auto [rest, error] = std::from_chars(text.data(), end, number, std::chars_format::fixed);
  if (error != std::errc()) return std::nullopt;
  const auto* const unit = std::ranges::find(kUnits, std::string_view(rest, end), &Unit::name);
  if (unit == kUnits.end()) return std::nullopt;
  const double nanoseconds = number * unit->nanoseconds;
  if (!(nanoseconds >= 1 && nanoseconds <= kCentury)) return std::nullopt;
  return std::chrono::nanoseconds(static_cast<std::int64_t>(nanoseconds));
}

}  // namespace wrt
