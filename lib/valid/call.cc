// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Calls (3.4.2). A tail call needs what the callee returns to be what the caller returns.
#include "lib/valid/errors.h"
#include "lib/valid/func_validator.h"

namespace wrt {

bool FuncValidator::validate_call(const Instruction& instruction) {
  if (instruction.index >= module_.functions.size()) return unknown("function", instruction.index);
  const FuncType& callee = module_.function_type(instruction.index);
  return pop_types(callee.params) && push_types(callee.results);
}

// Pops the index into the table too.
const FuncType* FuncValidator::indirect_callee(const Instruction& instruction) {
  const Table* called = table(instruction.index2);
  if (called == nullptr) return nullptr;
  const FuncType* callee = func_type(instruction.index);
  if (callee == nullptr) return nullptr;
  if (!types_.matches(called->type.element, ValType::funcref())) {
    invalid("type mismatch: instruction requires table of function type but table has element type " +
            to_string(called->type.element));
    return nullptr;
  }
  return pop(address_val_type(called->type.address)) ? callee : nullptr;
}

// Pops the reference too.
const FuncType* FuncValidator::ref_callee(const Instruction& instruction) {
  const FuncType* callee = func_type(instruction.index);
  if (callee == nullptr) return nullptr;
  return pop(ValType::ref(HeapType::defined(instruction.index), true)) ? callee : nullptr;
}

bool FuncValidator::validate_call_indirect(const Instruction& instruction) {
  const FuncType* callee = indirect_callee(instruction);
  return callee != nullptr && pop_types(callee->params) && push_types(callee->results);
}

bool FuncValidator::validate_call_ref(const Instruction& instruction) {
  const FuncType* callee = ref_callee(instruction);
  return callee != nullptr && pop_types(callee->params) && push_types(callee->results);
}

bool FuncValidator::check_tail_call(const FuncType& callee) {
  bool matches = callee.results.size() == results_.size();
  for (std::size_t i = 0; matches && i < results_.size(); ++i) matches = types_.matches(callee.results[i], results_[i]);
  if (!matches) return invalid(errors::type_mismatch("current function", results_, "callee", callee.results));
  if (!pop_types(callee.params)) return false;
  set_unreachable();
  return true;
}

bool FuncValidator::validate_return_call(const Instruction& instruction) {
  if (instruction.index >= module_.functions.size()) return unknown("function", instruction.index);
  return check_tail_call(module_.function_type(instruction.index));
}

bool FuncValidator::validate_return_call_indirect(const Instruction& instruction) {
  const FuncType* callee = indirect_callee(instruction);
  return callee != nullptr && check_tail_call(*callee);
}

bool FuncValidator::validate_return_call_ref(const Instruction& instruction) {
  const FuncType* callee = ref_callee(instruction);
  return callee != nullptr && check_tail_call(*callee);
}

}  // namespace wrt
