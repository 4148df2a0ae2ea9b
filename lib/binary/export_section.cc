// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The export section (5.5.10): names, each for a member of one of the index spaces.
#include "lib/binary/sections.h"
#include "lib/wasm/limits.h"

namespace wrt {

void read_export_section(Decoding& decoding) {
  ByteReader& reader = decoding.reader;
  const std::uint32_t count = read_count(reader, kMaxExports, "exports");
  for (std::uint32_t i = 0; i < count && !reader.failed(); ++i) {
    Export each;
    each.offset = reader.offset();
    each.name = reader.read_name();
    const std::size_t offset = reader.offset();
    const std::uint8_t kind = reader.read_u8();
    if (kind > static_cast<std::uint8_t>(ExternKind::Tag)) {
      return reader.fail(ErrorKind::Malformed, offset, "malformed export kind");
    }
    each.kind = static_cast<ExternKind>(kind);
    each.index = reader.read_u32();
    decoding.module.exports.push_back(each);
  }
}

}  // namespace wrt
