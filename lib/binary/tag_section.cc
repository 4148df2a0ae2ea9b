// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The tag section (5.5.16): exception tags, each a function type whose parameters are what is thrown.
#include "lib/binary/sections.h"
#include "lib/binary/type_reader.h"
#include "lib/wasm/limits.h"

namespace wrt {

void read_tag_section(Decoding& decoding) {
  ByteReader& reader = decoding.reader;
  const std::uint32_t count = read_count(reader, kMaxTags, "tags");
  for (std::uint32_t i = 0; i < count && !reader.failed(); ++i) {
    const std::size_t offset = reader.offset();
    decoding.module.tags.push_back({read_tag_type(reader), offset});
  }
}

}  // namespace wrt
