// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Printing instructions. The switch over Immediate has no default, so that a new kind does not compile without its
// line.
#include "lib/text/instruction_printer.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <iterator>

#include <fmt/format.h>

#include "lib/text/access_size.h"
#include "lib/text/escape.h"

namespace wrt {

namespace {

template <typename... Args>
void append(std::string& out, fmt::format_string<Args...> format, Args&&... args) {
  fmt::format_to(std::back_inserter(out), format, std::forward<Args>(args)...);
}

std::string nan_text(bool negative, std::uint64_t payload, std::uint64_t canonical) {
  const char* const sign = negative ? "-" : "";
  return payload == canonical ? fmt::format("{}nan", sign) : fmt::format("{}nan:{:#x}", sign, payload);
}

void print_v128(const std::array<std::uint8_t, 16>& bytes, std::string& out) {
  out += " i32x4";
  for (std::size_t i = 0; i < 16; i += 4) {
    std::uint32_t word;
    std::memcpy(&word, &bytes[i], sizeof word);
    append(out, " {:#010x}", word);
  }
}

}  // namespace

std::string float_text(std::uint32_t bits) {
  const float value = std::bit_cast<float>(bits);
  if (std::isnan(value)) return nan_text(bits >> 31 != 0, bits & 0x7f'ffff, 0x40'0000);
  return fmt::format("{}", value);
}

std::string double_text(std::uint64_t bits) {
  const double value = std::bit_cast<double>(bits);
  if (std::isnan(value)) return nan_text(bits >> 63 != 0, bits & 0xf'ffff'ffff'ffff, 0x8'0000'0000'0000);
  return fmt::format("{}", value);
}

void InstructionPrinter::print(const Instruction& instruction, std::string& out, std::string_view label) const {
  out += opcode_info(instruction.opcode).text;
  if (!label.empty()) append(out, " {}", label);
  print_immediate(instruction, out);
}

// One line a kind: a dispatch table.
void InstructionPrinter::print_immediate(const Instruction& i, std::string& out) const {
  switch (opcode_info(i.opcode).immediate) {
    case Immediate::None: return;
    case Immediate::Fence: return;
    case Immediate::Block: return print_block(i.block, out);
    case Immediate::Label: return print_label(i.index, out);
    case Immediate::LabelTable: return print_label_table(i, out);
    case Immediate::Tag: return print_index(NameSpace::Tag, i.index, out);
    case Immediate::TryTable: return print_try_table(i, out);
    case Immediate::Func: return print_index(NameSpace::Function, i.index, out);
    case Immediate::CallIndirect: return print_call_indirect(i, out);
    case Immediate::SelectTypes:
      // An empty list is no `select` without one.
      if (i.types.empty()) out += " (result)";
      for (const ValType type : i.types) append(out, " (result {})", to_string(type));
      return;
    case Immediate::Local: return append(out, " {}", names_.show(NameSpace::Local, function_, i.index));
    case Immediate::Global: return print_index(NameSpace::Global, i.index, out);
    case Immediate::Table: return print_index(NameSpace::Table, i.index, out);
    case Immediate::ElemTable: return print_segment(NameSpace::Elem, NameSpace::Table, i, out);
    case Immediate::TableTable:
      print_index(NameSpace::Table, i.index, out);
      return print_index(NameSpace::Table, i.index2, out);
    case Immediate::Elem: return print_index(NameSpace::Elem, i.index, out);
    case Immediate::MemArg: return print_memarg(i, out);
    case Immediate::MemArgLane: print_memarg(i, out); return append(out, " {}", i.lane);
    case Immediate::Memory:
      if (i.index != 0) print_index(NameSpace::Memory, i.index, out);
      return;
    case Immediate::DataMemory: return print_segment(NameSpace::Data, NameSpace::Memory, i, out);
    case Immediate::MemoryMemory:
      if (i.index == 0 && i.index2 == 0) return;
      print_index(NameSpace::Memory, i.index, out);
      return print_index(NameSpace::Memory, i.index2, out);
    case Immediate::Data: return print_index(NameSpace::Data, i.index, out);
    case Immediate::I32: return append(out, " {}", static_cast<std::int32_t>(i.bits));
    case Immediate::I64: return append(out, " {}", static_cast<std::int64_t>(i.bits));
    case Immediate::F32: return append(out, " {}", float_text(static_cast<std::uint32_t>(i.bits)));
    case Immediate::F64: return append(out, " {}", double_text(i.bits));
    case Immediate::V128: return print_v128(i.v128, out);
    case Immediate::Shuffle:
      for (const std::uint8_t lane : i.v128) append(out, " {}", lane);
      return;
    case Immediate::Lane: return append(out, " {}", i.lane);
    case Immediate::HeapType:
      return append(out, " {}", i.opcode == Opcode::RefNull ? to_string(i.ref.heap()) : to_string(i.ref));
    case Immediate::Type: return print_index(NameSpace::Type, i.index, out);
    case Immediate::TypeType:
      print_index(NameSpace::Type, i.index, out);
      return print_index(NameSpace::Type, i.index2, out);
    case Immediate::StructField:
      print_index(NameSpace::Type, i.index, out);
      return append(out, " {}", names_.show(NameSpace::Field, i.index, i.index2));
    case Immediate::ArrayFixed: print_index(NameSpace::Type, i.index, out); return append(out, " {}", i.index2);
    case Immediate::ArrayData:
      print_index(NameSpace::Type, i.index, out);
      return print_index(NameSpace::Data, i.index2, out);
    case Immediate::ArrayElem:
      print_index(NameSpace::Type, i.index, out);
      return print_index(NameSpace::Elem, i.index2, out);
    case Immediate::BrOnCast:
      print_label(i.index, out);
      return append(out, " {} {}", to_string(i.ref), to_string(i.ref2));
  }
}

void InstructionPrinter::print_index(NameSpace space, std::uint32_t index, std::string& out) const {
  append(out, " {}", names_.show(space, index));
}

void InstructionPrinter::print_block(const BlockType& type, std::string& out) const {
  if (type.kind == BlockType::Kind::Value) append(out, " (result {})", to_string(type.value));
  if (type.kind == BlockType::Kind::Func) append(out, " (type {})", names_.show(NameSpace::Type, type.index));
}

void InstructionPrinter::print_label(std::uint32_t label, std::string& out) const {
  append(out, " {}", label);
  if (label < depth_) append(out, " (;@{};)", depth_ - label);
}

void InstructionPrinter::print_label_table(const Instruction& instruction, std::string& out) const {
  for (const std::uint32_t label : instruction.labels) print_label(label, out);
  print_label(instruction.index, out);
}

void InstructionPrinter::print_try_table(const Instruction& instruction, std::string& out) const {
  print_block(instruction.block, out);
  for (const CatchClause& clause : instruction.catches) {
    using Kind = CatchClause::Kind;
    constexpr std::array<const char*, 4> kKeywords = {"catch", "catch_ref", "catch_all", "catch_all_ref"};
    append(out, " ({}", kKeywords[static_cast<std::size_t>(clause.kind)]);
    if (clause.kind == Kind::Catch || clause.kind == Kind::CatchRef) print_index(NameSpace::Tag, clause.tag, out);
    print_label(clause.label, out);
    out += ')';
  }
}

void InstructionPrinter::print_call_indirect(const Instruction& instruction, std::string& out) const {
  if (instruction.index2 != 0) print_index(NameSpace::Table, instruction.index2, out);
  append(out, " (type {})", names_.show(NameSpace::Type, instruction.index));
}

void InstructionPrinter::print_memarg(const Instruction& instruction, std::string& out) const {
  const MemArg& memarg = instruction.memarg;
  if (memarg.memory != 0) print_index(NameSpace::Memory, memarg.memory, out);
  if (memarg.offset != 0) append(out, " offset={}", memarg.offset);
  const std::uint64_t align = memarg.align_log2 < 64 ? std::uint64_t{1} << memarg.align_log2 : 0;
  if (align != access_size(opcode_info(instruction.opcode))) append(out, " align={}", align);
}

void InstructionPrinter::print_segment(NameSpace segments, NameSpace targets, const Instruction& instruction,
                                       std::string& out) const {
  if (instruction.index2 != 0) print_index(targets, instruction.index2, out);
  print_index(segments, instruction.index, out);
}

}  // namespace wrt
