// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Custom sections (5.5.3): a name and bytes that mean nothing here. Only the name can be malformed.
#include "lib/binary/sections.h"

namespace wrt {

void read_custom_section(Decoding& decoding, std::uint32_t size) {
  ByteReader& reader = decoding.reader;
  const std::size_t start = reader.offset();
  CustomSection custom;
  custom.name = reader.read_name();
  if (reader.failed()) return;
  const std::size_t name_size = reader.offset() - start;
  if (name_size > size) {
    return reader.fail(ErrorKind::Malformed, start + size, "unexpected end of section or function");
  }
  custom.content.offset = reader.offset();
  custom.content.bytes = reader.read_bytes(size - name_size);
  decoding.module.customs.push_back(custom);
}

}  // namespace wrt
