// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the files *_section.cc share: the state of one decoding, and one function per section. A section is read from
// a reader of the whole file, and its size is compared afterwards: so an entry that runs over its section's edge is
// reported as the reference interpreter does it.
#pragma once

#include <cstdint>

#include "lib/support/byte_reader.h"
#include "lib/wasm/module.h"

namespace wrt {

// The identifiers of sections (5.5.2), in the order of their numbers.
enum class SectionId : std::uint8_t {
  Custom,
  Type,
  Import,
  Function,
  Table,
  Memory,
  Global,
  Export,
  Start,
  Element,
  Code,
  Data,
  DataCount,
  Tag,
};
inline constexpr std::uint8_t kSectionCount = 14;

// Name of a section for people: "type", "data count"; "unknown" beyond the last id.
const char* section_name(std::uint8_t id);

struct Decoding {
  ByteReader reader;
  Module module;
};

// Reads the count of a section's entries. More than `limit` is a Limit error that names `what`.
std::uint32_t read_count(ByteReader& reader, std::uint32_t limit, const char* what);
// Walks a constant expression over its `end`, and returns where it stood.
ConstExpr read_const_expr(ByteReader& reader);

// Each reads the content of its section; errors stay in the reader.
void read_type_section(Decoding& decoding);
void read_import_section(Decoding& decoding);
void read_function_section(Decoding& decoding);
void read_table_section(Decoding& decoding);
void read_memory_section(Decoding& decoding);
void read_tag_section(Decoding& decoding);
void read_global_section(Decoding& decoding);
void read_export_section(Decoding& decoding);
void read_start_section(Decoding& decoding);
void read_element_section(Decoding& decoding);
void read_data_count_section(Decoding& decoding);
void read_code_section(Decoding& decoding);
void read_data_section(Decoding& decoding);
// `size`: of the section, which only here is needed to find the end.
void read_custom_section(Decoding& decoding, std::uint32_t size);

}  // namespace wrt
