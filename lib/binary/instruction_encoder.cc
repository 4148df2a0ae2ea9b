// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The opcode from the table, then one function per immediate kind.
#include "lib/binary/instruction_encoder.h"

#include "lib/binary/type_codes.h"
#include "lib/binary/type_writer.h"
#include "lib/support/check.h"

namespace wrt {

namespace {

void write_opcode(ByteWriter& writer, Opcode opcode) {
  const std::uint32_t code = opcode_info(opcode).code;
  if (code < 0x100) return writer.write_u8(static_cast<std::uint8_t>(code));
  writer.write_u8(static_cast<std::uint8_t>(code >> 16));
  writer.write_u32(code & 0xffff);
}

void write_block_type(ByteWriter& writer, const BlockType& block) {
  switch (block.kind) {
    case BlockType::Kind::Empty: return writer.write_u8(kCodeEmptyBlock);
    case BlockType::Kind::Value: return write_val_type(writer, block.value);
    case BlockType::Kind::Func: return writer.write_s64(block.index);
  }
  WRT_UNREACHABLE();
}

void write_memarg(ByteWriter& writer, const MemArg& memarg) {
  constexpr std::uint32_t kHasIndex = 0x40;
  writer.write_u32(memarg.memory == 0 ? memarg.align_log2 : memarg.align_log2 | kHasIndex);
  if (memarg.memory != 0) writer.write_u32(memarg.memory);
  writer.write_u64(memarg.offset);
}

void write_label_table(ByteWriter& writer, const Instruction& instruction) {
  writer.write_u64(instruction.labels.size());
  for (const std::uint32_t label : instruction.labels) writer.write_u32(label);
  writer.write_u32(instruction.index);
}

void write_try_table(ByteWriter& writer, const Instruction& instruction) {
  write_block_type(writer, instruction.block);
  writer.write_u64(instruction.catches.size());
  for (const CatchClause& clause : instruction.catches) {
    writer.write_u8(static_cast<std::uint8_t>(clause.kind));
    if (clause.kind == CatchClause::Kind::Catch || clause.kind == CatchClause::Kind::CatchRef) {
      writer.write_u32(clause.tag);
    }
    writer.write_u32(clause.label);
  }
}

void write_cast(ByteWriter& writer, const Instruction& instruction) {
  writer.write_u8(
      static_cast<std::uint8_t>((instruction.ref.nullable() ? 1 : 0) | (instruction.ref2.nullable() ? 2 : 0)));
  writer.write_u32(instruction.index);
  write_heap_type(writer, instruction.ref.heap());
  write_heap_type(writer, instruction.ref2.heap());
}

void write_two_indices(ByteWriter& writer, const Instruction& instruction) {
  writer.write_u32(instruction.index);
  writer.write_u32(instruction.index2);
}

void write_immediate(ByteWriter& writer, Immediate kind, const Instruction& instruction) {
  switch (kind) {
    case Immediate::None: return;
    case Immediate::Block: return write_block_type(writer, instruction.block);
    case Immediate::LabelTable: return write_label_table(writer, instruction);
    case Immediate::TryTable: return write_try_table(writer, instruction);
    case Immediate::SelectTypes: return write_result_type(writer, instruction.types);
    case Immediate::Label:
    case Immediate::Tag:
    case Immediate::Func:
    case Immediate::Local:
    case Immediate::Global:
    case Immediate::Table:
    case Immediate::Elem:
    case Immediate::Memory:
    case Immediate::Data:
    case Immediate::Type: return writer.write_u32(instruction.index);
    case Immediate::CallIndirect:
    case Immediate::ElemTable:
    case Immediate::TableTable:
    case Immediate::DataMemory:
    case Immediate::MemoryMemory:
    case Immediate::TypeType:
    case Immediate::StructField:
    case Immediate::ArrayFixed:
    case Immediate::ArrayData:
    case Immediate::ArrayElem: return write_two_indices(writer, instruction);
    case Immediate::MemArg: return write_memarg(writer, instruction.memarg);
    case Immediate::MemArgLane: write_memarg(writer, instruction.memarg); return writer.write_u8(instruction.lane);
    case Immediate::I32: return writer.write_s64(static_cast<std::int32_t>(instruction.bits));
    case Immediate::I64: return writer.write_s64(static_cast<std::int64_t>(instruction.bits));
    case Immediate::F32: return writer.write_fixed(static_cast<std::uint32_t>(instruction.bits));
    case Immediate::F64: return writer.write_fixed(instruction.bits);
    case Immediate::V128:
    case Immediate::Shuffle: return writer.write_bytes(instruction.v128);
    case Immediate::Lane: return writer.write_u8(instruction.lane);
    case Immediate::HeapType: return write_heap_type(writer, instruction.ref.heap());
    case Immediate::BrOnCast: return write_cast(writer, instruction);
    case Immediate::Fence: return writer.write_u8(0);
  }
  WRT_UNREACHABLE();
}

}  // namespace

void encode_instruction(ByteWriter& writer, const Instruction& instruction) {
  write_opcode(writer, instruction.opcode);
  write_immediate(writer, opcode_info(instruction.opcode).immediate, instruction);
}

void encode_locals(ByteWriter& writer, std::span<const LocalRun> locals) {
  writer.write_u64(locals.size());
  for (const LocalRun& run : locals) {
    writer.write_u32(run.count);
    write_val_type(writer, run.type);
  }
}

}  // namespace wrt
