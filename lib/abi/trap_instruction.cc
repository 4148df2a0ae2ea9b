// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The encodings, as LLVM chooses them.
#include "lib/abi/trap_instruction.h"

#include <cstring>

namespace wrt {

namespace {

// ud1 code(%eax), %eax
std::optional<std::uint8_t> x86_code(std::span<const std::uint8_t> code) {
  if (code.size() < 5 || code[0] != 0x67 || code[1] != 0x0f || code[2] != 0xb9 || code[3] != 0x40) return std::nullopt;
  return code[4];
}

// brk #('U' << 8 | code)
std::optional<std::uint8_t> aarch64_code(std::span<const std::uint8_t> code) {
  std::uint32_t instruction = 0;
  if (code.size() < sizeof instruction) return std::nullopt;
  std::memcpy(&instruction, code.data(), sizeof instruction);
  if ((instruction & 0xffe0001f) != 0xd4200000) return std::nullopt;
  const std::uint32_t immediate = instruction >> 5 & 0xffff;
  if (immediate >> 8 != 'U') return std::nullopt;
  return static_cast<std::uint8_t>(immediate & 0xff);
}

}  // namespace

std::optional<TrapCode> explicit_trap(Architecture architecture, std::span<const std::uint8_t> code) {
  std::optional<std::uint8_t> number;
  switch (architecture) {
    case Architecture::X86_64: number = x86_code(code); break;
    case Architecture::AArch64: number = aarch64_code(code); break;
    case Architecture::RiscV64: break;
  }
  if (!number) return std::nullopt;
  const TrapCode trap = static_cast<TrapCode>(*number);
  return trap_text(trap).empty() ? std::nullopt : std::optional(trap);
}

}  // namespace wrt
