// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Shorthand for the validator's tests: instructions by opcode, and the verdict on a module put together from them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "lib/binary/decoder.h"
#include "lib/binary/module_builder.h"
#include "lib/valid/validator.h"

namespace wrt::test {

using Code = std::vector<Instruction>;

inline Instruction op(Opcode opcode, std::uint32_t index = 0, std::uint32_t index2 = 0) {
  Instruction instruction;
  instruction.opcode = opcode;
  instruction.index = index;
  instruction.index2 = index2;
  return instruction;
}

inline Instruction block(Opcode opcode, BlockType type = {}) {
  Instruction instruction = op(opcode);
  instruction.block = type;
  return instruction;
}

inline BlockType result(ValType type) {
  return {BlockType::Kind::Value, type, 0};
}

// An instruction that pushes a value of the type.
inline Instruction push(ValType type) {
  switch (type.kind()) {
    case ValType::I32: return op(Opcode::I32Const);
    case ValType::I64: return op(Opcode::I64Const);
    case ValType::F32: return op(Opcode::F32Const);
    case ValType::F64: return op(Opcode::F64Const);
    case ValType::V128: return op(Opcode::V128Const);
    default: break;
  }
  Instruction null = op(Opcode::RefNull);
  null.ref = type;
  return null;
}

// "message", or "" for a valid module.
inline std::string verdict(const ModuleBuilder& builder, Features features = Features()) {
  const std::vector<std::uint8_t> bytes = builder.encode();
  Result<Module> module = decode_module(bytes, features);
  if (!module) return module.error().message();
  const Result<> valid = validate_module(*module);
  return valid ? std::string() : valid.error().message();
}

// Adds a function of these instructions and an `end`, and asks for the verdict on the module.
inline std::string verdict_on(ModuleBuilder& builder, FuncType type, Code code, std::span<const LocalRun> locals = {}) {
  code.push_back(op(Opcode::End));
  builder.add_function(builder.add_func_type(std::move(type)), locals, code);
  return verdict(builder);
}

inline std::string verdict_on(FuncType type, Code code, std::span<const LocalRun> locals = {}) {
  ModuleBuilder builder;
  return verdict_on(builder, std::move(type), std::move(code), locals);
}

}  // namespace wrt::test
