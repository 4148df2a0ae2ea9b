// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Module: what a binary says (section 2.5), decoded once by lib/binary, never changed afterwards. It borrows: names,
// bodies, data and custom sections are views into the bytes that it was decoded from, which must outlive it.
// Index spaces hold imports first, as the specification counts them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "lib/wasm/features.h"
#include "lib/wasm/types.h"

namespace wrt {

// A piece of the module's bytes. `offset` counts from the start of the file.
struct ByteRange {
  std::size_t offset = 0;
  std::span<const std::uint8_t> bytes;
};

// A constant expression (3.4.11), `end` included. Still bytes: BodyReader walks it when it is validated and evaluated.
using ConstExpr = ByteRange;

struct Import {
  std::string_view module;
  std::string_view name;
  ExternKind kind = ExternKind::Func;
  // Index of what is imported, in the index space of its kind.
  std::uint32_t index = 0;
  std::size_t offset = 0;  // of the entry, for messages
};

struct Export {
  std::string_view name;
  ExternKind kind = ExternKind::Func;
  std::uint32_t index = 0;
  std::size_t offset = 0;
};

struct Function {
  TypeIndex type = 0;
  // Position of the type index that declares it (function or import section).
  std::size_t offset = 0;
};

struct Table {
  TableType type;
  std::optional<ConstExpr> init;  // absent: null, or imported
  std::size_t offset = 0;
};

struct Memory {
  MemoryType type;
  std::size_t offset = 0;
};

struct Global {
  GlobalType type;
  ConstExpr init;  // empty when imported
  std::size_t offset = 0;
};

struct Tag {
  TagType type;
  std::size_t offset = 0;
};

enum class SegmentMode : std::uint8_t { Active, Passive, Declarative };

struct ElementSegment {
  SegmentMode mode = SegmentMode::Passive;
  TableIndex table = 0;    // Active
  ConstExpr table_offset;  // Active
  RefType type;
  // The elements: function indices where the short form was used, else expressions. One of the two is empty.
  std::vector<FuncIndex> functions;
  std::vector<ConstExpr> expressions;
  std::size_t offset = 0;

  std::size_t size() const { return functions.empty() ? expressions.size() : functions.size(); }
};

struct DataSegment {
  SegmentMode mode = SegmentMode::Passive;
  MemoryIndex memory = 0;   // Active
  ConstExpr memory_offset;  // Active
  std::span<const std::uint8_t> bytes;
  std::size_t offset = 0;
};

struct CustomSection {
  std::string_view name;
  ByteRange content;  // behind the name
};

// A section as it stands in the file, for `wrt inspect`.
struct SectionHeader {
  std::uint8_t id = 0;
  std::size_t offset = 0;  // of the id byte
  ByteRange content;
};

struct Module {
  std::span<const std::uint8_t> bytes;
  // What it was decoded with, and is validated against.
  Features features;

  std::vector<SubType> types;
  std::vector<Import> imports;
  std::vector<Function> functions;
  std::vector<Table> tables;
  std::vector<Memory> memories;
  std::vector<Global> globals;
  std::vector<Tag> tags;
  std::vector<Export> exports;
  std::optional<FuncIndex> start;
  std::size_t start_offset = 0;
  std::vector<ElementSegment> elements;
  std::optional<std::uint32_t> data_count;
  std::vector<DataSegment> data;
  // The code section's entries: locals and instructions, for the functions from imported_functions on.
  std::vector<ByteRange> bodies;
  std::vector<CustomSection> customs;
  std::vector<SectionHeader> sections;

  std::uint32_t imported_functions = 0;
  std::uint32_t imported_tables = 0;
  std::uint32_t imported_memories = 0;
  std::uint32_t imported_globals = 0;
  std::uint32_t imported_tags = 0;

  // The set C.refs (3.4.10) and the exported functions, by function index: those to which a function reference can be
  // made, so that they need a VMFuncRef. Filled by validate_module_environment().
  std::vector<bool> escaping_functions;

  bool is_imported_function(FuncIndex index) const { return index < imported_functions; }
  // Preconditions: the index is valid; the type is a function type (true for a validated module).
  const FuncType& function_type(FuncIndex index) const { return types[functions[index].type].func; }
  const ByteRange& body(FuncIndex index) const { return bodies[index - imported_functions]; }
};

}  // namespace wrt
