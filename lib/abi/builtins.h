// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The builtins of builtins.def: their numbers, which index the table in VMContext, and their signatures.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace wrt {

enum class Builtin : std::uint8_t {
#define BUILTIN(name, result, operands, help) name,
#include "lib/abi/builtins.def"
#undef BUILTIN
};

struct BuiltinInfo {
  std::string_view name;
  std::string_view result;    // "_", "i", "I" or "p"
  std::string_view operands;  // without the VMContext
};

inline constexpr auto kBuiltins = std::to_array<BuiltinInfo>({
#define BUILTIN(name, result, operands, help) {#name, #result, operands},
#include "lib/abi/builtins.def"
#undef BUILTIN
});

}  // namespace wrt
