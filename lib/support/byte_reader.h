// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ByteReader walks untrusted bytes. Its first error sticks: from then on every read returns zero and the position
// stands at the end, so that a caller may read several fields and ask once whether all went well (`failed()`), and
// no loop over a count that was read can run away: it must ask `failed()` in its condition.
// Binary format: WebAssembly 3.0, section 5.2 (values). Messages are in byte_reader.cc, in the official suite's words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lib/support/result.h"

namespace wrt {

class ByteReader {
 public:
  // Reads `bytes`, which must outlive the reader; `base` is the offset of their first byte in the file.
  explicit ByteReader(std::span<const std::uint8_t> bytes, std::size_t base = 0)
      : begin_(bytes.data()), position_(begin_), end_(begin_ + bytes.size()), base_(base) {}

  bool at_end() const { return position_ == end_; }
  std::size_t remaining() const { return static_cast<std::size_t>(end_ - position_); }
  // Offset of the next byte in the file.
  std::size_t offset() const { return base_ + static_cast<std::size_t>(position_ - begin_); }
  bool failed() const { return error_.has_value(); }
  // Takes the error out. Precondition: failed().
  Error take_error() { return std::move(*error_); }
  // The error as a Result: `return reader.status();`
  Result<> status() {
    if (failed()) [[unlikely]]
      return Unexpected(take_error());
    return {};
  }
  // Records an error at `offset` unless there is one already.
  void fail(ErrorKind kind, std::size_t offset, std::string message);

  std::uint8_t peek() const { return position_ < end_ ? *position_ : 0; }
  // All that has not been read yet.
  std::span<const std::uint8_t> rest() const { return {position_, remaining()}; }

  std::uint8_t read_u8() {
    if (position_ < end_) [[likely]]
      return *position_++;
    fail_end();
    return 0;
  }
  // LEB128, at most ceil(N/7) bytes, unused bits checked.
  std::uint32_t read_u32() {
    if (position_ < end_ && *position_ < 0x80) [[likely]]
      return *position_++;
    return static_cast<std::uint32_t>(read_unsigned_slow(32));
  }
  std::uint64_t read_u64() {
    if (position_ < end_ && *position_ < 0x80) [[likely]]
      return *position_++;
    return read_unsigned_slow(64);
  }
  std::int32_t read_s32() {
    if (position_ < end_ && *position_ < 0x80) [[likely]]
      return sign_extend7(*position_++);
    return static_cast<std::int32_t>(read_signed_slow(32));
  }
  std::int64_t read_s33() {
    if (position_ < end_ && *position_ < 0x80) [[likely]]
      return sign_extend7(*position_++);
    return read_signed_slow(33);
  }
  std::int64_t read_s64() {
    if (position_ < end_ && *position_ < 0x80) [[likely]]
      return sign_extend7(*position_++);
    return read_signed_slow(64);
  }
  // Little-endian words of fixed width; T is an unsigned integer type.
  template <typename T>
  T read_fixed() {
    if (remaining() < sizeof(T)) {
      fail_end();
      return 0;
    }
    T value;
    std::memcpy(&value, position_, sizeof(T));
    position_ += sizeof(T);
    return value;
  }
  // The length of a vector or string (5.1.3): a u32 that is refused ("length out of bounds") where it exceeds the
  // bytes that are left, so that no count can ask for more memory than a small multiple of the input.
  std::uint32_t read_length();
  // The next `size` bytes, not copied; empty on error.
  std::span<const std::uint8_t> read_bytes(std::size_t size);
  // A name (5.2.4): a length and that many bytes of UTF-8, not copied. Errors: "length out of bounds", "malformed UTF-8
  // encoding".
  std::string_view read_name();

 private:
  // The last byte of a LEB128 number is too large, or is followed by another.
  void check_last_byte(std::uint8_t byte, bool fits);
  static std::int32_t sign_extend7(std::uint8_t byte) {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(byte) << 25) >> 25;
  }
  std::uint64_t read_unsigned_slow(unsigned bits);
  std::int64_t read_signed_slow(unsigned bits);
  void fail_end();

  const std::uint8_t* begin_;
  const std::uint8_t* position_;
  const std::uint8_t* end_;
  std::size_t base_;
  std::optional<Error> error_;
};

}  // namespace wrt
