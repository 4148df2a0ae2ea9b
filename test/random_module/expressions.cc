// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Expressions: mostly a random SIMPLE row over random operands; leaves are constants, so that folding is tested, and
// locals, so that it is not all that is tested.
#include <algorithm>
#include <array>

#include "test/random_module/function_generator.h"
#include "test/random_module/interesting_values.h"
#include "test/random_module/row_lists.h"

namespace wrt::random_module {

namespace {

// Of one item, nodes; leaves come from then on.
constexpr std::uint32_t kMostNodes = 40;

bool divides(Meaning meaning) {
  return meaning == Meaning::DivS || meaning == Meaning::DivU || meaning == Meaning::RemS || meaning == Meaning::RemU;
}

}  // namespace

NanBits FunctionGenerator::expression(ValType type, std::uint32_t depth) {
  ++open_expressions_;
  const NanBits bits = new_expression(type, depth);
  --open_expressions_;
  return bits;
}

NanBits FunctionGenerator::new_expression(ValType type, std::uint32_t depth) {
  if (depth == 0 || ++spent_ > kMostNodes) return leaf(type);
  if (type.is_ref()) return reference(type, depth);
  const std::uint32_t choice = random_.below(100);
  if (choice < 14) return leaf(type);
  if (choice < 19) return select(type, depth);
  if (choice < 24) return tee(type, depth);
  if (choice < 28) return if_expression(type, depth);
  if (choice < 32) return block_expression(type, depth);
  if (choice < 36) return loop_expression(type, depth);
  if (choice < 40 && call_expression(type, depth)) return crossing_bits(type);
  if (choice < 46 && special_integer(type, depth)) return NanBits::Exact;
  return simple_row(type, depth);
}

NanBits FunctionGenerator::leaf(ValType type) {
  const std::uint32_t choice = random_.below(100);
  if (choice < 50) {
    if (const std::optional<LocalIndex> local = random_local(type)) {
      code_.emit(Opcode::LocalGet, *local);
      return locals_[*local].bits;
    }
  } else if (choice < 60) {
    const std::uint32_t globals = static_cast<std::uint32_t>(plan_.globals.size());
    const GlobalIndex global = random_.below(globals);
    if (global != kFuelGlobal && plan_.globals[global].type == type) {
      code_.emit(Opcode::GlobalGet, global);
      return NanBits::Exact;
    }
  }
  return constant(type);
}

NanBits FunctionGenerator::constant(ValType type) {
  switch (type.kind()) {
    case ValType::I32: code_.i32_const(interesting_i32(random_)); break;
    case ValType::I64: code_.i64_const(interesting_i64(random_)); break;
    case ValType::F32: code_.f32_const(interesting_f32(random_)); break;
    case ValType::F64: code_.f64_const(interesting_f64(random_)); break;
    case ValType::V128: code_.v128_const(interesting_v128(random_)); break;
    case ValType::Ref:
      if (type == ValType::funcref() && random_.percent(70)) {
        code_.emit(Opcode::RefFunc, random_.below(static_cast<std::uint32_t>(plan_.functions.size())));
      } else {
        code_.ref_null(type);
      }
      break;
    case ValType::I8:
    case ValType::I16:
    case ValType::Bottom: break;
  }
  return NanBits::Exact;
}

NanBits FunctionGenerator::simple_row(ValType type, std::uint32_t depth) {
  return simple(random_.one_of(rows_with_result(type)), depth);
}

NanBits FunctionGenerator::simple(Opcode opcode, std::uint32_t depth) {
  const OpcodeInfo& row = opcode_info(opcode);
  Instruction instruction;
  instruction.opcode = opcode;
  NanBits bits = NanBits::Exact;
  for (std::size_t i = 0; i < row.operands.size(); ++i) {
    if (row.operands[i] == 'a') {
      instruction.memarg = address(opcode);
    } else {
      bits = std::max(bits, operand(opcode, i, depth - 1));
    }
  }
  if (row.immediate == Immediate::Lane || row.immediate == Immediate::MemArgLane) {
    instruction.lane = static_cast<std::uint8_t>(random_.below(16 / lane_size(row.lane)));
  }
  if (row.immediate == Immediate::Shuffle) {
    for (std::uint8_t& lane : instruction.v128) lane = static_cast<std::uint8_t>(random_.below(32));
  }
  code_.emit(instruction);
  return result_bits(opcode, bits);
}

// In careful code a divisor is odd, and what is truncated is mostly a converted integer.
NanBits FunctionGenerator::operand(Opcode opcode, std::size_t number, std::uint32_t depth) {
  const OpcodeInfo& row = opcode_info(opcode);
  const ValType type = type_of_letter(row.operands[number]);
  const bool truncates = row.meaning == Meaning::TruncS || row.meaning == Meaning::TruncU;
  if (plan_.careful && truncates && type != ValType::V128 && random_.percent(90)) {
    expression(ValType::I32, depth);
    code_.emit(type == ValType::F32 ? Opcode::F32ConvertI32U : Opcode::F64ConvertI32U);
    // Half of the range, so that signed results of 32 bits have room, and a fraction that truncation drops.
    type == ValType::F32 ? code_.f32_const(0x3e99999a) : code_.f64_const(0x3fd3333333333333);
    code_.emit(type == ValType::F32 ? Opcode::F32Mul : Opcode::F64Mul);
    return NanBits::Exact;
  }
  const NanBits bits = expression(type, depth);
  if (plan_.careful && number == 1 && divides(row.meaning) && random_.percent(95)) {
    type == ValType::I32 ? code_.i32_const(1) : code_.i64_const(1);
    code_.emit(type == ValType::I32 ? Opcode::I32Or : Opcode::I64Or);
  }
  return require(type, bits, operand_bits(opcode, number));
}

NanBits FunctionGenerator::select(ValType type, std::uint32_t depth) {
  NanBits bits[2];
  for (NanBits& each : bits) {
    each = expression(type, depth - 1);
    if (type == ValType::V128) each = require(type, each, NanBits::Exact);
  }
  condition();
  if (type.is_ref() || random_.percent(30)) {
    const std::array<ValType, 1> types = {type};
    Instruction instruction;
    instruction.opcode = Opcode::SelectTyped;
    instruction.types = types;
    code_.emit(instruction);
  } else {
    code_.emit(Opcode::Select);
  }
  return std::max(bits[0], bits[1]);
}

NanBits FunctionGenerator::tee(ValType type, std::uint32_t depth) {
  NanBits bits = expression(type, depth - 1);
  const std::optional<LocalIndex> local = random_local(type);
  if (!local) return bits;
  bits = require(type, bits, locals_[*local].bits);
  code_.emit(Opcode::LocalTee, *local);
  return bits;
}

NanBits FunctionGenerator::reference(ValType type, std::uint32_t depth) {
  const std::uint32_t choice = random_.below(100);
  if (choice < 30) return leaf(type);
  if (choice < 45) return select(type, depth);
  if (choice < 55) return tee(type, depth);
  if (choice < 60) return if_expression(type, depth);
  if (choice < 65) return block_expression(type, depth);
  if (choice < 68) return loop_expression(type, depth);
  if (choice < 73 && call_expression(type, depth)) return NanBits::Exact;
  const TableIndex table = type == ValType::funcref() ? kFuncTable : kExternTable;
  table_index(table);
  code_.emit(Opcode::TableGet, table);
  return NanBits::Exact;
}

bool FunctionGenerator::special_integer(ValType type, std::uint32_t depth) {
  const MemoryIndex memory = random_memory();
  const bool is_address = address_val_type(plan_.memories[memory].address) == type;
  const std::uint32_t choice = random_.below(100);
  if (is_address && choice < 35) {
    code_.emit(Opcode::MemorySize, memory);
  } else if (is_address && choice < 50) {
    code_.address_const(plan_.memories[memory].address, random_.one_of<std::uint64_t>({0, 0, 1, 2, 0xffffffff}));
    code_.emit(Opcode::MemoryGrow, memory);
  } else if (type == ValType::I32 && choice < 75) {
    expression(random_.percent(70) ? ValType::funcref() : ValType::externref(), depth - 1);
    code_.emit(Opcode::RefIsNull);
  } else if (type == ValType::I32) {
    const TableIndex table = random_.below(static_cast<std::uint32_t>(plan_.tables.size()));
    if (random_.percent(50)) {
      code_.emit(Opcode::TableSize, table);
    } else {
      expression(plan_.tables[table].element, depth - 1);
      code_.i32_const(random_.one_of<std::uint32_t>({0, 0, 1, 2, 0xffffffff}));
      code_.emit(Opcode::TableGrow, table);
    }
  } else {
    return false;
  }
  return true;
}

void FunctionGenerator::crossing_value(ValType type, std::uint32_t depth) {
  require(type, expression(type, depth), crossing_bits(type));
}

void FunctionGenerator::crossing_values(std::span<const ValType> types, std::uint32_t depth) {
  for (const ValType type : types) crossing_value(type, depth);
}

}  // namespace wrt::random_module
