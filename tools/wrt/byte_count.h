// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Numbers of bytes, as people write and read them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wrt {

// "4096", "64K", "1G": decimal digits, and K, M or G for powers of 1024. Nothing if `text` is something else, or more
// than 64 bits hold.
std::optional<std::uint64_t> parse_byte_count(std::string_view text);

// "4096": decimal digits alone.
std::optional<std::uint64_t> parse_count(std::string_view text);

// "61 B", "12.3 KiB"
std::string human_size(std::uint64_t bytes);

}  // namespace wrt
