// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The nesting of blocks is all that matters here, and of it only where an `else` or a handler may stand.
#include "lib/binary/expression.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace wrt {

namespace {

// Follows one instruction. `blocks`: the opcode that each open block began with, or that of its last part. False: the
// instruction belongs to a block of another kind than is open.
bool follow(Opcode opcode, std::vector<Opcode>& blocks) {
  const Opcode block = blocks.empty() ? Opcode::Block : blocks.back();
  switch (opcode) {
    case Opcode::Block:
    case Opcode::Loop:
    case Opcode::If:
    case Opcode::TryTable:
    case Opcode::Try: blocks.push_back(opcode); return true;
    case Opcode::Else:
      if (block != Opcode::If) return false;
      blocks.back() = opcode;
      return true;
    case Opcode::Catch:
    case Opcode::CatchAll:
      if (block != Opcode::Try && block != Opcode::Catch) return false;
      blocks.back() = opcode;
      return true;
    case Opcode::Delegate:
      if (block != Opcode::Try) return false;
      blocks.pop_back();
      return true;
    case Opcode::End: blocks.pop_back(); return true;
    default: return true;
  }
}

}  // namespace

std::string misplaced_part(Opcode opcode) {
  std::string name(opcode_info(opcode).text);
  std::ranges::transform(name, name.begin(), [](char c) { return c == '_' ? c : static_cast<char>(c - 'a' + 'A'); });
  return fmt::format("END opcode expected: {} outside of {}", name, opcode == Opcode::Else ? "IF" : "TRY");
}

Result<> skip_expression(BodyReader& body) {
  Instruction instruction;
  std::vector<Opcode> blocks;
  while (true) {
    WRT_TRY(body.read(instruction));
    if (instruction.opcode == Opcode::End && blocks.empty()) return {};
    if (!follow(instruction.opcode, blocks)) {
      return fail(ErrorKind::Malformed, instruction.offset, misplaced_part(instruction.opcode));
    }
  }
}

}  // namespace wrt
