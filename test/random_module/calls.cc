// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Calls, direct, indirect and in tail position. Any function may call any: fuel ends what would not end.
#include "test/random_module/function_generator.h"

namespace wrt::random_module {

bool FunctionGenerator::call_expression(ValType type, std::uint32_t depth) {
  if (!may_call() || depth < 2) return false;
  const std::uint32_t functions = static_cast<std::uint32_t>(plan_.functions.size());
  const std::uint32_t start = random_.below(functions);
  for (std::uint32_t i = 0; i < functions; ++i) {
    const FuncIndex function = (start + i) % functions;
    const FuncType& signature = plan_.signature(function);
    if (signature.results.empty() || signature.results[0] != type) continue;
    if (prefers_direct_call(plan_.functions[function])) {
      call(function, Opcode::Call);
    } else {
      call_indirect(plan_.functions[function], Opcode::CallIndirect);
    }
    for (std::size_t drops = signature.results.size(); drops > 1; --drops) code_.emit(Opcode::Drop);
    return true;
  }
  return false;
}

void FunctionGenerator::call_statement() {
  if (!may_call()) return store();
  const FuncIndex function = random_.below(static_cast<std::uint32_t>(plan_.functions.size()));
  TypeIndex type = plan_.functions[function];
  if (prefers_direct_call(type)) {
    call(function, Opcode::Call);
  } else {
    // A type that no element may have: in code that minds no traps.
    if (!plan_.careful) type = random_.below(static_cast<std::uint32_t>(plan_.types.size()));
    call_indirect(type, Opcode::CallIndirect);
  }
  consume(plan_.types[type].results);
}

void FunctionGenerator::call(FuncIndex function, Opcode opcode) {
  crossing_values(plan_.signature(function).params, 2);
  code_.emit(opcode, function);
}

// The elements of the first segment fill the start of the table, so a matching one can be named.
std::optional<std::uint32_t> FunctionGenerator::element_of_type(TypeIndex type) const {
  const std::vector<FuncIndex>& elements = plan_.elements[0];
  for (std::uint32_t i = 0; i < elements.size(); ++i) {
    if (elements[i] != kNullElement && plan_.functions[elements[i]] == type) return i;
  }
  return std::nullopt;
}

void FunctionGenerator::call_indirect(TypeIndex type, Opcode opcode) {
  crossing_values(plan_.types[type].params, 2);
  const std::optional<std::uint32_t> element = element_of_type(type);
  if (element && random_.percent(plan_.careful ? 95 : 50)) {
    code_.i32_const(*element);
  } else {
    table_index(kFuncTable);
  }
  Instruction instruction;
  instruction.opcode = opcode;
  instruction.index = type;
  instruction.index2 = kFuncTable;
  code_.emit(instruction);
}

bool FunctionGenerator::prefers_direct_call(TypeIndex type) {
  return random_.percent(50) || (plan_.careful && !element_of_type(type));
}

bool FunctionGenerator::tail_call() {
  // wasm-interp needs the empty operand stack (claimed_rows.cc).
  if (!may_call() || open_expressions_ > 0) return false;
  const std::uint32_t functions = static_cast<std::uint32_t>(plan_.functions.size());
  const std::uint32_t start = random_.below(functions);
  for (std::uint32_t i = 0; i < functions; ++i) {
    const FuncIndex function = (start + i) % functions;
    if (plan_.signature(function).results != own_type().results) continue;
    if (prefers_direct_call(plan_.functions[function])) {
      call(function, Opcode::ReturnCall);
    } else {
      call_indirect(plan_.functions[function], Opcode::ReturnCallIndirect);
    }
    return true;
  }
  return false;
}

}  // namespace wrt::random_module
