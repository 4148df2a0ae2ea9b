// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One function per section (5.5), in the order of the file. A section is written to a buffer of its own first,
// because its size stands before it; a section without entries is left out.
#include "lib/binary/module_encoder.h"

#include "lib/binary/sections.h"
#include "lib/binary/type_codes.h"
#include "lib/binary/type_writer.h"
#include "lib/support/byte_writer.h"
#include "lib/support/check.h"

namespace wrt {

namespace {

void write_section(ByteWriter& out, SectionId id, const ByteWriter& content) {
  out.write_u8(static_cast<std::uint8_t>(id));
  out.write_sized(content.bytes());
}

// A section that is a vector: `write(entry)` for each one.
template <typename Entries, typename Write>
void write_vector_section(ByteWriter& out, SectionId id, const Entries& entries, Write write) {
  if (entries.empty()) return;
  ByteWriter content;
  content.write_u64(entries.size());
  for (const auto& entry : entries) write(content, entry);
  write_section(out, id, content);
}

// Behind the imports: what the module itself defines.
template <typename Entry>
std::span<const Entry> defined(const std::vector<Entry>& entries, std::uint32_t imported) {
  return std::span<const Entry>(entries).subspan(imported);
}

void write_type_section(ByteWriter& out, const Module& module) {
  if (module.types.empty()) return;
  ByteWriter groups;
  std::uint32_t count = 0;
  for (TypeIndex i = 0; i < module.types.size(); ++i, ++count) {
    const std::uint32_t size = module.types[i].group_size;
    // A group of one needs no `rec`; an empty group is no type and leaves no trace.
    if (size != 1) {
      groups.write_u8(kCodeRec);
      groups.write_u32(size);
    }
    write_sub_type(groups, module.types[i]);
    for (std::uint32_t j = 1; j < size; ++j) write_sub_type(groups, module.types[++i]);
  }
  ByteWriter content;
  content.write_u32(count);
  content.write_bytes(groups.bytes());
  write_section(out, SectionId::Type, content);
}

void write_import(ByteWriter& content, const Module& module, const Import& import) {
  content.write_name(import.module);
  content.write_name(import.name);
  content.write_u8(static_cast<std::uint8_t>(import.kind));
  switch (import.kind) {
    case ExternKind::Func: return content.write_u32(module.functions[import.index].type);
    case ExternKind::Table: return write_table_type(content, module.tables[import.index].type);
    case ExternKind::Memory: return write_memory_type(content, module.memories[import.index].type);
    case ExternKind::Global: return write_global_type(content, module.globals[import.index].type);
    case ExternKind::Tag: return write_tag_type(content, module.tags[import.index].type);
  }
  WRT_UNREACHABLE();
}

void write_table(ByteWriter& content, const Table& table) {
  if (table.init) {
    content.write_u8(0x40);
    content.write_u8(0);
  }
  write_table_type(content, table.type);
  if (table.init) content.write_bytes(table.init->bytes);
}

void write_global(ByteWriter& content, const Global& global) {
  write_global_type(content, global.type);
  content.write_bytes(global.init.bytes);
}

void write_export(ByteWriter& content, const Export& each) {
  content.write_name(each.name);
  content.write_u8(static_cast<std::uint8_t>(each.kind));
  content.write_u32(each.index);
}

void write_start_section(ByteWriter& out, const Module& module) {
  if (!module.start) return;
  ByteWriter content;
  content.write_u32(*module.start);
  write_section(out, SectionId::Start, content);
}

// The bits of element_section.cc: 1 not active, 2 explicit table or declarative, 4 expressions.
void write_element_segment(ByteWriter& content, const ElementSegment& segment) {
  const bool indices = segment.expressions.empty() && segment.type == ValType::ref(HeapType::Func, false);
  const bool active = segment.mode == SegmentMode::Active;
  // The short active forms know table 0 and, with expressions, funcref.
  const bool is_short = active && segment.table == 0 && (indices || segment.type == ValType::funcref());
  std::uint32_t flags = indices ? 0 : 4;
  if (!active) flags |= 1;
  if (segment.mode == SegmentMode::Declarative || (active && !is_short)) flags |= 2;
  content.write_u32(flags);
  if (active && !is_short) content.write_u32(segment.table);
  if (active) content.write_bytes(segment.table_offset.bytes);
  if (!is_short && indices) content.write_u8(0);
  if (!is_short && !indices) write_val_type(content, segment.type);
  content.write_u64(segment.size());
  for (const FuncIndex function : segment.functions) content.write_u32(function);
  for (const ConstExpr& expression : segment.expressions) content.write_bytes(expression.bytes);
}

void write_data_count_section(ByteWriter& out, const Module& module) {
  if (!module.data_count) return;
  ByteWriter content;
  content.write_u32(*module.data_count);
  write_section(out, SectionId::DataCount, content);
}

void write_data_segment(ByteWriter& content, const DataSegment& segment) {
  if (segment.mode == SegmentMode::Passive) {
    content.write_u32(1);
  } else {
    content.write_u32(segment.memory == 0 ? 0 : 2);
    if (segment.memory != 0) content.write_u32(segment.memory);
    content.write_bytes(segment.memory_offset.bytes);
  }
  content.write_sized(segment.bytes);
}

void write_custom_section(ByteWriter& out, const CustomSection& custom) {
  ByteWriter content;
  content.write_name(custom.name);
  content.write_bytes(custom.content.bytes);
  write_section(out, SectionId::Custom, content);
}

}  // namespace

std::vector<std::uint8_t> encode_module(const Module& module) {
  ByteWriter out;
  out.write_fixed<std::uint32_t>(0x6d736100);
  out.write_fixed<std::uint32_t>(1);
  write_type_section(out, module);
  write_vector_section(out, SectionId::Import, module.imports,
                       [&module](ByteWriter& content, const Import& each) { write_import(content, module, each); });
  write_vector_section(out, SectionId::Function, defined(module.functions, module.imported_functions),
                       [](ByteWriter& content, const Function& each) { content.write_u32(each.type); });
  write_vector_section(out, SectionId::Table, defined(module.tables, module.imported_tables), write_table);
  write_vector_section(out, SectionId::Memory, defined(module.memories, module.imported_memories),
                       [](ByteWriter& content, const Memory& each) { write_memory_type(content, each.type); });
  write_vector_section(out, SectionId::Tag, defined(module.tags, module.imported_tags),
                       [](ByteWriter& content, const Tag& each) { write_tag_type(content, each.type); });
  write_vector_section(out, SectionId::Global, defined(module.globals, module.imported_globals), write_global);
  write_vector_section(out, SectionId::Export, module.exports, write_export);
  write_start_section(out, module);
  write_vector_section(out, SectionId::Element, module.elements, write_element_segment);
  write_data_count_section(out, module);
  write_vector_section(out, SectionId::Code, module.bodies,
                       [](ByteWriter& content, const ByteRange& each) { content.write_sized(each.bytes); });
  write_vector_section(out, SectionId::Data, module.data, write_data_segment);
  for (const CustomSection& custom : module.customs) write_custom_section(out, custom);
  return out.take();
}

}  // namespace wrt
