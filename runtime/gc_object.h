// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the collector asks of a heap object (lib/abi/gc_layout.h says how objects lie in memory).
#pragma once

#include <cstddef>
#include <cstdint>

#include "lib/abi/gc_layout.h"
#include "lib/abi/vm_layout.h"

namespace wrt {

// Whether a reference is one to an object: neither null nor an i31.
inline bool is_object(const void* reference) {
  return reference != nullptr && (reinterpret_cast<std::uintptr_t>(reference) & 1) == 0;
}

// Bytes that the object takes: a multiple of kObjectAlignment.
inline std::size_t size_of(const VMObject* object) {
  const VMTypeInfo& type = *object->type;
  if (type.kind != VMObjectKind::Array) return type.size;
  return array_size(type.size, reinterpret_cast<const VMArray*>(object)->length);
}

inline std::uint8_t* elements_of(VMArray* array) {
  return reinterpret_cast<std::uint8_t*>(array) + kArrayElementsOffset;
}
inline const std::uint8_t* elements_of(const VMArray* array) {
  return reinterpret_cast<const std::uint8_t*>(array) + kArrayElementsOffset;
}

}  // namespace wrt
