// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The trap codes of traps.def as an enum, with their texts.
#pragma once

#include <cstdint>
#include <string_view>

namespace wrt {

enum class TrapCode : std::uint8_t {
#define TRAP(name, code, text) name = code,
#include "lib/abi/traps.def"
#undef TRAP
};

// The message of a trap; empty for a byte that is no trap code.
constexpr std::string_view trap_text(TrapCode code) {
  switch (code) {
#define TRAP(name, code, text) \
  case TrapCode::name: return text;
#include "lib/abi/traps.def"
#undef TRAP
  }
  return {};
}

// Whether compiled code gives the trap a number, which belongs behind its text: the index of the element. It is in the
// register that functions return integers in.
constexpr bool trap_has_operand(TrapCode code) {
  return code == TrapCode::UndefinedElement || code == TrapCode::UninitializedElement;
}

}  // namespace wrt
