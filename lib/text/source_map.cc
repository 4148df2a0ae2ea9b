// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Filling and searching the map. It is searched only when there is something to report, so that is what may take time:
// it looks at every entry of the module.
#include "lib/text/source_map.h"

#include <algorithm>

namespace wrt {

namespace {

// Keeps the last entry that begins at or before an offset.
class Nearest {
 public:
  explicit Nearest(std::size_t offset) : offset_(offset) {}

  void consider(std::size_t begin, std::uint32_t field) {
    if (begin > offset_ || begin < begin_) return;
    begin_ = begin;
    field_ = field;
  }
  template <typename Entries>
  void consider_all(const Entries& entries, const std::vector<std::uint32_t>& fields) {
    for (std::size_t i = 0; i < std::min(entries.size(), fields.size()); ++i) consider(entries[i].offset, fields[i]);
  }
  std::optional<std::size_t> field() const { return field_; }

 private:
  std::size_t offset_;
  std::size_t begin_ = 0;
  std::optional<std::size_t> field_;
};

}  // namespace

void SourceMap::add_field(const Module& module, std::size_t types, std::size_t offset) {
  const std::uint32_t field = static_cast<std::uint32_t>(offset);
  const auto extend = [this, field](Part part, std::size_t size) {
    if (fields_[part].size() < size) fields_[part].resize(size, field);
  };
  extend(kTypes, types);
  extend(kImports, module.imports.size());
  extend(kFunctions, module.functions.size());
  extend(kTables, module.tables.size());
  extend(kMemories, module.memories.size());
  extend(kGlobals, module.globals.size());
  extend(kTags, module.tags.size());
  extend(kExports, module.exports.size());
  extend(kElements, module.elements.size());
  extend(kData, module.data.size());
  if (module.start && !start_) start_ = field;
}

void SourceMap::add_body(std::span<const Instruction> instructions) {
  instructions_.insert(instructions_.end(), instructions.begin(), instructions.end());
  body_ends_.push_back(instructions_.size());
}

std::optional<std::size_t> SourceMap::find(const Module& module, std::size_t offset) const {
  if (const std::optional<std::size_t> place = find_in_bodies(module, offset)) return place;
  Nearest nearest(offset);
  nearest.consider_all(module.types, fields_[kTypes]);
  nearest.consider_all(module.imports, fields_[kImports]);
  nearest.consider_all(module.functions, fields_[kFunctions]);
  nearest.consider_all(module.tables, fields_[kTables]);
  nearest.consider_all(module.memories, fields_[kMemories]);
  nearest.consider_all(module.globals, fields_[kGlobals]);
  nearest.consider_all(module.tags, fields_[kTags]);
  nearest.consider_all(module.exports, fields_[kExports]);
  nearest.consider_all(module.elements, fields_[kElements]);
  nearest.consider_all(module.data, fields_[kData]);
  if (module.start && start_) nearest.consider(module.start_offset, *start_);
  return nearest.field();
}

// The instruction of a body, or the function's field if the offset is before its first instruction.
std::optional<std::size_t> SourceMap::find_in_bodies(const Module& module, std::size_t offset) const {
  for (std::size_t i = 0; i < std::min(module.bodies.size(), body_ends_.size()); ++i) {
    const ByteRange& body = module.bodies[i];
    if (offset < body.offset || offset >= body.offset + body.bytes.size()) continue;
    const std::size_t begin = i == 0 ? 0 : body_ends_[i - 1];
    const std::span<const Instruction> all = std::span(instructions_).subspan(begin, body_ends_[i] - begin);
    const auto behind = std::ranges::upper_bound(all, offset - body.offset, {}, &Instruction::code);
    if (behind != all.begin()) return std::prev(behind)->source;
    return fields_[kFunctions][module.imported_functions + i];
  }
  return std::nullopt;
}

}  // namespace wrt
