// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The arithmetic of object layouts.
#include "lib/abi/gc_layout.h"

#include <algorithm>

#include "lib/support/check.h"

namespace wrt {

std::uint32_t storage_size(ValType storage) {
  switch (storage.kind()) {
    case ValType::I8: return 1;
    case ValType::I16: return 2;
    case ValType::I32:
    case ValType::F32: return 4;
    case ValType::I64:
    case ValType::F64:
    case ValType::Ref: return 8;
    case ValType::V128: return 16;
    case ValType::Bottom: break;
  }
  WRT_UNREACHABLE();
}

StructLayout struct_layout(std::span<const FieldType> fields) {
  StructLayout layout;
  std::uint32_t end = kObjectHeaderSize;
  for (const FieldType& field : fields) {
    const std::uint32_t size = storage_size(field.storage);
    const std::uint32_t alignment = std::min<std::uint32_t>(size, 8);
    end = (end + alignment - 1) & ~(alignment - 1);
    layout.offsets.push_back(end);
    end += size;
  }
  layout.size = static_cast<std::uint32_t>(object_size(end));
  return layout;
}

}  // namespace wrt
