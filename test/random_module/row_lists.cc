// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Each list is made once, at its first use.
#include "test/random_module/row_lists.h"

#include <array>
#include <string>
#include <vector>

#include "lib/support/check.h"
#include "test/random_module/claimed_rows.h"

namespace wrt::random_module {

namespace {

constexpr std::array kNumericTypes = {ValType::I32, ValType::I64, ValType::F32, ValType::F64, ValType::V128};

char letter_of_type(ValType type) {
  switch (type.kind()) {
    case ValType::I32: return 'i';
    case ValType::I64: return 'I';
    case ValType::F32: return 'f';
    case ValType::F64: return 'F';
    case ValType::V128: return 'v';
    case ValType::Ref:
    case ValType::I8:
    case ValType::I16:
    case ValType::Bottom: break;
  }
  WRT_UNREACHABLE();
}

bool divides(Meaning meaning) {
  return meaning == Meaning::DivS || meaning == Meaning::DivU || meaning == Meaning::RemS || meaning == Meaning::RemU;
}

template <typename Wanted>
std::vector<Opcode> rows_where(const Wanted& wanted) {
  std::vector<Opcode> rows;
  for (std::size_t i = 0; i < kOpcodeCount; ++i) {
    const Opcode opcode = static_cast<Opcode>(i);
    const OpcodeInfo& row = opcode_info(opcode);
    if (row.simple && is_claimed(opcode) && wanted(row)) rows.push_back(opcode);
  }
  return rows;
}

using Lists = std::array<std::vector<Opcode>, kNumericTypes.size()>;

Lists by_result() {
  Lists lists;
  for (std::size_t i = 0; i < lists.size(); ++i) {
    const std::string result(1, letter_of_type(kNumericTypes[i]));
    lists[i] = rows_where([&](const OpcodeInfo& row) { return row.result == result; });
  }
  return lists;
}

Lists combining() {
  Lists lists;
  for (std::size_t i = 0; i < lists.size(); ++i) {
    const std::string letter(1, letter_of_type(kNumericTypes[i]));
    lists[i] = rows_where([&](const OpcodeInfo& row) {
      return row.operands == letter + letter && row.result == letter && row.immediate == Immediate::None &&
             !divides(row.meaning);
    });
  }
  return lists;
}

}  // namespace

std::span<const Opcode> rows_with_result(ValType type) {
  static const Lists kLists = by_result();
  return kLists[type.kind()];
}

std::span<const Opcode> rows_without_result() {
  static const std::vector<Opcode> kRows =
      rows_where([](const OpcodeInfo& row) { return row.result.empty() && !row.operands.empty(); });
  return kRows;
}

std::span<const Opcode> rows_combining(ValType type) {
  static const Lists kLists = combining();
  return kLists[type.kind()];
}

ValType type_of_letter(char letter) {
  for (const ValType type : kNumericTypes) {
    if (letter_of_type(type) == letter) return type;
  }
  WRT_UNREACHABLE();
}

}  // namespace wrt::random_module
