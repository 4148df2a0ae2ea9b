// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Tables, memories and the segments that fill them (6.6.5, 6.6.6, 6.6.10, 6.6.11). A segment inside a table or memory
// is an active one at offset 0, and gives it its size.
#include "lib/text/module_parser.h"
#include "lib/text/string_literal.h"

namespace wrt {

ConstExpr ModuleParser::zero_offset(AddressType address) {
  Instruction zero;
  zero.opcode = address == AddressType::I64 ? Opcode::I64Const : Opcode::I32Const;
  return builder_.const_expr({&zero, 1});
}

// An old way to say which table or memory a segment is for, which the scripts of the threads proposal still use: its
// index, without the keyword, before the offset. An identifier is one only behind the segment's own.
bool ModuleParser::at_bare_index(const Binding& segment) const {
  const bool index = stream_.at(Token::Kind::Nat) || (stream_.at(Token::Kind::Id) && !segment.id.empty());
  return index && stream_.next_token().kind == Token::Kind::LeftParen;
}

// --- Tables and element segments ---

Result<> ModuleParser::parse_table() {
  const std::size_t index = builder_.module().tables.size();
  WRT_ASSIGN(const std::optional<ImportNames> import, parse_field_header(ExternKind::Table, index, "table"));
  if (import) {
    WRT_ASSIGN(const TableType type, types_.parse_table_type());
    builder_.import_table(import->module, import->name, type);
    return {};
  }
  TableType type;
  type.address = types_.parse_address_type();
  if (!types_.at_limits()) return parse_inline_elements(type);
  WRT_ASSIGN(type.limits, types_.parse_limits());
  WRT_ASSIGN(type.element, types_.parse_ref_type());
  builder_.add_table(type);
  if (!stream_.at(Token::Kind::RightParen)) {
    WRT_ASSIGN(builder_.module().tables.back().init, parse_const_expr());
  }
  return {};
}

// `reftype (elem …)`, behind a table's address type.
Result<> ModuleParser::parse_inline_elements(TableType type) {
  WRT_ASSIGN(type.element, types_.parse_ref_type());
  WRT_TRY(stream_.expect_open("elem"));
  ElementSegment segment;
  segment.mode = SegmentMode::Active;
  segment.table = static_cast<TableIndex>(builder_.module().tables.size());
  segment.table_offset = zero_offset(type.address);
  segment.type = type.element;
  if (stream_.at(Token::Kind::LeftParen)) {
    WRT_TRY(parse_element_expressions(segment));
  } else {
    WRT_TRY(parse_function_list(segment));
    // The short form of segments stands for plain functions; a table of a more special type needs expressions.
    const HeapType heap = type.element.heap();
    if (heap == HeapType::Func) {
      segment.type = ValType::ref(HeapType::Func, false);
    } else {
      make_element_expressions(segment);
    }
  }
  WRT_TRY(stream_.expect_close());
  type.limits.min = segment.size();
  type.limits.max = segment.size();
  builder_.add_table(type);
  builder_.module().elements.push_back(std::move(segment));
  return {};
}

Result<> ModuleParser::parse_element_segment() {
  ElementSegment segment;
  WRT_ASSIGN(const Binding binding, names_.identifiers.parse_binding(stream_));
  if (stream_.skip_keyword("declare")) {
    segment.mode = SegmentMode::Declarative;
  } else if (at_bare_index(binding)) {
    segment.mode = SegmentMode::Active;
    WRT_ASSIGN(segment.table, names_.tables.resolve(stream_, names_.identifiers));
  } else if (stream_.skip_open("table")) {
    segment.mode = SegmentMode::Active;
    WRT_ASSIGN(segment.table, names_.tables.resolve(stream_, names_.identifiers));
    WRT_TRY(stream_.expect_close());
  } else if (stream_.at(Token::Kind::LeftParen) && !stream_.at_open("ref")) {
    segment.mode = SegmentMode::Active;
  }
  if (segment.mode == SegmentMode::Active) {
    WRT_ASSIGN(segment.table_offset, parse_offset());
  }
  WRT_TRY(parse_element_list(segment));
  builder_.module().elements.push_back(std::move(segment));
  return {};
}

// `func x*`, `reftype expression*`, or for an active segment only `x*`.
Result<> ModuleParser::parse_element_list(ElementSegment& segment) {
  if (types_.at_ref_type()) {
    WRT_ASSIGN(segment.type, types_.parse_ref_type());
    return parse_element_expressions(segment);
  }
  if (!stream_.skip_keyword("func") && segment.mode != SegmentMode::Active) return stream_.unexpected();
  segment.type = ValType::ref(HeapType::Func, false);
  return parse_function_list(segment);
}

Result<> ModuleParser::parse_function_list(ElementSegment& segment) {
  while (!stream_.at(Token::Kind::RightParen)) {
    WRT_ASSIGN(segment.functions.emplace_back(), names_.functions.resolve(stream_, names_.identifiers));
  }
  return {};
}

// `(item instruction*)`, or one folded instruction, each.
Result<> ModuleParser::parse_element_expressions(ElementSegment& segment) {
  while (!stream_.at(Token::Kind::RightParen)) {
    ByteWriter code;
    if (stream_.skip_open("item")) {
      WRT_TRY(instructions_.parse_expression(code));
      WRT_TRY(stream_.expect_close());
    } else {
      WRT_TRY(instructions_.parse_folded_expression(code));
    }
    segment.expressions.push_back({0, builder_.keep(code.take())});
  }
  return {};
}

void ModuleParser::make_element_expressions(ElementSegment& segment) {
  for (const FuncIndex function : segment.functions) {
    Instruction reference;
    reference.opcode = Opcode::RefFunc;
    reference.index = function;
    segment.expressions.push_back(builder_.const_expr({&reference, 1}));
  }
  segment.functions.clear();
}

// --- Memories and data segments ---

Result<> ModuleParser::parse_memory() {
  const std::size_t index = builder_.module().memories.size();
  WRT_ASSIGN(const std::optional<ImportNames> import, parse_field_header(ExternKind::Memory, index, "memory"));
  if (import) {
    WRT_ASSIGN(const MemoryType type, types_.parse_memory_type());
    builder_.import_memory(import->module, import->name, type);
    return {};
  }
  const AddressType address = types_.parse_address_type();
  if (stream_.at(Token::Kind::LeftParen)) return parse_inline_data(address);
  WRT_ASSIGN(const MemoryType type, types_.parse_memory_type(address));
  builder_.add_memory(type);
  return {};
}

// `(pagesize n)? (data …)`, behind a memory's address type.
Result<> ModuleParser::parse_inline_data(AddressType address) {
  MemoryType type;
  type.address = address;
  WRT_ASSIGN(type.page_size_log2, types_.parse_page_size());
  WRT_TRY(stream_.expect_open("data"));
  DataSegment segment;
  segment.mode = SegmentMode::Active;
  segment.memory = static_cast<MemoryIndex>(builder_.module().memories.size());
  segment.memory_offset = zero_offset(address);
  WRT_ASSIGN(segment.bytes, parse_strings());
  WRT_TRY(stream_.expect_close());
  const std::uint64_t size = segment.bytes.size();
  const std::uint64_t page_bytes_less_1 = (std::uint64_t{1} << type.page_size_log2) - 1;
  type.limits.min = (size + page_bytes_less_1) >> type.page_size_log2;
  type.limits.max = type.limits.min;
  builder_.add_memory(type);
  builder_.module().data.push_back(segment);
  return {};
}

Result<> ModuleParser::parse_data_segment() {
  DataSegment segment;
  WRT_ASSIGN(const Binding binding, names_.identifiers.parse_binding(stream_));
  if (at_bare_index(binding)) {
    segment.mode = SegmentMode::Active;
    WRT_ASSIGN(segment.memory, names_.memories.resolve(stream_, names_.identifiers));
  } else if (stream_.skip_open("memory")) {
    segment.mode = SegmentMode::Active;
    WRT_ASSIGN(segment.memory, names_.memories.resolve(stream_, names_.identifiers));
    WRT_TRY(stream_.expect_close());
  } else if (stream_.at(Token::Kind::LeftParen)) {
    segment.mode = SegmentMode::Active;
  }
  if (segment.mode == SegmentMode::Active) {
    WRT_ASSIGN(segment.memory_offset, parse_offset());
  }
  WRT_ASSIGN(segment.bytes, parse_strings());
  builder_.module().data.push_back(segment);
  return {};
}

// Strings up to the field's closing parenthesis, one behind the other.
Result<std::span<const std::uint8_t>> ModuleParser::parse_strings() {
  std::string bytes;
  while (stream_.at(Token::Kind::String)) unescape_string(stream_.take().text, bytes);
  if (!stream_.at(Token::Kind::RightParen)) return stream_.unexpected();
  return builder_.keep(std::vector<std::uint8_t>(bytes.begin(), bytes.end()));
}

}  // namespace wrt
