// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The summary of a module. Empty parts are left out; indices are looked up only after a check, because a module that
// does not validate is often just what somebody wants to look at.
#include "tools/wrt/inspect_summary.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "lib/binary/sections.h"
#include "lib/support/byte_reader.h"
#include "lib/text/escape.h"
#include "lib/text/index_names.h"
#include "tools/wrt/byte_count.h"

namespace wrt {

namespace {

std::string counted(std::size_t count, std::string_view noun) {
  if (count == 1) return fmt::format("1 {}", noun);
  if (noun.ends_with('y')) return fmt::format("{} {}ies", count, noun.substr(0, noun.size() - 1));
  return fmt::format("{} {}s", count, noun);
}

class Summary {
 public:
  Summary(std::string_view file_name, const Module& module) : module_(module), names_(module) {
    append("{}: WebAssembly module, {}", escape_for_terminal(file_name), human_size(module.bytes.size()));
    if (!names_.module_name().empty()) append(", called {}", escape_for_terminal(names_.module_name()));
    text_ += '\n';
  }

  std::string make() {
    sections();
    imports();
    exports();
    definitions();
    segments();
    customs();
    return std::move(text_);
  }

 private:
  template <typename... Args>
  void append(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Args>(args)...);
  }

  void heading(std::string_view title, std::size_t count) { append("\n{} ({}):\n", title, count); }

  // --- Sections ---

  void sections() {
    append("\nSections ({}):\n", module_.sections.size());
    std::size_t custom = 0;
    for (const SectionHeader& each : module_.sections) {
      std::string detail = section_detail(each.id);
      if (each.id == 0 && custom < module_.customs.size()) {
        detail = escape_for_terminal(module_.customs[custom++].name);
      }
      append("  {:#010x} {:>10}  {:<10}", each.offset, human_size(each.content.bytes.size()), section_name(each.id));
      if (!detail.empty()) append("  {}", detail);
      text_ += '\n';
    }
  }

  std::string section_detail(std::uint8_t id) const {
    const Module& m = module_;
    switch (id) {
      case 1: return counted(m.types.size(), "type");
      case 2: return counted(m.imports.size(), "import");
      case 3: return counted(m.functions.size() - m.imported_functions, "function");
      case 4: return counted(m.tables.size() - m.imported_tables, "table");
      case 5: return counted(m.memories.size() - m.imported_memories, "memory");
      case 6: return counted(m.globals.size() - m.imported_globals, "global");
      case 7: return counted(m.exports.size(), "export");
      case 8: return m.start ? fmt::format("function {}", names_.show(NameSpace::Function, *m.start)) : "";
      case 9: return counted(m.elements.size(), "segment");
      case 10: return counted(m.bodies.size(), "body");
      case 11: return counted(m.data.size(), "segment");
      case 12: return m.data_count ? fmt::format("{}", *m.data_count) : "";
      case 13: return counted(m.tags.size() - m.imported_tags, "tag");
      default: return "";
    }
  }

  // --- Imports and exports ---

  std::string function_type(FuncIndex index) const {
    if (index >= module_.functions.size()) return "unknown function";
    return type_text(module_.functions[index].type);
  }

  std::string type_text(TypeIndex type) const {
    if (type >= module_.types.size() || module_.types[type].kind != SubType::Kind::Func) return "unknown type";
    return to_string(module_.types[type].func);
  }

  std::string type_of(ExternKind kind, std::uint32_t index) const {
    const auto in = [index](const auto& space) { return index < space.size(); };
    switch (kind) {
      case ExternKind::Func: return function_type(index);
      case ExternKind::Table: return in(module_.tables) ? to_string(module_.tables[index].type) : "unknown table";
      case ExternKind::Memory: return in(module_.memories) ? to_string(module_.memories[index].type) : "unknown memory";
      case ExternKind::Global: return in(module_.globals) ? to_string(module_.globals[index].type) : "unknown global";
      case ExternKind::Tag: return in(module_.tags) ? type_text(module_.tags[index].type.type) : "unknown tag";
    }
    return {};
  }

  void imports() {
    if (module_.imports.empty()) return;
    heading("Imports", module_.imports.size());
    for (const Import& each : module_.imports) {
      entry(each.kind, fmt::format("{}.{}", each.module, each.name), type_of(each.kind, each.index));
    }
  }

  void exports() {
    if (module_.exports.empty()) return;
    heading("Exports", module_.exports.size());
    for (const Export& each : module_.exports) entry(each.kind, each.name, type_of(each.kind, each.index));
  }

  void entry(ExternKind kind, std::string_view name, const std::string& type) {
    append("  {:<6}  {}", to_string(kind), escape_for_terminal(name));
    if (!type.empty()) append("  {}", type);
    text_ += '\n';
  }

  // --- What the module defines ---

  void definitions() {
    const Module& m = module_;
    list("Memories", NameSpace::Memory, m.imported_memories, m.memories,
         [](const Memory& each) { return to_string(each.type) + memory_size(each.type); });
    list("Tables", NameSpace::Table, m.imported_tables, m.tables,
         [](const Table& each) { return to_string(each.type); });
    list("Globals", NameSpace::Global, m.imported_globals, m.globals,
         [](const Global& each) { return to_string(each.type); });
    list("Tags", NameSpace::Tag, m.imported_tags, m.tags,
         [this](const Tag& each) { return type_text(each.type.type); });
  }

  template <typename Item, typename Describe>
  void list(std::string_view title, NameSpace space, std::size_t imported, const std::vector<Item>& items,
            Describe describe) {
    if (items.size() <= imported) return;
    heading(title, items.size() - imported);
    for (std::size_t i = imported; i < items.size(); ++i) {
      const std::string_view name = names_.find(space, static_cast<std::uint32_t>(i));
      append("  {:<6}  {}", i, describe(items[i]));
      if (!name.empty()) append("  {}", escape_for_terminal(name));
      text_ += '\n';
    }
  }

  static std::string memory_size(const MemoryType& type) {
    const auto size = [&type](std::uint64_t pages) {
      return pages >> (64 - type.page_size_log2 - 1) != 0 ? "huge" : human_size(pages << type.page_size_log2);
    };
    if (!type.limits.max) return fmt::format("  ({} and growing)", size(type.limits.min));
    if (*type.limits.max == type.limits.min) return fmt::format("  ({})", size(type.limits.min));
    return fmt::format("  ({} to {})", size(type.limits.min), size(*type.limits.max));
  }

  // --- Segments ---

  void segments() {
    if (!module_.data.empty()) {
      std::size_t bytes = 0;
      for (const DataSegment& each : module_.data) bytes += each.bytes.size();
      append("\nData: {} in {}\n", human_size(bytes), counted(module_.data.size(), "segment"));
    }
    if (!module_.elements.empty()) {
      std::size_t items = 0;
      for (const ElementSegment& each : module_.elements) items += each.size();
      append("\nElements: {} in {}\n", counted(items, "reference"), counted(module_.elements.size(), "segment"));
    }
  }

  // --- Custom sections that say who made the module ---

  void customs() {
    for (const CustomSection& each : module_.customs) {
      if (each.name == "producers") producers(ByteReader(each.content.bytes));
      if (each.name == "target_features") target_features(ByteReader(each.content.bytes));
    }
  }

  // Fields, each a name and a list of (name, version).
  void producers(ByteReader reader) {
    text_ += "\nProducers:\n";
    const std::uint32_t fields = reader.read_u32();
    for (std::uint32_t i = 0; i < fields && !reader.failed(); ++i) {
      const std::string_view field = reader.read_name();
      const std::uint32_t values = reader.read_u32();
      for (std::uint32_t j = 0; j < values && !reader.failed(); ++j) {
        const std::string_view name = reader.read_name();
        const std::string_view version = reader.read_name();
        if (reader.failed()) return;
        append("  {}: {}{}{}\n", escape_for_terminal(field), escape_for_terminal(name), version.empty() ? "" : " ",
               escape_for_terminal(version));
      }
    }
  }

  // A sign each ('+' used, '-' forbidden), and a name.
  void target_features(ByteReader reader) {
    text_ += "\nTarget features:\n ";
    const std::uint32_t count = reader.read_u32();
    for (std::uint32_t i = 0; i < count && !reader.failed(); ++i) {
      const char sign = static_cast<char>(reader.read_u8());
      const std::string_view name = reader.read_name();
      if (!reader.failed()) append(" {}{}", sign == '-' ? "-" : "+", escape_for_terminal(name));
    }
    text_ += '\n';
  }

  const Module& module_;
  const IndexNames names_;
  std::string text_;
};

}  // namespace

std::string summarise_module(std::string_view file_name, const Module& module) {
  return Summary(file_name, module).make();
}

}  // namespace wrt
