// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The third pass: fields (6.6), in the order of the text, with the abbreviations for imports and exports inside them.
#include <fmt/format.h>

#include "lib/binary/instruction_encoder.h"
#include "lib/text/module_parser.h"

namespace wrt {

Result<> ModuleParser::parse_fields() {
  while (true) {
    WRT_TRY(parse_custom_annotations());
    if (stream_.at(Token::Kind::RightParen) || stream_.at(Token::Kind::End)) return {};
    WRT_TRY(stream_.expect(Token::Kind::LeftParen));
    const std::size_t offset = stream_.offset();
    WRT_TRY(parse_field());
    note_field(offset);
    WRT_TRY(stream_.expect_close());
  }
}

Result<> ModuleParser::parse_custom_annotations() {
  while (!stream_.annotations().empty() && stream_.annotations().front().id == "custom") {
    WRT_ASSIGN(PlacedSection section, parse_custom_annotation(source_, stream_.annotations().front()));
    customs_.push_back(std::move(section));
    stream_.claim_annotations(1);
  }
  return {};
}

// Behind the field's parenthesis, up to the one that closes it.
Result<> ModuleParser::parse_field() {
  const Token keyword = stream_.take();
  if (keyword.is("type") || keyword.is("rec")) return skip_type_field();
  if (keyword.is("import")) return parse_import(keyword.offset);
  if (keyword.is("func")) return parse_function();
  if (keyword.is("table")) return parse_table();
  if (keyword.is("memory")) return parse_memory();
  if (keyword.is("global")) return parse_global();
  if (keyword.is("tag")) return parse_tag();
  if (keyword.is("export")) return parse_export();
  if (keyword.is("start")) return parse_start(keyword.offset);
  if (keyword.is("elem")) return parse_element_segment();
  if (keyword.is("data")) return parse_data_segment();
  return stream_.unexpected(keyword);
}

// Types were parsed by the second pass, with their annotations.
Result<> ModuleParser::skip_type_field() {
  stream_.ignore_annotations(true);
  WRT_TRY(stream_.skip_rest());
  // The annotations in front of the closing parenthesis belong to the field too.
  stream_.claim_annotations(stream_.annotations().size());
  stream_.ignore_annotations(false);
  return {};
}

// --- Imports and exports ---

Result<ModuleParser::ImportNames> ModuleParser::parse_import_names() {
  ImportNames names;
  WRT_ASSIGN(names.module, parse_name(stream_));
  WRT_ASSIGN(names.name, parse_name(stream_));
  return names;
}

Result<> ModuleParser::check_import_order(std::size_t offset) const {
  if (last_definition_ == nullptr) return {};
  return fail(ErrorKind::Malformed, offset, fmt::format("import after {}", last_definition_));
}

Result<> ModuleParser::parse_import(std::size_t offset) {
  WRT_TRY(check_import_order(offset));
  WRT_ASSIGN(const ImportNames names, parse_import_names());
  WRT_TRY(stream_.expect(Token::Kind::LeftParen));
  const Token keyword = stream_.take();
  WRT_TRY(names_.identifiers.parse_binding(stream_));
  if (keyword.is("func")) {
    WRT_TRY(parse_imported_function(names));
  } else if (keyword.is("table")) {
    WRT_ASSIGN(const TableType type, types_.parse_table_type());
    builder_.import_table(names.module, names.name, type);
  } else if (keyword.is("memory")) {
    WRT_ASSIGN(const MemoryType type, types_.parse_memory_type());
    builder_.import_memory(names.module, names.name, type);
  } else if (keyword.is("global")) {
    WRT_ASSIGN(const GlobalType type, types_.parse_global_type());
    builder_.import_global(names.module, names.name, type);
  } else if (keyword.is("tag")) {
    WRT_ASSIGN(const TypeUse use, parse_nameless_type_use());
    builder_.import_tag(names.module, names.name, use.index);
  } else {
    return stream_.unexpected(keyword);
  }
  return stream_.expect_close();
}

Result<> ModuleParser::parse_imported_function(const ImportNames& names) {
  instructions_.begin_function();
  IndexSpace& locals = instructions_.locals();
  WRT_ASSIGN(const TypeUse use, types_.parse_type_use(&locals));
  const FuncIndex index = builder_.import_function(names.module, names.name, use.index);
  if (!locals.names().empty()) names_.locals.emplace_back(index, locals.names());
  return {};
}

// A type use whose parameters may have names, for nothing.
Result<TypeUse> ModuleParser::parse_nameless_type_use() {
  IndexSpace params("local", "local");
  return types_.parse_type_use(&params);
}

Result<std::optional<ModuleParser::ImportNames>> ModuleParser::parse_field_header(ExternKind kind, std::size_t index,
                                                                                  const char* noun) {
  // The name itself was bound by the first pass.
  WRT_TRY(names_.identifiers.parse_binding(stream_));
  while (stream_.skip_open("export")) {
    WRT_ASSIGN(const std::string name, parse_name(stream_));
    builder_.add_export(name, kind, static_cast<std::uint32_t>(index));
    WRT_TRY(stream_.expect_close());
  }
  const std::size_t offset = stream_.offset();
  if (!stream_.skip_open("import")) {
    last_definition_ = noun;
    return std::nullopt;
  }
  WRT_TRY(check_import_order(offset));
  WRT_ASSIGN(ImportNames names, parse_import_names());
  WRT_TRY(stream_.expect_close());
  return names;
}

Result<> ModuleParser::parse_export() {
  WRT_ASSIGN(const std::string name, parse_name(stream_));
  WRT_TRY(stream_.expect(Token::Kind::LeftParen));
  const Token keyword = stream_.take();
  const IndexSpace* space = space_of(keyword);
  if (space == nullptr || space == &names_.elements || space == &names_.data) return stream_.unexpected(keyword);
  WRT_ASSIGN(const std::uint32_t index, space->resolve(stream_, names_.identifiers));
  const ExternKind kind = space == &names_.functions  ? ExternKind::Func
                          : space == &names_.tables   ? ExternKind::Table
                          : space == &names_.memories ? ExternKind::Memory
                          : space == &names_.globals  ? ExternKind::Global
                                                      : ExternKind::Tag;
  builder_.add_export(name, kind, index);
  return stream_.expect_close();
}

Result<> ModuleParser::parse_start(std::size_t offset) {
  if (builder_.module().start) return fail(ErrorKind::Malformed, offset, "multiple start sections");
  WRT_ASSIGN(builder_.module().start, names_.functions.resolve(stream_, names_.identifiers));
  return {};
}

// --- Functions ---

Result<> ModuleParser::parse_function() {
  const std::size_t index = builder_.module().functions.size();
  WRT_ASSIGN(const std::optional<ImportNames> import, parse_field_header(ExternKind::Func, index, "function"));
  if (import) return parse_imported_function(*import);
  instructions_.begin_function();
  IndexSpace& locals = instructions_.locals();
  WRT_ASSIGN(const TypeUse use, types_.parse_type_use(&locals));
  if (use.signature.type.params.empty()) locals.skip(types_.parameter_count(use.index));
  return parse_body(static_cast<FuncIndex>(index), use.index);
}

Result<> ModuleParser::parse_body(FuncIndex index, TypeIndex type) {
  std::vector<LocalRun> runs;
  WRT_TRY(parse_locals(runs));
  ByteWriter body;
  encode_locals(body, runs);
  WRT_TRY(instructions_.parse_expression(body));
  builder_.add_function(type, body.take());
  if (map_ != nullptr) map_->add_body(instructions_.positions());

  const NameMap& locals = instructions_.locals().names();
  if (!locals.empty()) names_.locals.emplace_back(index, locals);
  const NameMap& labels = instructions_.label_names();
  if (!labels.empty()) names_.labels.emplace_back(index, labels);
  const std::vector<BranchHint>& hints = instructions_.branch_hints();
  if (!hints.empty()) branch_hints_.emplace_back(index, hints);
  return {};
}

// Equal neighbours share a run, as every encoder has it.
Result<> ModuleParser::parse_locals(std::vector<LocalRun>& runs) {
  const auto add = [&runs](ValType type) {
    if (runs.empty() || runs.back().type != type) runs.push_back({0, type});
    ++runs.back().count;
  };
  IndexSpace& locals = instructions_.locals();
  while (stream_.skip_open("local")) {
    if (stream_.at(Token::Kind::Id) || !stream_.annotations().empty()) {
      WRT_ASSIGN(const Binding binding, names_.identifiers.parse_binding(stream_));
      WRT_TRY(locals.bind(binding));
      WRT_ASSIGN(const ValType type, types_.parse_val_type());
      add(type);
    } else {
      while (!stream_.at(Token::Kind::RightParen)) {
        WRT_ASSIGN(const ValType type, types_.parse_val_type());
        add(type);
        locals.skip(1);
      }
    }
    WRT_TRY(stream_.expect_close());
  }
  return {};
}

// --- Globals and tags ---

Result<> ModuleParser::parse_global() {
  const std::size_t index = builder_.module().globals.size();
  WRT_ASSIGN(const std::optional<ImportNames> import, parse_field_header(ExternKind::Global, index, "global"));
  WRT_ASSIGN(const GlobalType type, types_.parse_global_type());
  if (import) {
    builder_.import_global(import->module, import->name, type);
    return {};
  }
  WRT_ASSIGN(const ConstExpr init, parse_const_expr());
  builder_.add_global(type, init);
  return {};
}

Result<> ModuleParser::parse_tag() {
  const std::size_t index = builder_.module().tags.size();
  WRT_ASSIGN(const std::optional<ImportNames> import, parse_field_header(ExternKind::Tag, index, "tag"));
  WRT_ASSIGN(const TypeUse use, parse_nameless_type_use());
  if (import) {
    builder_.import_tag(import->module, import->name, use.index);
  } else {
    builder_.add_tag(use.index);
  }
  return {};
}

// --- Constant expressions ---

// Instructions up to the field's closing parenthesis, which remains.
Result<ConstExpr> ModuleParser::parse_const_expr() {
  ByteWriter code;
  WRT_TRY(instructions_.parse_expression(code));
  return ConstExpr{0, builder_.keep(code.take())};
}

// `(offset instruction*)`, or one folded instruction.
Result<ConstExpr> ModuleParser::parse_offset() {
  ByteWriter code;
  if (stream_.skip_open("offset")) {
    WRT_TRY(instructions_.parse_expression(code));
    WRT_TRY(stream_.expect_close());
  } else {
    WRT_TRY(instructions_.parse_folded_expression(code));
  }
  return ConstExpr{0, builder_.keep(code.take())};
}

}  // namespace wrt
