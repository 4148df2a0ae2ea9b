// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Exceptions as compilers emitted them before WebAssembly 3.0 (proposal "exception handling", its legacy document):
// the handlers of a `try` are parts of its block, one behind the other, as `else` is a part of an `if`. Only inside of
// a handler may the exception that it caught be thrown again. `delegate` ends a `try` in place of `end`, and names the
// block in which its exceptions go on: a label outside of the `try`.
#include "lib/binary/expression.h"
#include "lib/valid/func_validator.h"

namespace wrt {

// From the body, or the handler before, to a handler that starts with `carried` on the stack.
bool FuncValidator::begin_legacy_catch(Opcode opcode, std::span<const ValType> carried) {
  Frame& frame = frames_.back();
  if (frame.opcode != Opcode::Try && frame.opcode != Opcode::Catch)
    return fail(ErrorKind::Malformed, misplaced_part(opcode));
  if (!pop_results(frame)) return false;
  locals_.reset(frame.init_height);
  frame.opcode = opcode;
  frame.unreachable = false;
  return push_types(carried);
}

bool FuncValidator::validate_legacy_catch(const Instruction& instruction) {
  const FuncType* type = tag_type(instruction.index);
  return type != nullptr && begin_legacy_catch(Opcode::Catch, type->params);
}

bool FuncValidator::validate_legacy_catch_all() {
  return begin_legacy_catch(Opcode::CatchAll, {});
}

bool FuncValidator::validate_delegate(const Instruction& instruction) {
  if (frames_.back().opcode != Opcode::Try) return fail(ErrorKind::Malformed, misplaced_part(Opcode::Delegate));
  // The label is counted from outside of the try, of which there always is one block, the function's.
  if (instruction.index >= frames_.size() - 1) return unknown("label", instruction.index);
  return validate_end();
}

bool FuncValidator::validate_rethrow(const Instruction& instruction) {
  if (!check_label(instruction.index)) return false;
  const Opcode opcode = label(instruction.index).opcode;
  if (opcode != Opcode::Catch && opcode != Opcode::CatchAll)
    return invalid("invalid rethrow label: not that of a try in one of whose handlers this is");
  set_unreachable();
  return true;
}

}  // namespace wrt
