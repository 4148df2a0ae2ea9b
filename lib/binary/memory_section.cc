// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The memory section (5.5.8): memory types.
#include "lib/binary/sections.h"
#include "lib/binary/type_reader.h"
#include "lib/wasm/limits.h"

namespace wrt {

void read_memory_section(Decoding& decoding) {
  ByteReader& reader = decoding.reader;
  const std::uint32_t count = read_count(reader, kMaxMemories, "memories");
  for (std::uint32_t i = 0; i < count && !reader.failed(); ++i) {
    const std::size_t offset = reader.offset();
    decoding.module.memories.push_back({read_memory_type(reader, decoding.module.features), offset});
  }
}

}  // namespace wrt
