// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Instructions and expressions (6.5), flat and folded, to bytes. A folded instruction is written when its parenthesis
// closes, behind its operands; until then it waits, encoded, on a stack. Nesting is kept on a stack of our own, not in
// recursion, so that how deep a text may nest is a number (kMaxNesting) and not a matter of luck.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/binary/instruction.h"
#include "lib/support/byte_writer.h"
#include "lib/text/branch_hints.h"
#include "lib/text/label_stack.h"
#include "lib/text/names.h"
#include "lib/text/source_map.h"
#include "lib/text/token_stream.h"
#include "lib/text/type_parser.h"

namespace wrt {

class InstructionParser {
 public:
  // `keep_positions`: whether positions() is wanted.
  InstructionParser(TokenStream& stream, ModuleNames& names, TypeParser& types, bool keep_positions)
      : stream_(stream), names_(names), types_(types), keep_positions_(keep_positions) {}

  // A function starts: its locals and labels are nobody's yet, and branch hints are allowed.
  void begin_function();
  IndexSpace& locals() { return locals_; }
  // Labels with names, by the order of their blocks in the code.
  const NameMap& label_names() const { return label_names_; }
  const std::vector<BranchHint>& branch_hints() const { return hints_; }
  // Where the instructions of the last expression stand in the source.
  std::span<const SourceMap::Instruction> positions() const { return positions_; }

  // Appends the instructions up to a closing parenthesis, which remains, and the `end` of the expression to `code`.
  Result<> parse_expression(ByteWriter& code);
  // The same for one folded instruction, as an offset or element may be given.
  Result<> parse_folded_expression(ByteWriter& code);

  // Whether an instruction that names a data segment was met: the binary then needs a data count section (5.5.16).
  bool needs_data_count() const { return needs_data_count_; }

 private:
  struct Frame {
    enum class Kind : std::uint8_t {
      Plain,      // ( instruction operands… )
      Block,      // ( block instructions… )
      Condition,  // ( if operands… | ( then
      Then,       // ( then instructions… )
      ThenDone,   // behind it: ( else, or the end of the if
      Else,       // ( else instructions… )
      ElseDone,
      FlatBlock,  // block instructions… end
      FlatIf,
      FlatElse,
      // try.cc
      Try,  // ( try, before its ( do
      Do,   // ( do instructions… )
      DoDone,
      Catch,  // ( catch tag instructions… )
      CatchDone,
      CatchAll,  // ( catch_all instructions… )
      CatchAllDone,
      Delegated,  // behind ( delegate label )
      FlatTry,    // try instructions… end
      FlatCatch,
      FlatCatchAll,
    };
    Kind kind = Kind::Plain;
    std::size_t deferred = 0;  // Plain, Condition: where its bytes start in deferred_
    Binding label;             // of blocks
    std::optional<bool> hint;  // Plain, Condition
    std::size_t offset = 0;    // of its keyword in the source
  };

  Result<> parse_until_close(bool one_folded);
  Result<> parse_open();
  Result<> parse_folded_instruction();
  Result<> parse_close();
  Result<> parse_flat();
  Result<> parse_flat_block(Instruction& instruction, std::size_t offset);
  Result<> parse_flat_else();
  Result<> parse_flat_end();
  Result<> parse_then();
  Result<> parse_else();
  // try.cc
  Result<> parse_try_part();
  Result<> parse_flat_catch();
  Result<> parse_flat_catch_all();
  Result<> parse_flat_delegate();
  Result<> parse_catch_tag(std::size_t offset);
  void emit_catch_all(std::size_t offset);
  Result<> parse_repeated_label();
  Result<> parse_delegate_label(std::size_t offset);
  static Frame::Kind part_done(Frame::Kind part);
  bool accepts_flat() const;
  Result<> push_frame(Frame frame);

  Result<> parse_branch_hint(std::optional<bool>& hint);
  Result<> check_hint_target(const std::optional<bool>& hint, Opcode opcode, std::size_t offset) const;
  void note_hint(const std::optional<bool>& hint);
  // `offset`: in the source.
  void emit(const Instruction& instruction, std::size_t offset);
  void note_position(std::size_t offset);
  void defer(const Instruction& instruction);
  void emit_deferred(const Frame& frame);

  // Block instructions: the label is bound by the caller where its scope begins.
  Result<> parse_block_header(Instruction& instruction, Binding& label);
  void open_label(const Binding& label);
  Result<> check_end_label(std::string_view label);

  // The instruction's keyword has been taken; this takes its immediates. One function per kind: immediates.cc.
  Result<> parse_immediate(Instruction& instruction);
  Result<> parse_index(const IndexSpace& space, std::uint32_t& index);
  Result<> parse_optional_index(const IndexSpace& space, std::uint32_t& index);
  Result<> parse_label(std::uint32_t& label);
  Result<> parse_label_table(Instruction& instruction);
  Result<> parse_catch_clauses(Instruction& instruction);
  Result<> parse_call_indirect(Instruction& instruction);
  Result<> parse_select_types(Instruction& instruction);
  // `target? segment` in the text; the segment is the first index of the instruction.
  Result<> parse_segment(const IndexSpace& segments, const IndexSpace& targets, Instruction& instruction);
  Result<> parse_two_or_none(const IndexSpace& space, Instruction& instruction);
  Result<> parse_memarg(Instruction& instruction, bool has_lane);
  Result<> parse_lane(Instruction& instruction);
  Result<> parse_shuffle(Instruction& instruction);
  Result<> parse_number(Instruction& instruction);
  Result<> parse_heap_type(Instruction& instruction);
  Result<> parse_struct_field(Instruction& instruction);
  Result<> parse_array_fixed(Instruction& instruction);
  Result<> parse_br_on_cast(Instruction& instruction);

  TokenStream& stream_;
  ModuleNames& names_;
  TypeParser& types_;
  const bool keep_positions_;

  ByteWriter* code_ = nullptr;
  std::vector<Frame> frames_;
  std::vector<std::uint8_t> deferred_;
  ByteWriter scratch_;
  LabelStack labels_;
  IndexSpace locals_{"local", "local"};
  NameMap label_names_;
  std::uint32_t label_count_ = 0;
  std::vector<BranchHint> hints_;
  std::vector<SourceMap::Instruction> positions_;
  bool in_function_ = false;
  bool needs_data_count_ = false;

  // What the spans of an Instruction point to.
  std::vector<std::uint32_t> label_list_;
  std::vector<ValType> type_list_;
  std::vector<CatchClause> catch_list_;
};

}  // namespace wrt
