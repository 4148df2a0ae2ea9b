// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The parts of ByteReader that are not worth inlining: numbers of several bytes, names, and errors. A LEB128 number
// is refused in the order of the specification's grammar (5.2.2): first a last byte with bits that the type does not
// have, then a byte too many.
#include "lib/support/byte_reader.h"

#include "lib/support/utf8.h"

namespace wrt {

void ByteReader::fail(ErrorKind kind, std::size_t offset, std::string message) {
  if (!error_) error_.emplace(kind, offset, std::move(message));
  position_ = end_;
}

void ByteReader::fail_end() {
  const std::size_t end = base_ + static_cast<std::size_t>(end_ - begin_);
  fail(ErrorKind::Malformed, end, "unexpected end of section or function");
}

void ByteReader::check_last_byte(std::uint8_t byte, bool fits) {
  if (!fits) {
    fail(ErrorKind::Malformed, offset() - 1, "integer too large");
  } else if ((byte & 0x80) != 0) {
    fail(ErrorKind::Malformed, offset(), "integer representation too long");
  }
}

std::uint64_t ByteReader::read_unsigned_slow(unsigned bits) {
  std::uint64_t value = 0;
  for (unsigned shift = 0;; shift += 7) {
    const std::uint8_t byte = read_u8();
    if (failed()) return 0;
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (bits - shift <= 7) {
      const unsigned left = bits - shift;
      check_last_byte(byte, left == 7 || (byte & 0x7f) < (1u << left));
      return failed() ? 0 : value;
    }
    if ((byte & 0x80) == 0) return value;
  }
}

std::int64_t ByteReader::read_signed_slow(unsigned bits) {
  std::uint64_t value = 0;
  for (unsigned shift = 0;; shift += 7) {
    const std::uint8_t byte = read_u8();
    if (failed()) return 0;
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    const bool last = bits - shift <= 7;
    if (last) {
      // The bits above the type's sign bit must repeat it.
      const std::uint8_t unused = static_cast<std::uint8_t>(0x7fu & (~0u << (bits - shift - 1)));
      check_last_byte(byte, (byte & unused) == 0 || (byte & unused) == unused);
      if (failed()) return 0;
    }
    if (last || (byte & 0x80) == 0) {
      const unsigned width = shift + 7;
      if (width < 64 && (byte & 0x40) != 0) value |= ~std::uint64_t{0} << width;
      return static_cast<std::int64_t>(value);
    }
  }
}

std::uint32_t ByteReader::read_length() {
  const std::size_t start = offset();
  const std::size_t left = remaining();
  const std::uint32_t length = read_u32();
  // Compared with what was left before the length itself, as the reference interpreter does it: the official suite
  // tells the two errors apart.
  if (length > left) {
    fail(ErrorKind::Malformed, start, "length out of bounds");
    return 0;
  }
  return length;
}

std::span<const std::uint8_t> ByteReader::read_bytes(std::size_t size) {
  if (remaining() < size) {
    fail_end();
    return {};
  }
  const std::span<const std::uint8_t> bytes(position_, size);
  position_ += size;
  return bytes;
}

std::string_view ByteReader::read_name() {
  const std::size_t start = offset();
  const std::span<const std::uint8_t> bytes = read_bytes(read_length());
  const std::string_view name(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (!is_valid_utf8(name)) {
    fail(ErrorKind::Malformed, start, "malformed UTF-8 encoding");
    return {};
  }
  return name;
}

}  // namespace wrt
