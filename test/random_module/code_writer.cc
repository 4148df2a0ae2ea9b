// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One Instruction for each shape of immediate, and the encoder does the rest.
#include "test/random_module/code_writer.h"

#include "lib/binary/body_reader.h"
#include "lib/binary/instruction_encoder.h"
#include "lib/support/check.h"

namespace wrt::random_module {

void CodeWriter::emit(const Instruction& instruction) {
  encode_instruction(writer_, instruction);
  if (counts_ != nullptr) ++(*counts_)[static_cast<std::size_t>(instruction.opcode)];
}

void CodeWriter::emit(Opcode opcode, std::uint32_t index, std::uint32_t index2) {
  Instruction instruction;
  instruction.opcode = opcode;
  instruction.index = index;
  instruction.index2 = index2;
  emit(instruction);
}

void CodeWriter::block(Opcode opcode, const BlockType& type) {
  Instruction instruction;
  instruction.opcode = opcode;
  instruction.block = type;
  emit(instruction);
}

void CodeWriter::i32_const(std::uint32_t value) {
  Instruction instruction;
  instruction.opcode = Opcode::I32Const;
  instruction.bits = value;
  emit(instruction);
}

void CodeWriter::i64_const(std::uint64_t value) {
  Instruction instruction;
  instruction.opcode = Opcode::I64Const;
  instruction.bits = value;
  emit(instruction);
}

void CodeWriter::address_const(AddressType type, std::uint64_t value) {
  if (type == AddressType::I64) return i64_const(value);
  i32_const(static_cast<std::uint32_t>(value));
}

void CodeWriter::f32_const(std::uint32_t bits) {
  Instruction instruction;
  instruction.opcode = Opcode::F32Const;
  instruction.bits = bits;
  emit(instruction);
}

void CodeWriter::f64_const(std::uint64_t bits) {
  Instruction instruction;
  instruction.opcode = Opcode::F64Const;
  instruction.bits = bits;
  emit(instruction);
}

void CodeWriter::v128_const(const std::array<std::uint8_t, 16>& bytes) {
  Instruction instruction;
  instruction.opcode = Opcode::V128Const;
  instruction.v128 = bytes;
  emit(instruction);
}

void CodeWriter::ref_null(ValType type) {
  Instruction instruction;
  instruction.opcode = Opcode::RefNull;
  instruction.ref = type;
  emit(instruction);
}

void CodeWriter::access(Opcode opcode, const MemArg& memarg, std::uint8_t lane) {
  Instruction instruction;
  instruction.opcode = opcode;
  instruction.memarg = memarg;
  instruction.lane = lane;
  emit(instruction);
}

void CodeWriter::zero(ValType type) {
  switch (type.kind()) {
    case ValType::I32: return i32_const(0);
    case ValType::I64: return i64_const(0);
    case ValType::F32: return f32_const(0);
    case ValType::F64: return f64_const(0);
    case ValType::V128: return v128_const({});
    case ValType::Ref: return ref_null(type);
    case ValType::I8:
    case ValType::I16:
    case ValType::Bottom: break;
  }
  WRT_UNREACHABLE();
}

std::vector<std::uint8_t> make_body(std::span<const ValType> locals, const CodeWriter& code) {
  std::vector<LocalRun> runs;
  for (const ValType type : locals) runs.push_back({1, type});
  ByteWriter body;
  encode_locals(body, runs);
  body.write_bytes(code.bytes());
  return body.take();
}

}  // namespace wrt::random_module
