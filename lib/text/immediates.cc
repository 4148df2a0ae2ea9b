// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Immediates in text (6.5.2 to 6.5.9): one function per kind. What the text leaves out (memory 0, the natural
// alignment) is filled in here.
#include <bit>

#include "lib/support/check.h"
#include "lib/text/access_size.h"
#include "lib/text/instruction_parser.h"
#include "lib/text/literals.h"
#include "lib/text/number.h"

namespace wrt {

namespace {

// The value of a keyword like `offset=4`: nothing if it is another keyword.
Result<std::optional<std::uint64_t>> parse_assignment(TokenStream& stream, std::string_view key) {
  const Token& token = stream.token();
  if (token.kind != Token::Kind::Keyword || !token.text.starts_with(key)) return std::nullopt;
  const std::string_view number = token.text.substr(key.size());
  if (classify_number(number) != NumberClass::Nat) return stream.unexpected();
  const std::optional<std::uint64_t> value = parse_nat(number, 64);
  if (!value) return fail(ErrorKind::Malformed, token.offset, "i64 constant out of range");
  stream.take();
  return value;
}

}  // namespace

// One line a kind: a dispatch table. Some kinds are those of several rows with the same keyword.
Result<> InstructionParser::parse_immediate(Instruction& i) {
  switch (opcode_info(i.opcode).immediate) {
    case Immediate::None: return i.opcode == Opcode::Select ? parse_select_types(i) : Result<>();
    case Immediate::Fence: return {};
    case Immediate::Block:
    case Immediate::TryTable: break;  // blocks: the label comes first
    case Immediate::Label: return parse_label(i.index);
    case Immediate::LabelTable: return parse_label_table(i);
    case Immediate::Tag: return parse_index(names_.tags, i.index);
    case Immediate::Func: return parse_index(names_.functions, i.index);
    case Immediate::CallIndirect: return parse_call_indirect(i);
    case Immediate::SelectTypes: return parse_select_types(i);
    case Immediate::Local: return parse_index(locals_, i.index);
    case Immediate::Global: return parse_index(names_.globals, i.index);
    case Immediate::Table: return parse_optional_index(names_.tables, i.index);
    case Immediate::ElemTable: return parse_segment(names_.elements, names_.tables, i);
    case Immediate::TableTable: return parse_two_or_none(names_.tables, i);
    case Immediate::Elem: return parse_index(names_.elements, i.index);
    case Immediate::MemArg: return parse_memarg(i, false);
    case Immediate::MemArgLane: return parse_memarg(i, true);
    case Immediate::Memory: return parse_optional_index(names_.memories, i.index);
    case Immediate::DataMemory: needs_data_count_ = true; return parse_segment(names_.data, names_.memories, i);
    case Immediate::MemoryMemory: return parse_two_or_none(names_.memories, i);
    case Immediate::Data: needs_data_count_ = true; return parse_index(names_.data, i.index);
    case Immediate::I32:
    case Immediate::I64:
    case Immediate::F32:
    case Immediate::F64: return parse_number(i);
    case Immediate::V128: return parse_v128(stream_, i.v128);
    case Immediate::Shuffle: return parse_shuffle(i);
    case Immediate::Lane: return parse_lane(i);
    case Immediate::HeapType: return parse_heap_type(i);
    case Immediate::Type: return parse_index(names_.types, i.index);
    case Immediate::TypeType: WRT_TRY(parse_index(names_.types, i.index)); return parse_index(names_.types, i.index2);
    case Immediate::StructField: return parse_struct_field(i);
    case Immediate::ArrayFixed: return parse_array_fixed(i);
    case Immediate::ArrayData:
      needs_data_count_ = true;
      WRT_TRY(parse_index(names_.types, i.index));
      return parse_index(names_.data, i.index2);
    case Immediate::ArrayElem:
      WRT_TRY(parse_index(names_.types, i.index));
      return parse_index(names_.elements, i.index2);
    case Immediate::BrOnCast: return parse_br_on_cast(i);
  }
  WRT_UNREACHABLE();
}

// --- Indices ---

Result<> InstructionParser::parse_index(const IndexSpace& space, std::uint32_t& index) {
  WRT_ASSIGN(index, space.resolve(stream_, names_.identifiers));
  return {};
}

Result<> InstructionParser::parse_optional_index(const IndexSpace& space, std::uint32_t& index) {
  if (!stream_.at(Token::Kind::Id) && !stream_.at(Token::Kind::Nat)) return {};
  return parse_index(space, index);
}

Result<> InstructionParser::parse_segment(const IndexSpace& segments, const IndexSpace& targets,
                                          Instruction& instruction) {
  const Token::Kind next = stream_.next_token().kind;
  if (next == Token::Kind::Id || next == Token::Kind::Nat) WRT_TRY(parse_index(targets, instruction.index2));
  return parse_index(segments, instruction.index);
}

Result<> InstructionParser::parse_two_or_none(const IndexSpace& space, Instruction& instruction) {
  if (!stream_.at(Token::Kind::Id) && !stream_.at(Token::Kind::Nat)) return {};
  WRT_TRY(parse_index(space, instruction.index));
  return parse_index(space, instruction.index2);
}

Result<> InstructionParser::parse_struct_field(Instruction& instruction) {
  WRT_TRY(parse_index(names_.types, instruction.index));
  const auto fields = names_.fields.find(instruction.index);
  static const IndexSpace kNoFields("field", "field");
  return parse_index(fields == names_.fields.end() ? kNoFields : fields->second, instruction.index2);
}

Result<> InstructionParser::parse_array_fixed(Instruction& instruction) {
  WRT_TRY(parse_index(names_.types, instruction.index));
  WRT_ASSIGN(instruction.index2, parse_u32(stream_));
  return {};
}

// --- Labels ---

Result<> InstructionParser::parse_label(std::uint32_t& label) {
  if (!stream_.at(Token::Kind::Id)) {
    WRT_ASSIGN(label, parse_u32(stream_));
    return {};
  }
  const std::optional<std::uint32_t> found = labels_.find(names_.identifiers.name(stream_.token()));
  if (!found) {
    return fail(ErrorKind::Malformed, stream_.offset(), "unknown label " + show_source(stream_.token().text));
  }
  stream_.take();
  label = *found;
  return {};
}

Result<> InstructionParser::parse_label_table(Instruction& instruction) {
  label_list_.clear();
  do {
    WRT_TRY(parse_label(label_list_.emplace_back()));
  } while (stream_.at(Token::Kind::Id) || stream_.at(Token::Kind::Nat));
  instruction.index = label_list_.back();
  label_list_.pop_back();
  instruction.labels = label_list_;
  return {};
}

// The labels of catch clauses are counted from outside their own block.
Result<> InstructionParser::parse_catch_clauses(Instruction& instruction) {
  catch_list_.clear();
  while (true) {
    CatchClause clause;
    if (stream_.skip_open("catch")) {
      clause.kind = CatchClause::Kind::Catch;
    } else if (stream_.skip_open("catch_ref")) {
      clause.kind = CatchClause::Kind::CatchRef;
    } else if (stream_.skip_open("catch_all")) {
      clause.kind = CatchClause::Kind::CatchAll;
    } else if (stream_.skip_open("catch_all_ref")) {
      clause.kind = CatchClause::Kind::CatchAllRef;
    } else {
      break;
    }
    const bool has_tag = clause.kind == CatchClause::Kind::Catch || clause.kind == CatchClause::Kind::CatchRef;
    if (has_tag) WRT_TRY(parse_index(names_.tags, clause.tag));
    WRT_TRY(parse_label(clause.label));
    WRT_TRY(stream_.expect_close());
    catch_list_.push_back(clause);
  }
  instruction.catches = catch_list_;
  return {};
}

// --- Types ---

Result<> InstructionParser::parse_call_indirect(Instruction& instruction) {
  WRT_TRY(parse_optional_index(names_.tables, instruction.index2));
  WRT_ASSIGN(const TypeUse use, types_.parse_type_use(nullptr));
  instruction.index = use.index;
  return {};
}

Result<> InstructionParser::parse_select_types(Instruction& instruction) {
  if (!stream_.at_open("result")) return {};
  instruction.opcode = Opcode::SelectTyped;
  type_list_.clear();
  while (stream_.skip_open("result")) {
    while (!stream_.at(Token::Kind::RightParen)) {
      WRT_ASSIGN(type_list_.emplace_back(), types_.parse_val_type());
    }
    WRT_TRY(stream_.expect_close());
  }
  instruction.types = type_list_;
  return {};
}

// ref.null names a heap type; ref.test and ref.cast a reference type, and null is part of the opcode.
Result<> InstructionParser::parse_heap_type(Instruction& instruction) {
  if (instruction.opcode == Opcode::RefNull) {
    WRT_ASSIGN(const HeapType heap, types_.parse_heap_type());
    instruction.ref = ValType::ref(heap, true);
    return {};
  }
  WRT_ASSIGN(instruction.ref, types_.parse_ref_type());
  if (instruction.ref.nullable()) {
    instruction.opcode = instruction.opcode == Opcode::RefTest ? Opcode::RefTestNull : Opcode::RefCastNull;
  }
  return {};
}

Result<> InstructionParser::parse_br_on_cast(Instruction& instruction) {
  WRT_TRY(parse_label(instruction.index));
  WRT_ASSIGN(instruction.ref, types_.parse_ref_type());
  WRT_ASSIGN(instruction.ref2, types_.parse_ref_type());
  return {};
}

// --- Memory ---

Result<> InstructionParser::parse_memarg(Instruction& instruction, bool has_lane) {
  // A number in front may be the memory, or the lane: it is the memory if something follows that is none of an operand.
  const Token& next = stream_.next_token();
  const bool lane_only =
      has_lane && stream_.at(Token::Kind::Nat) && next.kind != Token::Kind::Nat &&
      !(next.kind == Token::Kind::Keyword && (next.text.starts_with("offset=") || next.text.starts_with("align=")));
  instruction.memarg = MemArg{};
  if (!lane_only) WRT_TRY(parse_optional_index(names_.memories, instruction.memarg.memory));
  WRT_ASSIGN(const std::optional<std::uint64_t> offset, parse_assignment(stream_, "offset="));
  instruction.memarg.offset = offset.value_or(0);
  const std::size_t align_offset = stream_.offset();
  WRT_ASSIGN(const std::optional<std::uint64_t> align, parse_assignment(stream_, "align="));
  const std::uint64_t alignment = align.value_or(access_size(opcode_info(instruction.opcode)));
  if (!std::has_single_bit(alignment)) {
    return fail(ErrorKind::Malformed, align_offset, "alignment must be a power of two");
  }
  instruction.memarg.align_log2 = static_cast<std::uint32_t>(std::countr_zero(alignment));
  return has_lane ? parse_lane(instruction) : Result<>();
}

// --- Numbers ---

Result<> InstructionParser::parse_lane(Instruction& instruction) {
  if (!stream_.at(Token::Kind::Nat)) return stream_.unexpected();
  const std::optional<std::uint64_t> lane = parse_nat(stream_.token().text, 8);
  if (!lane) return fail(ErrorKind::Malformed, stream_.offset(), "i8 constant out of range");
  stream_.take();
  instruction.lane = static_cast<std::uint8_t>(*lane);
  return {};
}

Result<> InstructionParser::parse_shuffle(Instruction& instruction) {
  const std::size_t begin = stream_.offset();
  std::size_t count = 0;
  for (; is_number(stream_.token()); ++count) {
    if (count >= instruction.v128.size()) return fail(ErrorKind::Malformed, stream_.offset(), "invalid lane length");
    const Token& token = stream_.token();
    const std::optional<std::uint64_t> lane = token.kind == Token::Kind::Nat ? parse_nat(token.text, 8) : std::nullopt;
    if (!lane) return fail(ErrorKind::Malformed, token.offset, "i8 constant out of range");
    instruction.v128[count] = static_cast<std::uint8_t>(*lane);
    stream_.take();
  }
  if (count != instruction.v128.size()) return fail(ErrorKind::Malformed, begin, "invalid lane length");
  return {};
}

Result<> InstructionParser::parse_number(Instruction& instruction) {
  switch (opcode_info(instruction.opcode).immediate) {
    case Immediate::I32: {
      WRT_ASSIGN(const std::uint64_t bits, parse_int_literal(stream_, 32));
      instruction.bits = static_cast<std::uint64_t>(static_cast<std::int64_t>(static_cast<std::int32_t>(bits)));
      return {};
    }
    case Immediate::I64: {
      WRT_ASSIGN(instruction.bits, parse_int_literal(stream_, 64));
      return {};
    }
    case Immediate::F32: {
      WRT_ASSIGN(instruction.bits, parse_f32_literal(stream_));
      return {};
    }
    default: {
      WRT_ASSIGN(instruction.bits, parse_f64_literal(stream_));
      return {};
    }
  }
}

}  // namespace wrt
