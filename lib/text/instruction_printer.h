// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One instruction as text (6.5): its keyword from opcodes.def, then its immediates, one function per immediate kind.
// Nothing here depends on the module being valid: an index that does not exist is printed as a number.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lib/binary/instruction.h"
#include "lib/text/index_names.h"

namespace wrt {

class InstructionPrinter {
 public:
  // `names` must outlive the printer; `function` is where locals have their names.
  InstructionPrinter(const IndexNames& names, FuncIndex function) : names_(names), function_(function) {}

  // Blocks open around the next instruction: labels are shown with the number of the block that they leave.
  void set_depth(std::uint32_t depth) { depth_ = depth; }
  // Appends "i32.load offset=4" to `out`: no indentation, no newline. `label` is the identifier of a block's label,
  // with its $, or empty.
  void print(const Instruction& instruction, std::string& out, std::string_view label = {}) const;

 private:
  void print_immediate(const Instruction& instruction, std::string& out) const;
  void print_block(const BlockType& type, std::string& out) const;
  void print_label(std::uint32_t label, std::string& out) const;
  void print_label_table(const Instruction& instruction, std::string& out) const;
  void print_try_table(const Instruction& instruction, std::string& out) const;
  void print_call_indirect(const Instruction& instruction, std::string& out) const;
  void print_memarg(const Instruction& instruction, std::string& out) const;
  void print_index(NameSpace space, std::uint32_t index, std::string& out) const;
  // Two indices of which the binary format has the segment first and the text format last; memory or table 0 is left
  // out.
  void print_segment(NameSpace segments, NameSpace targets, const Instruction& instruction, std::string& out) const;

  const IndexNames& names_;
  FuncIndex function_;
  std::uint32_t depth_ = 0;
};

// The floating-point number with these bits, in the text format's notation: "1.5", "-inf", "nan:0x400000".
std::string float_text(std::uint32_t bits);
std::string double_text(std::uint64_t bits);

}  // namespace wrt
