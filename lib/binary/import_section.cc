// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The import section (5.5.5). What is imported comes first in the index space of its kind, in the order of the file.
#include "lib/binary/sections.h"
#include "lib/binary/type_reader.h"
#include "lib/wasm/limits.h"

namespace wrt {

namespace {

// Reads the type of an import, appends it to its index space and returns its index there.
std::uint32_t read_import_type(Decoding& decoding, ExternKind kind, std::size_t offset) {
  ByteReader& reader = decoding.reader;
  Module& module = decoding.module;
  switch (kind) {
    case ExternKind::Func: module.functions.push_back({reader.read_u32(), offset}); return module.imported_functions++;
    case ExternKind::Table:
      module.tables.push_back({read_table_type(reader), std::nullopt, offset});
      return module.imported_tables++;
    case ExternKind::Memory:
      module.memories.push_back({read_memory_type(reader, module.features), offset});
      return module.imported_memories++;
    case ExternKind::Global:
      module.globals.push_back({read_global_type(reader), {}, offset});
      return module.imported_globals++;
    case ExternKind::Tag: module.tags.push_back({read_tag_type(reader), offset}); return module.imported_tags++;
  }
  return 0;
}

void read_import(Decoding& decoding) {
  ByteReader& reader = decoding.reader;
  Import import;
  import.offset = reader.offset();
  import.module = reader.read_name();
  import.name = reader.read_name();
  const std::size_t offset = reader.offset();
  const std::uint8_t kind = reader.read_u8();
  if (kind > static_cast<std::uint8_t>(ExternKind::Tag)) {
    return reader.fail(ErrorKind::Malformed, offset, "malformed import kind");
  }
  import.kind = static_cast<ExternKind>(kind);
  import.index = read_import_type(decoding, import.kind, offset + 1);
  decoding.module.imports.push_back(import);
}

}  // namespace

void read_import_section(Decoding& decoding) {
  const std::uint32_t count = read_count(decoding.reader, kMaxImports, "imports");
  for (std::uint32_t i = 0; i < count && !decoding.reader.failed(); ++i) read_import(decoding);
}

}  // namespace wrt
