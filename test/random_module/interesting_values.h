// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The values at which compilers go wrong: ends of ranges, powers of two and their neighbours, shifts of the width and
// beyond, every kind of float. Half of all constants are such values, the others any bits.
#pragma once

#include <array>
#include <cstdint>

#include "test/random_module/random_source.h"

namespace wrt::random_module {

std::uint32_t interesting_i32(RandomSource& random);
std::uint64_t interesting_i64(RandomSource& random);
// Bit patterns: zeros, ones, denormals, the limits of the integer types, infinities, NaNs quiet and signalling.
std::uint32_t interesting_f32(RandomSource& random);
std::uint64_t interesting_f64(RandomSource& random);
std::array<std::uint8_t, 16> interesting_v128(RandomSource& random);

}  // namespace wrt::random_module
