// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The one hash of wrt: BLAKE2b (RFC 7693) with 32 bytes of result. It names modules in the cache, where two that
// differ must never meet, and tells whether a part of an artefact is whole.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

namespace wrt {

using Hash = std::array<std::uint8_t, 32>;

Hash hash_bytes(std::span<const std::uint8_t> bytes);
// 64 hexadecimal digits.
std::string hash_text(const Hash& hash);

}  // namespace wrt
