// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The element section (5.5.12). Three bits say how a segment is written: bit 0, that it is not active; bit 1, an
// explicit table (active) or that it is declarative; bit 2, expressions instead of function indices.
#include "lib/binary/sections.h"
#include "lib/binary/type_reader.h"
#include "lib/wasm/limits.h"

namespace wrt {

namespace {

constexpr std::uint32_t kNotActive = 1;
constexpr std::uint32_t kExplicit = 2;
constexpr std::uint32_t kExpressions = 4;

RefType read_element_type(ByteReader& reader, std::uint32_t flags) {
  // Without a type of its own a segment of indices is of non-null functions, one of expressions of funcref.
  if ((flags & (kNotActive | kExplicit)) == 0) return ValType::ref(HeapType::Func, (flags & kExpressions) != 0);
  if ((flags & kExpressions) != 0) return read_ref_type(reader);
  const std::size_t offset = reader.offset();
  if (reader.read_u8() != 0) reader.fail(ErrorKind::Malformed, offset, "malformed element kind");
  return ValType::ref(HeapType::Func, false);
}

void read_elements(ByteReader& reader, std::uint32_t flags, ElementSegment& segment) {
  const std::uint32_t count = read_count(reader, kMaxTableElements, "elements in a segment");
  for (std::uint32_t i = 0; i < count && !reader.failed(); ++i) {
    if ((flags & kExpressions) != 0) {
      segment.expressions.push_back(read_const_expr(reader));
    } else {
      segment.functions.push_back(reader.read_u32());
    }
  }
}

void read_element_segment(Decoding& decoding) {
  ByteReader& reader = decoding.reader;
  ElementSegment segment;
  segment.offset = reader.offset();
  const std::uint32_t flags = reader.read_u32();
  if (flags > (kNotActive | kExplicit | kExpressions)) {
    return reader.fail(ErrorKind::Malformed, segment.offset, "malformed elements segment kind");
  }
  if ((flags & kNotActive) == 0) {
    segment.mode = SegmentMode::Active;
    if ((flags & kExplicit) != 0) segment.table = reader.read_u32();
    segment.table_offset = read_const_expr(reader);
  } else {
    segment.mode = (flags & kExplicit) != 0 ? SegmentMode::Declarative : SegmentMode::Passive;
  }
  segment.type = read_element_type(reader, flags);
  read_elements(reader, flags, segment);
  decoding.module.elements.push_back(std::move(segment));
}

}  // namespace

void read_element_section(Decoding& decoding) {
  const std::uint32_t count = read_count(decoding.reader, kMaxElementSegments, "element segments");
  for (std::uint32_t i = 0; i < count && !decoding.reader.failed(); ++i) read_element_segment(decoding);
}

}  // namespace wrt
