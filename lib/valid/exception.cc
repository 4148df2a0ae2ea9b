// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Exceptions (3.4.1). The handlers of a try_table are branches from outside of its block.
#include "lib/valid/errors.h"
#include "lib/valid/func_validator.h"

namespace wrt {

bool FuncValidator::validate_throw(const Instruction& instruction) {
  const FuncType* type = tag_type(instruction.index);
  if (type == nullptr || !pop_types(type->params)) return false;
  set_unreachable();
  return true;
}

bool FuncValidator::validate_throw_ref() {
  if (!pop(ValType::ref(HeapType::Exn, true))) return false;
  set_unreachable();
  return true;
}

bool FuncValidator::check_catch(const CatchClause& clause) {
  std::vector<ValType> carried;
  if (clause.kind == CatchClause::Kind::Catch || clause.kind == CatchClause::Kind::CatchRef) {
    const FuncType* type = tag_type(clause.tag);
    if (type == nullptr) return false;
    carried = type->params;
  }
  if (clause.kind == CatchClause::Kind::CatchRef || clause.kind == CatchClause::Kind::CatchAllRef) {
    carried.push_back(ValType::ref(HeapType::Exn, false));
  }
  if (!check_label(clause.label)) return false;
  const std::span<const ValType> wanted = label(clause.label).label_types();
  bool matches = carried.size() == wanted.size();
  for (std::size_t i = 0; matches && i < wanted.size(); ++i) matches = types_.matches(carried[i], wanted[i]);
  return matches || invalid(errors::type_mismatch("label", wanted, "catch handler", carried));
}

bool FuncValidator::validate_try_table(const Instruction& instruction) {
  if (!check_block_type(instruction.block)) return false;
  for (const CatchClause& clause : instruction.catches) {
    if (!check_catch(clause)) return false;
  }
  return validate_block(instruction);
}

}  // namespace wrt
