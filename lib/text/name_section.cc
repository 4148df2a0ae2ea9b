// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Subsections in the order of their ids, those without entries left out.
#include "lib/text/name_section.h"

#include "lib/support/byte_writer.h"
#include "lib/text/index_names.h"

namespace wrt {

namespace {

constexpr std::uint8_t kModuleName = 0;

void write_subsection(ByteWriter& out, std::uint8_t id, const ByteWriter& content) {
  out.write_u8(id);
  out.write_sized(content.bytes());
}

void write_map(ByteWriter& out, const NameMap& names) {
  out.write_u64(names.size());
  for (const auto& [index, name] : names) {
    out.write_u32(index);
    out.write_name(name);
  }
}

void write_names(ByteWriter& out, NameSpace space, const NameMap& names) {
  if (names.empty()) return;
  ByteWriter content;
  write_map(content, names);
  write_subsection(out, static_cast<std::uint8_t>(space), content);
}

// Names that belong to a function or a type.
void write_owned_names(ByteWriter& out, NameSpace space, const std::vector<std::pair<std::uint32_t, NameMap>>& owners) {
  if (owners.empty()) return;
  ByteWriter content;
  content.write_u64(owners.size());
  for (const auto& [owner, names] : owners) {
    content.write_u32(owner);
    write_map(content, names);
  }
  write_subsection(out, static_cast<std::uint8_t>(space), content);
}

}  // namespace

std::vector<std::uint8_t> encode_name_section(const ModuleNames& names) {
  ByteWriter out;
  if (!names.module.custom_name.empty()) {
    ByteWriter content;
    content.write_name(names.module.custom_name);
    write_subsection(out, kModuleName, content);
  }
  std::vector<std::pair<std::uint32_t, NameMap>> fields;
  for (const auto& [type, space] : names.fields) {
    if (!space.names().empty()) fields.emplace_back(type, space.names());
  }
  write_names(out, NameSpace::Function, names.functions.names());
  write_owned_names(out, NameSpace::Local, names.locals);
  write_owned_names(out, NameSpace::Label, names.labels);
  write_names(out, NameSpace::Type, names.types.names());
  write_names(out, NameSpace::Table, names.tables.names());
  write_names(out, NameSpace::Memory, names.memories.names());
  write_names(out, NameSpace::Global, names.globals.names());
  write_names(out, NameSpace::Elem, names.elements.names());
  write_names(out, NameSpace::Data, names.data.names());
  write_owned_names(out, NameSpace::Field, fields);
  write_names(out, NameSpace::Tag, names.tags.names());
  return out.take();
}

}  // namespace wrt
