// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ByteWriter appends to a vector of bytes what ByteReader reads: LEB128 numbers in their shortest form, fixed words in
// little-endian order, names with their length. Nothing can fail but memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace wrt {

class ByteWriter {
 public:
  std::size_t size() const { return bytes_.size(); }
  std::span<const std::uint8_t> bytes() const { return bytes_; }
  // Gives the bytes away and leaves the writer empty.
  std::vector<std::uint8_t> take() { return std::exchange(bytes_, {}); }
  void clear() { bytes_.clear(); }

  void write_u8(std::uint8_t byte) { bytes_.push_back(byte); }
  // Unsigned LEB128, up to 64 bits.
  void write_u64(std::uint64_t value);
  void write_u32(std::uint32_t value) { write_u64(value); }
  // Signed LEB128: one function for 32, 33 and 64 bits, because the shortest form does not depend on the width.
  void write_s64(std::int64_t value);
  // T is an unsigned integer type.
  template <typename T>
  void write_fixed(T value) {
    for (std::size_t i = 0; i < sizeof(T); ++i) write_u8(static_cast<std::uint8_t>(value >> (8 * i)));
  }
  void write_bytes(std::span<const std::uint8_t> bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }
  // A length, then the bytes.
  void write_sized(std::span<const std::uint8_t> bytes);
  void write_name(std::string_view name);

 private:
  std::vector<std::uint8_t> bytes_;
};

}  // namespace wrt
