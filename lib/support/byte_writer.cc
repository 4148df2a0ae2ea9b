// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// LEB128 in its shortest form (5.2.2).
#include "lib/support/byte_writer.h"

namespace wrt {

void ByteWriter::write_u64(std::uint64_t value) {
  while (value >= 0x80) {
    write_u8(static_cast<std::uint8_t>(value | 0x80));
    value >>= 7;
  }
  write_u8(static_cast<std::uint8_t>(value));
}

void ByteWriter::write_s64(std::int64_t value) {
  // Done when what is left is only copies of the sign bit of the last byte.
  while (value < -0x40 || value >= 0x40) {
    write_u8(static_cast<std::uint8_t>(value | 0x80));
    value >>= 7;
  }
  write_u8(static_cast<std::uint8_t>(value & 0x7f));
}

void ByteWriter::write_sized(std::span<const std::uint8_t> bytes) {
  write_u64(bytes.size());
  write_bytes(bytes);
}

void ByteWriter::write_name(std::string_view name) {
  write_sized({reinterpret_cast<const std::uint8_t*>(name.data()), name.size()});
}

}  // namespace wrt
