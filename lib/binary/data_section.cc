// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The data section (5.5.14) and, for what it announces, the data count section (5.5.15).
#include "lib/binary/sections.h"
#include "lib/wasm/limits.h"

namespace wrt {

namespace {

enum DataKind : std::uint32_t { kActiveMemoryZero = 0, kPassive = 1, kActive = 2 };

void read_data_segment(Decoding& decoding) {
  ByteReader& reader = decoding.reader;
  DataSegment segment;
  segment.offset = reader.offset();
  const std::uint32_t kind = reader.read_u32();
  if (kind > kActive) return reader.fail(ErrorKind::Malformed, segment.offset, "malformed data segment kind");
  if (kind != kPassive) {
    segment.mode = SegmentMode::Active;
    if (kind == kActive) segment.memory = reader.read_u32();
    segment.memory_offset = read_const_expr(reader);
  }
  segment.bytes = reader.read_bytes(reader.read_length());
  decoding.module.data.push_back(segment);
}

}  // namespace

void read_data_section(Decoding& decoding) {
  const std::uint32_t count = read_count(decoding.reader, kMaxDataSegments, "data segments");
  for (std::uint32_t i = 0; i < count && !decoding.reader.failed(); ++i) read_data_segment(decoding);
}

void read_data_count_section(Decoding& decoding) {
  decoding.module.data_count = decoding.reader.read_u32();
}

}  // namespace wrt
