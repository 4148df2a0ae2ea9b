// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What registers are for. Operands are in the pools; r11 and xmm15 (and xmm14) belong to the code of one instruction;
// locals may have the rest. r15 holds the base of the first memory in functions that access it.
#pragma once

#include <array>
#include <cstdint>

#include "compiler/baseline/assembler.h"

namespace wrt::baseline {

constexpr std::uint32_t bit(Gpr reg) {
  return 1u << static_cast<unsigned>(reg);
}
constexpr std::uint32_t bit(Xmm reg) {
  return 1u << static_cast<unsigned>(reg);
}

inline constexpr Gpr kScratch = Gpr::R11;
inline constexpr Xmm kScratchXmm = Xmm::X15;
inline constexpr Xmm kScratchXmm2 = Xmm::X14;
inline constexpr Gpr kMemoryBase = Gpr::R15;

// For locals: those that calls preserve, then others.
inline constexpr std::array kPreservedLocalGprs = {Gpr::Rbx, Gpr::R12, Gpr::R13, Gpr::R14, Gpr::R15};
inline constexpr std::array kOtherLocalGprs = {Gpr::R10, Gpr::R9, Gpr::R8};
inline constexpr std::array kLocalXmms = {Xmm::X8, Xmm::X9, Xmm::X10, Xmm::X11, Xmm::X12, Xmm::X13};

// For operands, less those of kOtherLocalGprs that a function gives to locals.
inline constexpr std::uint32_t kOperandGprs = bit(Gpr::Rax) | bit(Gpr::Rcx) | bit(Gpr::Rdx) | bit(Gpr::Rsi) |
                                              bit(Gpr::Rdi) | bit(Gpr::R8) | bit(Gpr::R9) | bit(Gpr::R10);
inline constexpr std::uint32_t kOperandXmms = 0xff;

// Of the System V convention, which LLVM's tailcc shares.
inline constexpr std::array kArgumentGprs = {Gpr::Rdi, Gpr::Rsi, Gpr::Rdx, Gpr::Rcx, Gpr::R8, Gpr::R9};
inline constexpr std::size_t kArgumentXmms = 8;
inline constexpr Gpr kResultGpr = Gpr::Rax;
inline constexpr Gpr kSecondResultGpr = Gpr::Rdx;
inline constexpr Xmm kResultXmm = Xmm::X0;
inline constexpr Xmm kSecondResultXmm = Xmm::X1;

constexpr bool is_preserved(Gpr reg) {
  return ((bit(Gpr::Rbx) | bit(Gpr::R12) | bit(Gpr::R13) | bit(Gpr::R14) | bit(Gpr::R15)) & bit(reg)) != 0;
}

}  // namespace wrt::baseline
