// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The nesting of blocks is all that matters here, and of it only where an `else` may stand.
#include "lib/binary/expression.h"

#include <vector>

namespace wrt {

Result<> skip_expression(BodyReader& body) {
  Instruction instruction;
  // For each open block, whether it can take an `else`.
  std::vector<bool> takes_else;
  while (true) {
    WRT_TRY(body.read(instruction));
    switch (instruction.opcode) {
      case Opcode::Block:
      case Opcode::Loop:
      case Opcode::TryTable: takes_else.push_back(false); break;
      case Opcode::If: takes_else.push_back(true); break;
      case Opcode::Else:
        if (takes_else.empty() || !takes_else.back()) {
          return fail(ErrorKind::Malformed, instruction.offset, "END opcode expected: ELSE outside of IF");
        }
        takes_else.back() = false;
        break;
      case Opcode::End:
        if (takes_else.empty()) return {};
        takes_else.pop_back();
        break;
      default: break;
    }
  }
}

}  // namespace wrt
