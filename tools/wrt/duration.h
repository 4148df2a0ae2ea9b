// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Lengths of time, as people write them.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace wrt {

// "500ms", "2s", "1.5s", "10m", "1h": a decimal number and its unit; without one it is seconds. Nothing if `text` is
// something else, not above zero, or more than a century.
std::optional<std::chrono::nanoseconds> parse_duration(std::string_view text);

}  // namespace wrt
