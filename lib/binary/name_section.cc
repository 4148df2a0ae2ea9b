// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Subsections with a length each, so that one that is not understood can be skipped; maps from indices to names
// inside. Of two entries for the same thing the first counts.
#include "lib/binary/name_section.h"

#include "lib/support/byte_reader.h"
#include "lib/support/utf8.h"

namespace wrt {

namespace {

enum SubsectionId : std::uint8_t { kModuleName = 0, kFunctionNames = 1, kLocalNames = 2, kTagNames = 11 };

// A name; absent if it is not UTF-8, while the reader goes on behind it.
std::optional<std::string_view> read_lenient_name(ByteReader& reader) {
  const std::span<const std::uint8_t> bytes = reader.read_bytes(reader.read_length());
  const std::string_view name(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (reader.failed() || !is_valid_utf8(name)) return std::nullopt;
  return name;
}

void read_name_map(ByteReader& reader, std::unordered_map<std::uint32_t, std::string_view>& names) {
  const std::uint32_t count = reader.read_u32();
  for (std::uint32_t i = 0; i < count && !reader.failed(); ++i) {
    const std::uint32_t index = reader.read_u32();
    const std::optional<std::string_view> name = read_lenient_name(reader);
    if (name) names.emplace(index, *name);
  }
}

void skip_name_map(ByteReader& reader) {
  const std::uint32_t count = reader.read_u32();
  for (std::uint32_t i = 0; i < count && !reader.failed(); ++i) {
    reader.read_u32();
    reader.read_bytes(reader.read_length());
  }
}

const CustomSection* find_name_section(const Module& module) {
  for (const CustomSection& custom : module.customs) {
    if (custom.name == "name") return &custom;
  }
  return nullptr;
}

}  // namespace

NameSection::NameSection(const Module& module) {
  const CustomSection* section = find_name_section(module);
  if (section == nullptr) return;
  ByteReader reader(section->content.bytes, section->content.offset);
  while (!reader.failed() && !reader.at_end()) {
    const std::uint8_t id = reader.read_u8();
    const std::uint32_t size = reader.read_u32();
    // Of a subsection that is cut off, what is there is still read.
    const std::size_t offset = reader.offset();
    const std::span<const std::uint8_t> bytes = reader.read_bytes(std::min<std::size_t>(size, reader.remaining()));
    ByteReader content(bytes, offset);
    if (id == kModuleName) module_name_ = read_lenient_name(content);
    if (id == kFunctionNames) read_name_map(content, functions_);
    if (id == kTagNames) read_name_map(content, tags_);
    if (id == kLocalNames) locals_ = {offset, bytes};
  }
}

std::optional<std::string_view> NameSection::function_name(FuncIndex function) const {
  const auto found = functions_.find(function);
  if (found == functions_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string_view> NameSection::tag_name(TagIndex tag) const {
  const auto found = tags_.find(tag);
  if (found == tags_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string_view> NameSection::local_name(FuncIndex function, LocalIndex local) const {
  const std::unordered_map<LocalIndex, std::string_view> names = local_names(function);
  const auto found = names.find(local);
  if (found == names.end()) return std::nullopt;
  return found->second;
}

std::unordered_map<LocalIndex, std::string_view> NameSection::local_names(FuncIndex function) const {
  std::unordered_map<LocalIndex, std::string_view> names;
  ByteReader reader(locals_.bytes, locals_.offset);
  const std::uint32_t count = locals_.bytes.empty() ? 0 : reader.read_u32();
  for (std::uint32_t i = 0; i < count && !reader.failed(); ++i) {
    if (reader.read_u32() == function) {
      read_name_map(reader, names);
      break;
    }
    skip_name_map(reader);
  }
  return names;
}

}  // namespace wrt
