// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Value: one WebAssembly value in memory, where compiled code and C++ hand values to each other.
#pragma once

#include <cstdint>

namespace wrt {

// Sixteen bytes, aligned so. The type is known from the signature; smaller values lie in the low bytes and leave the
// others undefined. A reference is a pointer: a VMFuncRef*, or what lib/abi/gc_layout.h says of all others; null is 0.
union alignas(16) Value {
  std::int32_t i32;
  std::uint32_t u32;
  std::int64_t i64;
  std::uint64_t u64;
  float f32;
  double f64;
  void* ref;
  std::uint8_t v128[16];
};
static_assert(sizeof(Value) == 16);

}  // namespace wrt
