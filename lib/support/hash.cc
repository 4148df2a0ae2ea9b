// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// BLAKE2b as libb2 has it, which picks the processor's widest instructions when it runs.
#include "lib/support/hash.h"

#include <blake2.h>

namespace wrt {

Hash hash_bytes(std::span<const std::uint8_t> bytes) {
  Hash hash;
  blake2b(hash.data(), bytes.data(), nullptr, hash.size(), bytes.size(), 0);
  return hash;
}

std::string hash_text(const Hash& hash) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : hash) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

}  // namespace wrt
