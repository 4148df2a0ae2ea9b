// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Starting, stepping and reporting: what is common to all rules. The rules report with a bool and leave the error in
// the object, because a Result per rule would cost more than most rules do; only step() makes one of it.
#include "lib/valid/func_validator.h"

#include <array>

#include <fmt/format.h>

#include "lib/support/check.h"
#include "lib/valid/errors.h"
#include "lib/wasm/limits.h"

namespace wrt {

FuncValidator::FuncValidator(const Module& module, const TypeContext& types)
    : module_(module), types_(types), all_features_(module.features == Features::all()) {}

Result<> FuncValidator::begin(FuncIndex func, std::span<const LocalRun> locals) {
  const FuncType& type = module_.function_type(func);
  operands_.clear();
  frames_.clear();
  is_const_ = false;
  is_restricted_ = !all_features_;
  offset_ = module_.body(func).offset;
  locals_.start(type.params);
  for (const LocalRun& run : locals) {
    if (!check_val_type(run.type)) return Unexpected(std::move(*error_));
    locals_.add(run);
  }
  results_ = type.results;
  push_frame(Opcode::Block, {{}, results_});
  return {};
}

void FuncValidator::begin_const(ValType type, std::uint32_t visible_globals) {
  operands_.clear();
  frames_.clear();
  locals_.start({});
  is_const_ = true;
  is_restricted_ = true;
  visible_globals_ = visible_globals;
  results_ = {interned(type), 1};
  push_frame(Opcode::Block, {{}, results_});
}

bool FuncValidator::check_restrictions(const Instruction& instruction) {
  return (all_features_ || check_feature(instruction)) && (!is_const_ || check_constant(instruction));
}

bool FuncValidator::check_feature(const Instruction& instruction) {
  const OpcodeInfo& info = opcode_info(instruction.opcode);
  if (module_.features.has(info.feature)) return true;
  return fail(ErrorKind::Malformed,
              fmt::format("illegal opcode: {} needs the feature {}", info.text, feature_flag(info.feature)));
}

bool FuncValidator::check_constant(const Instruction& instruction) {
  switch (instruction.opcode) {
    case Opcode::I32Const:
    case Opcode::I64Const:
    case Opcode::F32Const:
    case Opcode::F64Const:
    case Opcode::V128Const:
    case Opcode::RefNull:
    case Opcode::RefFunc:
    case Opcode::RefI31:
    case Opcode::StructNew:
    case Opcode::StructNewDefault:
    case Opcode::ArrayNew:
    case Opcode::ArrayNewDefault:
    case Opcode::ArrayNewFixed:
    case Opcode::AnyConvertExtern:
    case Opcode::ExternConvertAny:
    case Opcode::End: return true;
    case Opcode::I32Add:
    case Opcode::I32Sub:
    case Opcode::I32Mul:
    case Opcode::I64Add:
    case Opcode::I64Sub:
    case Opcode::I64Mul: return module_.features.has(Feature::ExtendedConst) || invalid("constant expression required");
    case Opcode::GlobalGet:
      if (instruction.index >= visible_globals_) return unknown("global", instruction.index);
      if (!module_.globals[instruction.index].type.is_mutable) return true;
      return invalid(fmt::format("constant expression required: global {} is mutable", instruction.index));
    default:
      return invalid(
          fmt::format("constant expression required: {} is not constant", opcode_info(instruction.opcode).text));
  }
}

bool FuncValidator::fail(ErrorKind kind, std::string message) {
  error_.emplace(kind, offset_, std::move(message));
  return false;
}

bool FuncValidator::unknown(std::string_view what, std::uint32_t index) {
  return invalid(errors::unknown(what, index));
}

bool FuncValidator::type_mismatch(std::span<const ValType> required) {
  const std::size_t shown = std::min(available(), required.size());
  return invalid(errors::type_mismatch(required, operands().last(shown)));
}

// --- The operand stack ---

bool FuncValidator::push_types(std::span<const ValType> types) {
  if (operands_.size() + types.size() > kMaxOperands) [[unlikely]] {
    return fail(ErrorKind::Limit, fmt::format("operand stack too high: more than {} values", kMaxOperands));
  }
  operands_.insert(operands_.end(), types.begin(), types.end());
  return true;
}

bool FuncValidator::pop_types(std::span<const ValType> expected) {
  const std::size_t count = std::min(available(), expected.size());
  if (count < expected.size() && !frames_.back().unreachable) [[unlikely]]
    return type_mismatch(expected);
  const ValType* actual = operands_.data() + operands_.size() - count;
  const ValType* wanted = expected.data() + expected.size() - count;
  for (std::size_t i = 0; i < count; ++i) {
    if (!types_.matches(actual[i], wanted[i])) [[unlikely]]
      return type_mismatch(expected);
  }
  operands_.resize(operands_.size() - count);
  return true;
}

bool FuncValidator::pop_any(ValType& out) {
  if (available() > 0) [[likely]] {
    out = operands_.back();
    operands_.pop_back();
    return true;
  }
  out = ValType();
  return frames_.back().unreachable || invalid("type mismatch: instruction requires a value but the stack is empty");
}

bool FuncValidator::pop_ref(ValType& out) {
  if (!pop_any(out)) return false;
  if (out.is_bottom()) out = ValType::ref(HeapType::Bottom, false);
  return out.is_ref() || invalid(errors::operand_mismatch("reference type", out));
}

// --- Looking things up ---

bool FuncValidator::check_val_type(ValType type) {
  if (!type.is_ref() || !type.heap().is_defined() || type.heap().index() < types_.size()) return true;
  return unknown("type", type.heap().index());
}

const FuncType* FuncValidator::func_type(TypeIndex index) {
  if (index >= types_.size()) return unknown("type", index), nullptr;
  const SubType& type = types_.type(index);
  if (type.kind != SubType::Kind::Func) {
    return invalid(fmt::format("type mismatch: non-function type {}", index)), nullptr;
  }
  return &type.func;
}

const SubType* FuncValidator::struct_type(TypeIndex index) {
  if (index >= types_.size()) return unknown("type", index), nullptr;
  const SubType& type = types_.type(index);
  if (type.kind != SubType::Kind::Struct) {
    return invalid(fmt::format("type mismatch: non-structure type {}", index)), nullptr;
  }
  return &type;
}

const FieldType* FuncValidator::array_type(TypeIndex index) {
  if (index >= types_.size()) return unknown("type", index), nullptr;
  const SubType& type = types_.type(index);
  if (type.kind != SubType::Kind::Array) {
    return invalid(fmt::format("type mismatch: non-array type {}", index)), nullptr;
  }
  return &type.fields.front();
}

const FieldType* FuncValidator::field_type(const Instruction& instruction) {
  const SubType* type = struct_type(instruction.index);
  if (type == nullptr) return nullptr;
  if (instruction.index2 >= type->fields.size()) return unknown("field", instruction.index2), nullptr;
  return &type->fields[instruction.index2];
}

const Table* FuncValidator::table(TableIndex index) {
  if (index >= module_.tables.size()) return unknown("table", index), nullptr;
  return &module_.tables[index];
}

const Memory* FuncValidator::memory(MemoryIndex index) {
  if (index >= module_.memories.size()) return unknown("memory", index), nullptr;
  return &module_.memories[index];
}

const Global* FuncValidator::global(GlobalIndex index) {
  if (index >= module_.globals.size()) return unknown("global", index), nullptr;
  return &module_.globals[index];
}

const ElementSegment* FuncValidator::element_segment(std::uint32_t index) {
  if (index >= module_.elements.size()) return unknown("elem segment", index), nullptr;
  return &module_.elements[index];
}

bool FuncValidator::check_data_segment(std::uint32_t index) {
  if (!module_.data_count) return fail(ErrorKind::Malformed, "data count section required");
  return index < module_.data.size() || unknown("data segment", index);
}

const FuncType* FuncValidator::tag_type(TagIndex index) {
  if (index >= module_.tags.size()) return unknown("tag", index), nullptr;
  return func_type(module_.tags[index].type.type);
}

const ValType* FuncValidator::interned(ValType type) const {
  static constexpr std::array<ValType, 5> kNumeric = {ValType::I32, ValType::I64, ValType::F32, ValType::F64,
                                                      ValType::V128};
  if (type.kind() < kNumeric.size()) return &kNumeric[type.kind()];
  return &interned_.emplace(type.bits(), type).first->second;
}

BlockSignature FuncValidator::block_signature(const BlockType& type) const {
  switch (type.kind) {
    case BlockType::Kind::Empty: return {};
    case BlockType::Kind::Value: return {{}, {interned(type.value), 1}};
    case BlockType::Kind::Func: {
      const FuncType& func = types_.type(type.index).func;
      return {func.params, func.results};
    }
  }
  WRT_UNREACHABLE();
}

}  // namespace wrt
