// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One instruction and the `end` behind it.
#include "compiler/common/constant.h"

#include "lib/binary/body_reader.h"

namespace wrt {

namespace {

std::optional<Instruction> single_instruction(const ConstExpr& expression) {
  BodyReader reader(expression);
  Instruction first, end;
  if (!reader.read(first) || !reader.read(end) || end.opcode != Opcode::End || !reader.at_end()) return std::nullopt;
  return first;
}

}  // namespace

std::optional<std::uint64_t> constant_integer(const ConstExpr& expression) {
  const std::optional<Instruction> instruction = single_instruction(expression);
  if (!instruction) return std::nullopt;
  if (instruction->opcode == Opcode::I32Const) return static_cast<std::uint32_t>(instruction->bits);
  if (instruction->opcode == Opcode::I64Const) return instruction->bits;
  return std::nullopt;
}

std::optional<FuncIndex> constant_function(const ConstExpr& expression) {
  const std::optional<Instruction> instruction = single_instruction(expression);
  if (!instruction || instruction->opcode != Opcode::RefFunc) return std::nullopt;
  return instruction->index;
}

}  // namespace wrt
