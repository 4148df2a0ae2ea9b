// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How objects of the garbage-collected heap lie in memory, for the compiler, which reads and writes their fields, and
// the collector, which follows them. A reference is a pointer:
//
//     0                      null
//     … 1                    an i31: (value << 1) | 1, the upper half zero
//     … 0000                 an object, aligned to 16 bytes
//
//     struct      const VMTypeInfo* header   fields at StructLayout::offsets
//     array       const VMTypeInfo* header   u32 length at 8   elements from 16
//     host value  const VMTypeInfo* header   the host's word at 8
//     exception   const VMTypeInfo* header   its tag at 8              its values from 16, 16 bytes each
//
// A host value becomes an object so that externref and anyref hold the same things: converting between them is free.
// Fields keep the declaration's order, so a subtype's object begins as one of its supertype.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lib/wasm/types.h"

namespace wrt {

inline constexpr std::uint32_t kObjectAlignment = 16;
inline constexpr std::uint32_t kObjectHeaderSize = 8;
inline constexpr std::uint32_t kArrayLengthOffset = 8;
inline constexpr std::uint32_t kArrayElementsOffset = 16;
inline constexpr std::uint32_t kHostWordOffset = 8;
// Larger objects are not cut from the allocation region; only the runtime makes them.
inline constexpr std::uint32_t kMaxSmallObject = 8192;

// `size` rounded up to what an object takes.
constexpr std::uint64_t object_size(std::uint64_t size) {
  return (size + kObjectAlignment - 1) & ~std::uint64_t{kObjectAlignment - 1};
}

// Bytes of a field or an element: 1 to 16. A reference has 8.
std::uint32_t storage_size(ValType storage);
// Bytes of an array's elements and header, rounded up as object_size() does.
constexpr std::uint64_t array_size(std::uint32_t element_size, std::uint64_t length) {
  return object_size(kArrayElementsOffset + length * element_size);
}

struct StructLayout {
  std::vector<std::uint32_t> offsets;  // by field; aligned to the field's size, a v128 to 8
  std::uint32_t size = 0;              // of the object, header included: a multiple of kObjectAlignment
};

StructLayout struct_layout(std::span<const FieldType> fields);

}  // namespace wrt
