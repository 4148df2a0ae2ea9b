// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The frame of a module (5.5): preamble, sections in their order, and what must agree between sections. The order is
// not that of the ids: data count stands before code so that one pass can validate, tag between memory and global.
#include "lib/binary/decoder.h"

#include <array>
#include <cstring>

#include <fmt/format.h>

#include "lib/binary/sections.h"
#include "lib/binary/skeleton.h"
#include "lib/support/check.h"

namespace wrt {

namespace {

constexpr std::uint32_t kVersion = 1;

// Place of each section in the order of the file, by id; custom sections stand anywhere.
constexpr std::array<std::uint8_t, kSectionCount> kPlace = [] {
  constexpr std::array<SectionId, kSectionCount - 1> kOrder = {
      SectionId::Type,      SectionId::Import, SectionId::Function, SectionId::Table, SectionId::Memory,
      SectionId::Tag,       SectionId::Global, SectionId::Export,   SectionId::Start, SectionId::Element,
      SectionId::DataCount, SectionId::Code,   SectionId::Data};
  std::array<std::uint8_t, kSectionCount> place{};
  for (std::uint8_t i = 0; i < kOrder.size(); ++i) place[static_cast<std::size_t>(kOrder[i])] = i + 1;
  return place;
}();

void read_preamble(ByteReader& reader) {
  const std::span<const std::uint8_t> start = reader.rest();
  if (start.empty()) return reader.fail(ErrorKind::Malformed, 0, "unexpected end: the file is empty");
  if (start.size() >= 4 && std::memcmp(start.data(), "\0asm", 4) != 0) {
    return reader.fail(ErrorKind::Malformed, 0, "magic header not detected: not a WebAssembly module");
  }
  reader.read_bytes(4);
  const std::uint32_t version = reader.read_fixed<std::uint32_t>();
  if (reader.failed() || version == kVersion) return;
  const bool component = version >> 16 == 1;
  reader.fail(ErrorKind::Malformed, 4,
              component ? std::string("unknown binary version: this is a component, not a core module")
                        : fmt::format("unknown binary version: {}, must be {}", version, kVersion));
}

void read_content(Decoding& decoding, SectionId id, std::uint32_t size) {
  switch (id) {
    case SectionId::Custom: return read_custom_section(decoding, size);
    case SectionId::Type: return read_type_section(decoding);
    case SectionId::Import: return read_import_section(decoding);
    case SectionId::Function: return read_function_section(decoding);
    case SectionId::Table: return read_table_section(decoding);
    case SectionId::Memory: return read_memory_section(decoding);
    case SectionId::Global: return read_global_section(decoding);
    case SectionId::Export: return read_export_section(decoding);
    case SectionId::Start: return read_start_section(decoding);
    case SectionId::Element: return read_element_section(decoding);
    case SectionId::Code: return read_code_section(decoding);
    case SectionId::Data: return read_data_section(decoding);
    case SectionId::DataCount: return read_data_count_section(decoding);
    case SectionId::Tag: return read_tag_section(decoding);
  }
  WRT_UNREACHABLE();
}

// Reads one section; `last_place` is that of the last section that was not custom.
void read_section(Decoding& decoding, std::uint8_t& last_place) {
  ByteReader& reader = decoding.reader;
  const std::size_t start = reader.offset();
  const std::uint8_t id = reader.read_u8();
  if (id >= kSectionCount) {
    return reader.fail(ErrorKind::Malformed, start, fmt::format("malformed section id: {}", id));
  }
  if (id != static_cast<std::uint8_t>(SectionId::Custom)) {
    if (kPlace[id] <= last_place) {
      return reader.fail(
          ErrorKind::Malformed, start,
          fmt::format("unexpected content after last section: the {} section is out of order or repeated",
                      section_name(id)));
    }
    last_place = kPlace[id];
  }
  const std::uint32_t size = reader.read_length();
  const std::size_t content = reader.offset();
  read_content(decoding, static_cast<SectionId>(id), size);
  if (reader.failed()) return;
  if (reader.offset() != content + size) {
    return reader.fail(ErrorKind::Malformed, content,
                       fmt::format("section size mismatch: the {} section says {} bytes, its entries take {}",
                                   section_name(id), size, reader.offset() - content));
  }
  decoding.module.sections.push_back({id, start, {content, decoding.module.bytes.subspan(content, size)}});
}

void check_agreement(Decoding& decoding) {
  ByteReader& reader = decoding.reader;
  const Module& module = decoding.module;
  const std::size_t declared = module.functions.size() - module.imported_functions;
  if (declared != module.bodies.size()) {
    return reader.fail(ErrorKind::Malformed, reader.offset(),
                       fmt::format("function and code section have inconsistent lengths: {} functions, {} bodies",
                                   declared, module.bodies.size()));
  }
  if (module.data_count && *module.data_count != module.data.size()) {
    return reader.fail(ErrorKind::Malformed, reader.offset(),
                       fmt::format("data count and data section have inconsistent lengths: {} and {}",
                                   *module.data_count, module.data.size()));
  }
}

Decoding read_sections(std::span<const std::uint8_t> bytes, Features features) {
  Decoding decoding{ByteReader(bytes), Module()};
  decoding.module.bytes = bytes;
  decoding.module.features = features;
  read_preamble(decoding.reader);
  std::uint8_t last_place = 0;
  while (!decoding.reader.failed() && !decoding.reader.at_end()) read_section(decoding, last_place);
  return decoding;
}

Result<Module> finish(Decoding& decoding) {
  if (decoding.reader.failed()) return Unexpected(decoding.reader.take_error());
  return std::move(decoding.module);
}

}  // namespace

const char* section_name(std::uint8_t id) {
  constexpr std::array<const char*, kSectionCount> kNames = {"custom", "type",   "import",     "function", "table",
                                                             "memory", "global", "export",     "start",    "element",
                                                             "code",   "data",   "data count", "tag"};
  return id < kNames.size() ? kNames[id] : "unknown";
}

std::uint32_t read_count(ByteReader& reader, std::uint32_t limit, const char* what) {
  const std::size_t start = reader.offset();
  const std::uint32_t count = reader.read_length();
  if (count <= limit) return count;
  reader.fail(ErrorKind::Limit, start, fmt::format("too many {}: {}, at most {} are supported", what, count, limit));
  return 0;
}

Result<Module> decode_module(std::span<const std::uint8_t> bytes, Features features) {
  Decoding decoding = read_sections(bytes, features);
  if (!decoding.reader.failed()) check_agreement(decoding);
  return finish(decoding);
}

Result<Module> decode_skeleton(std::span<const std::uint8_t> bytes, Features features) {
  Decoding decoding = read_sections(bytes, features);
  Module& module = decoding.module;
  if (!module.bodies.empty()) decoding.reader.fail(ErrorKind::Malformed, 0, "a skeleton has no code section");
  if (!decoding.reader.failed()) {
    module.bodies.resize(module.functions.size() - module.imported_functions);
    check_agreement(decoding);
  }
  return finish(decoding);
}

}  // namespace wrt
