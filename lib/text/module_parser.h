// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ModuleParser turns one module's text into bytes, in three passes over the text: the first binds the names of
// everything that has an index, so that references may point forward; the second parses the type definitions; the
// third does the rest, field by field, in order. Nothing is kept of the text but the bytes that it stands for.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/binary/module_builder.h"
#include "lib/text/branch_hints.h"
#include "lib/text/custom_annotation.h"
#include "lib/text/instruction_parser.h"
#include "lib/text/names.h"
#include "lib/text/parser.h"
#include "lib/text/token_stream.h"
#include "lib/text/type_parser.h"

namespace wrt {

class ModuleParser {
 public:
  // `in_script`: whether `definition` may follow `module`. `map` may be null.
  ModuleParser(std::string_view source, std::size_t begin, std::size_t end, bool in_script, const TextOptions& options,
               SourceMap* map)
      : source_(source),
        begin_(begin),
        end_(end),
        in_script_(in_script),
        options_(options),
        map_(map),
        stream_(source, begin, end) {}

  Result<std::vector<std::uint8_t>> parse();

 private:
  // A piece of the source that the second pass comes back to.
  struct TypeField {
    std::size_t offset = 0;  // of the keyword
    std::size_t begin = 0;   // behind the keyword
    std::size_t end = 0;     // of the text
    bool is_group = false;
  };
  struct ImportNames {
    std::string module;
    std::string name;
  };

  // Whether `(module` was there. Takes it and the module's name.
  Result<bool> parse_module_header();
  // Takes what closes the module; nothing may follow.
  Result<> parse_module_end(bool has_header);

  // First pass: declarations.cc.
  Result<> declare_fields();
  Result<> declare_field();
  Result<> declare_type(bool is_group);
  Result<> declare_import();
  Result<> declare(IndexSpace& space);
  // Counts the segments that a table or memory holds inline.
  Result<> declare_inline_segments(std::string_view keyword, IndexSpace& segments);
  IndexSpace* space_of(const Token& keyword);

  Result<> parse_types();
  // For the map: the field at `offset` is complete.
  void note_field(std::size_t offset);

  // Third pass: module_fields.cc, segment_fields.cc.
  Result<> parse_fields();
  Result<> parse_field();
  Result<> skip_type_field();
  Result<> parse_import(std::size_t offset);
  Result<> parse_imported_function(const ImportNames& names);
  Result<TypeUse> parse_nameless_type_use();
  Result<> parse_function();
  Result<> parse_body(FuncIndex index, TypeIndex type);
  Result<> parse_locals(std::vector<LocalRun>& runs);
  Result<> parse_table();
  Result<> parse_inline_elements(TableType type);
  Result<> parse_memory();
  Result<> parse_inline_data(AddressType address);
  Result<> parse_global();
  Result<> parse_tag();
  Result<> parse_export();
  Result<> parse_start(std::size_t offset);
  bool at_bare_index(const Binding& segment) const;
  Result<> parse_element_segment();
  Result<> parse_element_list(ElementSegment& segment);
  Result<> parse_function_list(ElementSegment& segment);
  Result<> parse_element_expressions(ElementSegment& segment);
  void make_element_expressions(ElementSegment& segment);
  Result<> parse_data_segment();

  // Name, inline exports and an inline import at the start of a field that defines number `index` of its kind, which
  // messages call `noun`.
  Result<std::optional<ImportNames>> parse_field_header(ExternKind kind, std::size_t index, const char* noun);
  Result<ImportNames> parse_import_names();
  Result<> check_import_order(std::size_t offset) const;
  Result<ConstExpr> parse_offset();
  Result<ConstExpr> parse_const_expr();
  ConstExpr zero_offset(AddressType address);
  Result<std::span<const std::uint8_t>> parse_strings();

  Result<> parse_custom_annotations();
  std::vector<std::uint8_t> finish();

  std::string_view source_;
  std::size_t begin_;
  std::size_t end_;
  bool in_script_;
  TextOptions options_;
  SourceMap* map_;

  TokenStream stream_;
  ModuleNames names_{options_.names};
  TypeParser types_{stream_, names_, options_};
  InstructionParser instructions_{stream_, names_, types_, map_ != nullptr};
  ModuleBuilder builder_;
  std::vector<TypeField> type_fields_;
  std::vector<PlacedSection> customs_;
  BranchHints branch_hints_;
  // What was defined last, for "import after function".
  const char* last_definition_ = nullptr;
};

}  // namespace wrt
