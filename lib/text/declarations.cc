// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The first pass: which names have which index. It looks at no more of a field than its keyword, its name, and what
// else takes an index of its own: segments inside tables and memories, types inside recursion groups.
#include <algorithm>

#include "lib/text/module_parser.h"

namespace wrt {

Result<> ModuleParser::declare_fields() {
  while (!stream_.at(Token::Kind::RightParen) && !stream_.at(Token::Kind::End)) {
    WRT_TRY(stream_.expect(Token::Kind::LeftParen));
    WRT_TRY(declare_field());
    WRT_TRY(stream_.skip_rest());
    WRT_TRY(stream_.expect_close());
  }
  return {};
}

// Behind the field's parenthesis. The rest of the field is skipped by the caller.
Result<> ModuleParser::declare_field() {
  const Token keyword = stream_.token();
  if (keyword.is("type") || keyword.is("rec")) return declare_type(keyword.is("rec"));
  if (keyword.is("import")) return declare_import();
  if (keyword.is("export") || keyword.is("start")) return {};
  if (IndexSpace* space = space_of(keyword)) {
    stream_.take();
    WRT_TRY(declare(*space));
    if (keyword.is("table")) return declare_inline_segments("elem", names_.elements);
    if (keyword.is("memory")) return declare_inline_segments("data", names_.data);
    return {};
  }
  return stream_.unexpected();
}

IndexSpace* ModuleParser::space_of(const Token& keyword) {
  if (keyword.is("func")) return &names_.functions;
  if (keyword.is("table")) return &names_.tables;
  if (keyword.is("memory")) return &names_.memories;
  if (keyword.is("global")) return &names_.globals;
  if (keyword.is("tag")) return &names_.tags;
  if (keyword.is("elem")) return &names_.elements;
  if (keyword.is("data")) return &names_.data;
  return nullptr;
}

Result<> ModuleParser::declare(IndexSpace& space) {
  WRT_ASSIGN(const Binding binding, names_.identifiers.parse_binding(stream_));
  return space.bind(binding);
}

Result<> ModuleParser::declare_type(bool is_group) {
  TypeField field;
  const Token keyword = stream_.take();
  field.offset = keyword.offset;
  field.begin = keyword.end_offset();
  field.is_group = is_group;
  if (!is_group) WRT_TRY(declare(names_.types));
  while (is_group && stream_.skip_open("type")) {
    WRT_TRY(declare(names_.types));
    WRT_TRY(stream_.skip_rest());
    WRT_TRY(stream_.expect_close());
  }
  // What follows is a wrong type, if anything: the second pass says so.
  WRT_TRY(stream_.skip_rest());
  field.end = stream_.token().end_offset();
  type_fields_.push_back(field);
  return {};
}

// An import that is not well-formed is left for the third pass.
Result<> ModuleParser::declare_import() {
  stream_.take();
  if (!stream_.skip(Token::Kind::String) || !stream_.skip(Token::Kind::String)) return {};
  if (!stream_.skip(Token::Kind::LeftParen)) return {};
  IndexSpace* space = space_of(stream_.token());
  if (space == nullptr) return stream_.unexpected();
  stream_.take();
  WRT_TRY(declare(*space));
  WRT_TRY(stream_.skip_rest());
  return stream_.expect_close();
}

Result<> ModuleParser::declare_inline_segments(std::string_view keyword, IndexSpace& segments) {
  while (!stream_.at(Token::Kind::RightParen)) {
    if (stream_.at_open(keyword)) segments.skip(1);
    WRT_TRY(stream_.skip_form());
  }
  return {};
}

}  // namespace wrt
