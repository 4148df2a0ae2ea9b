// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The table section (5.5.7): a table type, or, marked by two bytes that no type starts with, one with an expression
// for the elements' first value.
#include "lib/binary/sections.h"
#include "lib/binary/type_reader.h"
#include "lib/wasm/limits.h"

namespace wrt {

namespace {

constexpr std::uint8_t kTableWithInit = 0x40;

void read_table(Decoding& decoding) {
  ByteReader& reader = decoding.reader;
  Table table;
  table.offset = reader.offset();
  const bool has_init = reader.peek() == kTableWithInit;
  if (has_init) {
    reader.read_u8();
    const std::size_t offset = reader.offset();
    if (reader.read_u8() != 0) reader.fail(ErrorKind::Malformed, offset, "zero byte expected");
  }
  table.type = read_table_type(reader);
  if (has_init) table.init = read_const_expr(reader);
  decoding.module.tables.push_back(table);
}

}  // namespace

void read_table_section(Decoding& decoding) {
  const std::uint32_t count = read_count(decoding.reader, kMaxTables, "tables");
  for (std::uint32_t i = 0; i < count && !decoding.reader.failed(); ++i) read_table(decoding);
}

}  // namespace wrt
