// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Limits of this implementation (appendix "Implementation Limitations"). Where the JavaScript API names a number, it
// is that one, so that a module that runs in browsers runs here; the others bound what a few hostile bytes can cost.
#pragma once

#include <cstdint>

namespace wrt {

inline constexpr std::uint32_t kMaxTypes = 1'000'000;
inline constexpr std::uint32_t kMaxFunctions = 1'000'000;
inline constexpr std::uint32_t kMaxImports = 1'000'000;
inline constexpr std::uint32_t kMaxExports = 1'000'000;
inline constexpr std::uint32_t kMaxGlobals = 1'000'000;
inline constexpr std::uint32_t kMaxTags = 1'000'000;
inline constexpr std::uint32_t kMaxDataSegments = 1'000'000;
inline constexpr std::uint32_t kMaxElementSegments = 10'000'000;
inline constexpr std::uint32_t kMaxTables = 100'000;
inline constexpr std::uint32_t kMaxMemories = 1'000;
inline constexpr std::uint32_t kMaxTableElements = 10'000'000;
inline constexpr std::uint32_t kMaxFunctionParams = 1'000;
inline constexpr std::uint32_t kMaxFunctionResults = 1'000;
inline constexpr std::uint32_t kMaxStructFields = 10'000;
inline constexpr std::uint32_t kMaxArrayNewFixed = 10'000;
inline constexpr std::uint32_t kMaxSubtypingDepth = 63;
// Parameters and locals of a function must be fewer than this.
inline constexpr std::uint32_t kMaxLocals = 50'000;
inline constexpr std::uint32_t kMaxFunctionBodySize = 128u << 20;
// Blocks open at once in a function. Compilers nest a block per case of a switch.
inline constexpr std::uint32_t kMaxBlockDepth = 50'000;
// Values on the operand stack of a function at once. Two bytes of code can push kMaxFunctionResults values, so without
// a bound a small module could ask for gigabytes.
inline constexpr std::uint32_t kMaxOperands = 1'000'000;
// Pages of 64 KiB that a memory with 64-bit addresses can have at most here (the guest's memory.grow returns -1
// beyond).
inline constexpr std::uint64_t kMaxMemory64Pages = std::uint64_t{1} << 48;

}  // namespace wrt
