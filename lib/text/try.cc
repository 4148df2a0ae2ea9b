// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The text of `try`, the block of the exception proposal before WebAssembly 3.0 (its legacy document, "Text Format"):
//
//     (try $l (do …) (catch $tag …)* (catch_all …)?)     try $l … catch $tag … catch_all … end
//     (try $l (do …) (delegate $m))                      try $l … delegate $m
//
// A flat delimiter may repeat the label of its try in front of what else it names. The label that a `delegate` names is
// looked up outside of its try.
#include "lib/binary/instruction_encoder.h"
#include "lib/text/instruction_parser.h"

namespace wrt {

// The keyword of the part has been taken; `offset` is where it stands.
Result<> InstructionParser::parse_catch_tag(std::size_t offset) {
  Instruction instruction;
  instruction.opcode = Opcode::Catch;
  WRT_TRY(parse_index(names_.tags, instruction.index));
  emit(instruction, offset);
  return {};
}

void InstructionParser::emit_catch_all(std::size_t offset) {
  Instruction instruction;
  instruction.opcode = Opcode::CatchAll;
  emit(instruction, offset);
}

// Closes the try's label.
Result<> InstructionParser::parse_delegate_label(std::size_t offset) {
  labels_.pop();
  Instruction instruction;
  instruction.opcode = Opcode::Delegate;
  WRT_TRY(parse_label(instruction.index));
  emit(instruction, offset);
  return {};
}

// --- Folded: the innermost form is a try between two of its parts ---

Result<> InstructionParser::parse_try_part() {
  using Kind = Frame::Kind;
  Frame& frame = frames_.back();
  const Token& part = stream_.next_token();
  const bool takes_catch = frame.kind == Kind::DoDone || frame.kind == Kind::CatchDone;
  if (part.is("do") && frame.kind == Kind::Try) {
    frame.kind = Kind::Do;
  } else if (part.is("catch") && takes_catch) {
    frame.kind = Kind::Catch;
  } else if (part.is("catch_all") && takes_catch) {
    frame.kind = Kind::CatchAll;
  } else if (part.is("delegate") && frame.kind == Kind::DoDone) {
    frame.kind = Kind::Delegated;
  } else {
    return stream_.unexpected();
  }
  stream_.take();
  const std::size_t offset = stream_.take().offset;
  switch (frame.kind) {
    case Kind::Catch: return parse_catch_tag(offset);
    case Kind::CatchAll: emit_catch_all(offset); return {};
    case Kind::Delegated: WRT_TRY(parse_delegate_label(offset)); return stream_.expect_close();
    default: return {};
  }
}

// --- Flat ---

// An identifier in front of another index repeats the label.
Result<> InstructionParser::parse_repeated_label() {
  const Token::Kind next = stream_.next_token().kind;
  if (next != Token::Kind::Id && next != Token::Kind::Nat) return {};
  return check_end_label(frames_.back().label.id);
}

Result<> InstructionParser::parse_flat_catch() {
  if (frames_.empty()) return stream_.unexpected();
  Frame& frame = frames_.back();
  if (frame.kind != Frame::Kind::FlatTry && frame.kind != Frame::Kind::FlatCatch) return stream_.unexpected();
  const std::size_t offset = stream_.take().offset;
  WRT_TRY(parse_repeated_label());
  frame.kind = Frame::Kind::FlatCatch;
  return parse_catch_tag(offset);
}

Result<> InstructionParser::parse_flat_catch_all() {
  if (frames_.empty()) return stream_.unexpected();
  Frame& frame = frames_.back();
  if (frame.kind != Frame::Kind::FlatTry && frame.kind != Frame::Kind::FlatCatch) return stream_.unexpected();
  const std::size_t offset = stream_.take().offset;
  WRT_TRY(check_end_label(frame.label.id));
  frame.kind = Frame::Kind::FlatCatchAll;
  emit_catch_all(offset);
  return {};
}

Result<> InstructionParser::parse_flat_delegate() {
  if (frames_.empty() || frames_.back().kind != Frame::Kind::FlatTry) return stream_.unexpected();
  const std::size_t offset = stream_.take().offset;
  WRT_TRY(parse_repeated_label());
  WRT_TRY(parse_delegate_label(offset));
  frames_.pop_back();
  return {};
}

}  // namespace wrt
