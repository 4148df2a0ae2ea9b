// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Subsections in the order of their ids, those without entries left out.
#include "lib/text/name_section.h"

#include <cstddef>

#include "lib/support/byte_writer.h"

namespace wrt {

namespace {

constexpr std::uint8_t kModuleName = 0;

constexpr std::array kOrder = {NameSpace::Function, NameSpace::Local,  NameSpace::Label,  NameSpace::Type,
                               NameSpace::Table,    NameSpace::Memory, NameSpace::Global, NameSpace::Elem,
                               NameSpace::Data,     NameSpace::Field,  NameSpace::Tag};

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

void write_owned_names(ByteWriter& out, NameSpace space, const OwnedNames& owners) {
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

NameSectionContent name_section_content(const ModuleNames& names) {
  NameSectionContent content;
  content.module = names.module.custom_name;
  content.map(NameSpace::Function) = names.functions.names();
  content.map(NameSpace::Type) = names.types.names();
  content.map(NameSpace::Table) = names.tables.names();
  content.map(NameSpace::Memory) = names.memories.names();
  content.map(NameSpace::Global) = names.globals.names();
  content.map(NameSpace::Elem) = names.elements.names();
  content.map(NameSpace::Data) = names.data.names();
  content.map(NameSpace::Tag) = names.tags.names();
  content.locals = names.locals;
  content.labels = names.labels;
  for (const auto& [type, space] : names.fields) {
    if (!space.names().empty()) content.fields.emplace_back(type, space.names());
  }
  return content;
}

std::size_t name_count(const NameSectionContent& content) {
  std::size_t count = content.module.empty() ? 0 : 1;
  for (const NameMap& names : content.maps) count += names.size();
  for (const OwnedNames* owned : {&content.locals, &content.labels, &content.fields}) {
    for (const auto& [owner, names] : *owned) count += names.size();
  }
  return count;
}

std::vector<std::uint8_t> encode_name_section(const NameSectionContent& content) {
  ByteWriter out;
  if (!content.module.empty()) {
    ByteWriter name;
    name.write_name(content.module);
    write_subsection(out, kModuleName, name);
  }
  for (const NameSpace space : kOrder) {
    switch (space) {
      case NameSpace::Local: write_owned_names(out, space, content.locals); break;
      case NameSpace::Label: write_owned_names(out, space, content.labels); break;
      case NameSpace::Field: write_owned_names(out, space, content.fields); break;
      default: write_names(out, space, content.map(space));
    }
  }
  return out.take();
}

}  // namespace wrt
