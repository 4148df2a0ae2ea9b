// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The structure of expressions: what opens, what closes, and in which order things are written.
#include "lib/text/instruction_parser.h"

#include <fmt/format.h>

#include "lib/binary/instruction_encoder.h"
#include "lib/text/string_literal.h"

namespace wrt {

namespace {

// Forms and blocks around an instruction. Twice what validation allows blocks to nest.
constexpr std::size_t kMaxNesting = 100'000;

Instruction plain(Opcode opcode) {
  Instruction instruction;
  instruction.opcode = opcode;
  return instruction;
}

bool is_block(Opcode opcode) {
  return block_role(opcode) == BlockRole::Opens;
}

}  // namespace

void InstructionParser::begin_function() {
  locals_.clear();
  label_names_.clear();
  label_count_ = 0;
  hints_.clear();
  in_function_ = true;
}

Result<> InstructionParser::parse_expression(ByteWriter& code) {
  code_ = &code;
  WRT_TRY(parse_until_close(false));
  emit(plain(Opcode::End), stream_.offset());
  in_function_ = false;
  return {};
}

Result<> InstructionParser::parse_folded_expression(ByteWriter& code) {
  code_ = &code;
  if (!stream_.at(Token::Kind::LeftParen)) return stream_.unexpected();
  WRT_TRY(parse_until_close(true));
  emit(plain(Opcode::End), stream_.offset());
  return {};
}

Result<> InstructionParser::parse_until_close(bool one_folded) {
  frames_.clear();
  positions_.clear();
  deferred_.clear();
  labels_.clear();
  while (true) {
    switch (stream_.token().kind) {
      case Token::Kind::LeftParen: WRT_TRY(parse_open()); break;
      case Token::Kind::RightParen:
        if (frames_.empty()) return {};
        WRT_TRY(parse_close());
        if (one_folded && frames_.empty()) return {};
        break;
      case Token::Kind::Keyword: WRT_TRY(parse_flat()); break;
      default: return stream_.unexpected();
    }
  }
}

// Whether the innermost form holds a sequence of instructions, and not just folded operands.
bool InstructionParser::accepts_flat() const {
  if (frames_.empty()) return true;
  switch (frames_.back().kind) {
    case Frame::Kind::Block:
    case Frame::Kind::Then:
    case Frame::Kind::Else:
    case Frame::Kind::FlatBlock:
    case Frame::Kind::FlatIf:
    case Frame::Kind::FlatElse:
    case Frame::Kind::Do:
    case Frame::Kind::Catch:
    case Frame::Kind::CatchAll:
    case Frame::Kind::FlatTry:
    case Frame::Kind::FlatCatch:
    case Frame::Kind::FlatCatchAll: return true;
    default: return false;
  }
}

Result<> InstructionParser::push_frame(Frame frame) {
  if (frames_.size() >= kMaxNesting) return fail(ErrorKind::Limit, frame.offset, "nesting is too deep");
  frames_.push_back(std::move(frame));
  return {};
}

void InstructionParser::note_position(std::size_t offset) {
  if (!keep_positions_) return;
  positions_.push_back({static_cast<std::uint32_t>(code_->size()), static_cast<std::uint32_t>(offset)});
}

void InstructionParser::emit(const Instruction& instruction, std::size_t offset) {
  note_position(offset);
  encode_instruction(*code_, instruction);
}

void InstructionParser::defer(const Instruction& instruction) {
  scratch_.clear();
  encode_instruction(scratch_, instruction);
  deferred_.insert(deferred_.end(), scratch_.bytes().begin(), scratch_.bytes().end());
}

// Writes the bytes of a folded instruction behind its operands.
void InstructionParser::emit_deferred(const Frame& frame) {
  note_hint(frame.hint);
  note_position(frame.offset);
  code_->write_bytes(std::span(deferred_).subspan(frame.deferred));
  deferred_.resize(frame.deferred);
}

// --- Folded ---

Result<> InstructionParser::parse_open() {
  if (frames_.empty()) return parse_folded_instruction();
  switch (frames_.back().kind) {
    case Frame::Kind::Condition: return stream_.next_token().is("then") ? parse_then() : parse_folded_instruction();
    case Frame::Kind::ThenDone: return stream_.next_token().is("else") ? parse_else() : stream_.unexpected();
    case Frame::Kind::ElseDone: return stream_.unexpected();
    case Frame::Kind::Try:
    case Frame::Kind::DoDone:
    case Frame::Kind::CatchDone:
    case Frame::Kind::CatchAllDone:
    case Frame::Kind::Delegated: return parse_try_part();
    default: return parse_folded_instruction();
  }
}

Result<> InstructionParser::parse_then() {
  stream_.take();
  stream_.take();
  Frame& frame = frames_.back();
  emit_deferred(frame);
  open_label(frame.label);
  frame.kind = Frame::Kind::Then;
  return {};
}

Result<> InstructionParser::parse_else() {
  stream_.take();
  emit(plain(Opcode::Else), stream_.take().offset);
  frames_.back().kind = Frame::Kind::Else;
  return {};
}

Result<> InstructionParser::parse_folded_instruction() {
  Frame frame;
  frame.deferred = deferred_.size();
  WRT_TRY(parse_branch_hint(frame.hint));
  stream_.take();
  WRT_TRY(parse_branch_hint(frame.hint));
  const Token keyword = stream_.token();
  frame.offset = keyword.offset;
  const std::optional<Opcode> opcode =
      keyword.kind == Token::Kind::Keyword ? opcode_from_text(keyword.text) : std::nullopt;
  if (!opcode) return stream_.unexpected();
  const BlockRole role = block_role(*opcode);
  if (role == BlockRole::Divides || role == BlockRole::Closes) return stream_.unexpected();
  WRT_TRY(check_hint_target(frame.hint, *opcode, keyword.offset));
  stream_.take();

  Instruction instruction = plain(*opcode);
  if (!is_block(*opcode)) {
    WRT_TRY(parse_immediate(instruction));
    defer(instruction);
    return push_frame(frame);
  }
  Binding label;
  WRT_TRY(parse_block_header(instruction, label));
  frame.label = label;
  if (*opcode == Opcode::If) {
    // Its label opens with `then`, where the instruction is written.
    frame.kind = Frame::Kind::Condition;
    defer(instruction);
    return push_frame(frame);
  }
  frame.kind = *opcode == Opcode::Try ? Frame::Kind::Try : Frame::Kind::Block;
  emit(instruction, keyword.offset);
  open_label(label);
  return push_frame(frame);
}

// What a form waits for behind the end of this part of it.
InstructionParser::Frame::Kind InstructionParser::part_done(Frame::Kind part) {
  switch (part) {
    case Frame::Kind::Then: return Frame::Kind::ThenDone;
    case Frame::Kind::Else: return Frame::Kind::ElseDone;
    case Frame::Kind::Do: return Frame::Kind::DoDone;
    case Frame::Kind::Catch: return Frame::Kind::CatchDone;
    default: return Frame::Kind::CatchAllDone;
  }
}

Result<> InstructionParser::parse_close() {
  Frame& frame = frames_.back();
  switch (frame.kind) {
    case Frame::Kind::Then:
    case Frame::Kind::Else:
    case Frame::Kind::Do:
    case Frame::Kind::Catch:
    case Frame::Kind::CatchAll:
      stream_.take();
      frame.kind = part_done(frame.kind);
      return {};
    case Frame::Kind::Plain: emit_deferred(frame); break;
    case Frame::Kind::Block:
    case Frame::Kind::ThenDone:
    case Frame::Kind::ElseDone:
    case Frame::Kind::DoDone:
    case Frame::Kind::CatchDone:
    case Frame::Kind::CatchAllDone:
      emit(plain(Opcode::End), stream_.offset());
      labels_.pop();
      break;
    case Frame::Kind::Delegated: break;
    case Frame::Kind::Condition:
    case Frame::Kind::Try:
    case Frame::Kind::FlatBlock:
    case Frame::Kind::FlatIf:
    case Frame::Kind::FlatElse:
    case Frame::Kind::FlatTry:
    case Frame::Kind::FlatCatch:
    case Frame::Kind::FlatCatchAll: return stream_.unexpected();
  }
  stream_.take();
  frames_.pop_back();
  return {};
}

// --- Flat ---

Result<> InstructionParser::parse_flat() {
  if (!accepts_flat()) return stream_.unexpected();
  const std::optional<Opcode> opcode = opcode_from_text(stream_.token().text);
  if (!opcode) return stream_.unexpected();
  switch (*opcode) {
    case Opcode::End: return parse_flat_end();
    case Opcode::Else: return parse_flat_else();
    case Opcode::Catch: return parse_flat_catch();
    case Opcode::CatchAll: return parse_flat_catch_all();
    case Opcode::Delegate: return parse_flat_delegate();
    default: break;
  }
  std::optional<bool> hint;
  WRT_TRY(parse_branch_hint(hint));
  WRT_TRY(check_hint_target(hint, *opcode, stream_.offset()));
  const std::size_t offset = stream_.take().offset;
  note_hint(hint);
  Instruction instruction = plain(*opcode);
  if (is_block(*opcode)) return parse_flat_block(instruction, offset);
  WRT_TRY(parse_immediate(instruction));
  emit(instruction, offset);
  return {};
}

Result<> InstructionParser::parse_flat_block(Instruction& instruction, std::size_t offset) {
  Frame frame;
  frame.kind = Frame::Kind::FlatBlock;
  if (instruction.opcode == Opcode::If) frame.kind = Frame::Kind::FlatIf;
  if (instruction.opcode == Opcode::Try) frame.kind = Frame::Kind::FlatTry;
  frame.offset = offset;
  Binding label;
  WRT_TRY(parse_block_header(instruction, label));
  frame.label = label;
  emit(instruction, offset);
  open_label(label);
  return push_frame(frame);
}

Result<> InstructionParser::parse_flat_else() {
  if (frames_.empty() || frames_.back().kind != Frame::Kind::FlatIf) return stream_.unexpected();
  const std::size_t offset = stream_.take().offset;
  WRT_TRY(check_end_label(frames_.back().label.id));
  emit(plain(Opcode::Else), offset);
  frames_.back().kind = Frame::Kind::FlatElse;
  return {};
}

Result<> InstructionParser::parse_flat_end() {
  if (frames_.empty()) return stream_.unexpected();
  const Frame& frame = frames_.back();
  switch (frame.kind) {
    case Frame::Kind::FlatBlock:
    case Frame::Kind::FlatIf:
    case Frame::Kind::FlatElse:
    case Frame::Kind::FlatTry:
    case Frame::Kind::FlatCatch:
    case Frame::Kind::FlatCatchAll: break;
    default: return stream_.unexpected();
  }
  const std::size_t offset = stream_.take().offset;
  WRT_TRY(check_end_label(frame.label.id));
  emit(plain(Opcode::End), offset);
  labels_.pop();
  frames_.pop_back();
  return {};
}

// --- Labels ---

Result<> InstructionParser::parse_block_header(Instruction& instruction, Binding& label) {
  WRT_ASSIGN(label, names_.identifiers.parse_binding(stream_));
  WRT_ASSIGN(instruction.block, types_.parse_block_type());
  if (instruction.opcode == Opcode::TryTable) WRT_TRY(parse_catch_clauses(instruction));
  return {};
}

void InstructionParser::open_label(const Binding& label) {
  labels_.push(label.id);
  if (!label.custom_name.empty()) label_names_.emplace_back(label_count_, label.custom_name);
  ++label_count_;
}

// `end` and `else` may repeat the label of their block.
Result<> InstructionParser::check_end_label(std::string_view label) {
  if (!stream_.at(Token::Kind::Id)) return {};
  if (names_.identifiers.name(stream_.token()) != label) {
    return fail(ErrorKind::Malformed, stream_.offset(),
                fmt::format("mismatching label {}", show_source(stream_.token().text)));
  }
  stream_.take();
  return {};
}

// --- Branch hints ---

Result<> InstructionParser::parse_branch_hint(std::optional<bool>& hint) {
  constexpr std::string_view kAnnotation = "@metadata.code.branch_hint annotation: ";
  while (in_function_ && !stream_.annotations().empty()) {
    const Annotation annotation = stream_.annotations().front();
    if (annotation.id != "metadata.code.branch_hint") return {};
    const auto fail_here = [&](const char* message) {
      return fail(ErrorKind::Malformed, annotation.offset, fmt::format("{}{}", kAnnotation, message));
    };
    if (hint) return fail_here("duplicate annotation");
    TokenStream content(stream_.source(), annotation.content, annotation.end);
    if (!content.at(Token::Kind::String)) return fail_here("unexpected token");
    const std::string value = unescape_string(content.take().text);
    if (!content.at(Token::Kind::End)) return fail_here("unexpected token");
    if (value.size() != 1 || static_cast<unsigned char>(value[0]) > 1) return fail_here("invalid hint");
    hint = value[0] == 1;
    stream_.claim_annotations(1);
  }
  return {};
}

Result<> InstructionParser::check_hint_target(const std::optional<bool>& hint, Opcode opcode,
                                              std::size_t offset) const {
  if (!hint || opcode == Opcode::If || opcode == Opcode::BrIf) return {};
  return fail(ErrorKind::Invalid, offset, "@metadata.code.branch_hint annotation: invalid target");
}

void InstructionParser::note_hint(const std::optional<bool>& hint) {
  if (hint) hints_.push_back({code_->size(), *hint});
}

}  // namespace wrt
