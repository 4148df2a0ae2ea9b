// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The walk over a body, and the dispatch of the SPECIAL rows.
#include "compiler/llvm/function_translator.h"

#include <algorithm>

#include <fmt/format.h>

namespace wrt::llvm_compiler {

namespace {

// Whether an instruction can trap or call, so that its machine code needs a place in the position table.
bool needs_position(const OpcodeInfo& info) {
  switch (info.immediate) {
    case Immediate::MemArg:
    case Immediate::MemArgLane:
    case Immediate::Func:
    case Immediate::CallIndirect:
    case Immediate::Table:
    case Immediate::ElemTable:
    case Immediate::TableTable:
    case Immediate::Elem:
    case Immediate::Memory:
    case Immediate::DataMemory:
    case Immediate::MemoryMemory:
    case Immediate::Data:
    case Immediate::Tag:
    case Immediate::HeapType:
    case Immediate::Type:
    case Immediate::TypeType:
    case Immediate::StructField:
    case Immediate::ArrayFixed:
    case Immediate::ArrayData:
    case Immediate::ArrayElem: return true;
    default: break;
  }
  switch (info.meaning) {
    case Meaning::Unreachable:
    case Meaning::ThrowRef:
    case Meaning::RefAsNonNull:
    case Meaning::BrOnCast:
    case Meaning::BrOnCastFail:
    case Meaning::ArrayLen:
    case Meaning::I31GetS:
    case Meaning::I31GetU:
    case Meaning::DivS:
    case Meaning::DivU:
    case Meaning::RemS:
    case Meaning::RemU:
    case Meaning::TruncS:
    case Meaning::TruncU: return true;
    default: return false;
  }
}

// How often a function is translated: with its locals as SSA values, then if that is too much, in memory.
Result<bool> try_translate(ModuleEmitter& module, FuncValidator& validator, FuncIndex index, bool locals_in_memory) {
  BodyReader reader(module.wasm().body(index));
  std::vector<LocalRun> locals;
  const std::size_t params = module.wasm().function_type(index).params.size();
  WRT_TRY(reader.read_locals(static_cast<std::uint32_t>(params), locals));
  WRT_TRY(validator.begin(index, locals));
  FunctionTranslator translator(module, index, locals_in_memory);
  translator.begin(locals);
  Instruction instruction;
  while (!validator.done()) {
    WRT_TRY(reader.read(instruction));
    translator.see_operands(validator.operands());
    WRT_TRY(validator.step(instruction));
    WRT_TRY(translator.step(instruction, validator));
  }
  WRT_TRY(reader.expect_end());
  return translator.finish();
}

}  // namespace

Result<> translate_function(ModuleEmitter& module, FuncValidator& validator, FuncIndex index) {
  WRT_ASSIGN(const bool done, try_translate(module, validator, index, /*locals_in_memory=*/false));
  if (done) return {};
  llvm::Function* function = module.function(index);
  function->deleteBody();
  WRT_ASSIGN([[maybe_unused]] const bool again, try_translate(module, validator, index, /*locals_in_memory=*/true));
  // What is too much for us is too much for LLVM's optimiser.
  function->addFnAttr(llvm::Attribute::OptimizeNone);
  function->addFnAttr(llvm::Attribute::NoInline);
  return {};
}

FunctionTranslator::FunctionTranslator(ModuleEmitter& module, FuncIndex index, bool locals_in_memory)
    : module_(module),
      index_(index),
      type_(module.wasm().function_type(index)),
      function_(module.function(index)),
      emitter_(module, function_),
      locals_(function_, locals_in_memory) {
  module.begin_positions(function_);
}

void FunctionTranslator::begin(std::span<const LocalRun> locals) {
  const unsigned first = ModuleEmitter::results_in_memory(type_) ? 2 : 1;
  for (std::size_t i = 0; i < type_.params.size(); ++i)
    locals_.add(function_->getArg(first + static_cast<unsigned>(i)));
  for (const LocalRun& run : locals) {
    for (std::uint32_t i = 0; i < run.count; ++i) locals_.add(zero(run.type));
  }
  Frame& frame = frames_.emplace_back();
  frame.opcode = Opcode::Block;
  frame.entered = true;
  frame.signature.results = type_.results;
}

void FunctionTranslator::see_operands(std::span<const ValType> operands) {
  const std::size_t count = std::min(operands.size(), operand_types_.size());
  for (std::size_t i = 0; i < count; ++i) operand_types_[i] = operands[operands.size() - 1 - i];
}

Error FunctionTranslator::unsupported(const Instruction& instruction) const {
  return Error(ErrorKind::Unsupported, instruction.offset,
               fmt::format("{} is not supported yet", opcode_info(instruction.opcode).text));
}

Result<> FunctionTranslator::step(const Instruction& instruction, const FuncValidator& validator) {
  const OpcodeInfo& info = opcode_info(instruction.opcode);
  if (!reachable_) {
    // Only the block structure is followed.
    switch (info.meaning) {
      case Meaning::Block:
      case Meaning::Loop:
      case Meaning::If:
      case Meaning::TryTable: frames_.emplace_back().opcode = instruction.opcode; break;
      case Meaning::Else: emit_else(); break;
      case Meaning::End: emit_end(); break;
      default: break;
    }
    return {};
  }
  if (needs_position(info)) {
    emitter_.set_position(instruction.offset);
  } else {
    emitter_.clear_position();
  }
  if (info.simple) {
    emit_simple(emitter_, {instruction, info});
    return {};
  }
  return dispatch(instruction, validator);
}

Result<> FunctionTranslator::dispatch(const Instruction& instruction, const FuncValidator& validator) {
  // clang-format off
  switch (instruction.opcode) {
    case Opcode::Unreachable: emit_unreachable(); return {};
    case Opcode::Block:
    case Opcode::Loop:
    case Opcode::If:
    case Opcode::TryTable: open(instruction, validator); return {};
    case Opcode::Throw: emit_throw(instruction.index); return {};
    case Opcode::ThrowRef: emit_throw_ref(); return {};
    case Opcode::Else: emit_else(); return {};
    case Opcode::End: emit_end(); return {};
    case Opcode::Br: emit_br(instruction.index); return {};
    case Opcode::BrIf: emit_br_if(instruction); return {};
    case Opcode::BrTable: emit_br_table(instruction); return {};
    case Opcode::Return: emit_return(); return {};
    case Opcode::Call: emit_call(instruction); return {};
    case Opcode::CallIndirect: emit_call_indirect(instruction); return {};
    case Opcode::CallRef: emit_call_ref(instruction); return {};
    case Opcode::ReturnCall: emit_return_call(instruction); return {};
    case Opcode::ReturnCallIndirect: emit_return_call_indirect(instruction); return {};
    case Opcode::ReturnCallRef: emit_return_call_ref(instruction); return {};
    case Opcode::Drop: emitter_.pop(); return {};
    case Opcode::Select:
    case Opcode::SelectTyped: emit_select(); return {};
    case Opcode::LocalGet: emit_local_get(instruction.index); return {};
    case Opcode::LocalSet: emit_local_set(instruction.index); return {};
    case Opcode::LocalTee: emit_local_tee(instruction.index); return {};
    case Opcode::GlobalGet: emit_global_get(instruction.index); return {};
    case Opcode::GlobalSet: emit_global_set(instruction.index); return {};
    case Opcode::I32Const:
    case Opcode::I64Const:
    case Opcode::F32Const:
    case Opcode::F64Const:
    case Opcode::V128Const: emit_const(instruction); return {};
    case Opcode::TableGet: emit_table_get(instruction.index); return {};
    case Opcode::TableSet: emit_table_set(instruction.index); return {};
    case Opcode::TableSize: emit_table_size(instruction.index); return {};
    case Opcode::TableGrow: emit_table_grow(instruction.index); return {};
    case Opcode::TableFill: emit_table_fill(instruction.index); return {};
    case Opcode::TableCopy: emit_table_copy(instruction); return {};
    case Opcode::TableInit: emit_table_init(instruction); return {};
    case Opcode::ElemDrop: emit_elem_drop(instruction.index); return {};
    case Opcode::MemorySize: emit_memory_size(instruction.index); return {};
    case Opcode::MemoryGrow: emit_memory_grow(instruction.index); return {};
    case Opcode::MemoryFill: emit_memory_fill(instruction.index); return {};
    case Opcode::MemoryCopy: emit_memory_copy(instruction); return {};
    case Opcode::MemoryInit: emit_memory_init(instruction); return {};
    case Opcode::DataDrop: emit_data_drop(instruction.index); return {};
    case Opcode::RefNull: emit_ref_null(); return {};
    case Opcode::RefIsNull: emit_ref_is_null(); return {};
    case Opcode::RefFunc: emit_ref_func(instruction.index); return {};
    case Opcode::RefEq: emit_ref_eq(); return {};
    case Opcode::RefAsNonNull: emit_ref_as_non_null(); return {};
    case Opcode::BrOnNull: emit_br_on_null(instruction.index); return {};
    case Opcode::BrOnNonNull: emit_br_on_non_null(instruction.index); return {};
    case Opcode::StructNew: emit_struct_new(instruction.index); return {};
    case Opcode::StructNewDefault: emit_struct_new_default(instruction.index); return {};
    case Opcode::StructGet:
    case Opcode::StructGetS:
    case Opcode::StructGetU: emit_struct_get(instruction); return {};
    case Opcode::StructSet: emit_struct_set(instruction); return {};
    case Opcode::ArrayNew: emit_array_new(instruction.index); return {};
    case Opcode::ArrayNewDefault: emit_array_new_default(instruction.index); return {};
    case Opcode::ArrayNewFixed: emit_array_new_fixed(instruction); return {};
    case Opcode::ArrayNewData: emit_array_new_segment(instruction, Builtin::ArrayNewData); return {};
    case Opcode::ArrayNewElem: emit_array_new_segment(instruction, Builtin::ArrayNewElem); return {};
    case Opcode::ArrayGet:
    case Opcode::ArrayGetS:
    case Opcode::ArrayGetU: emit_array_get(instruction); return {};
    case Opcode::ArraySet: emit_array_set(instruction.index); return {};
    case Opcode::ArrayLen: emit_array_len(); return {};
    case Opcode::ArrayFill: emit_array_fill(instruction.index); return {};
    case Opcode::ArrayCopy: emit_array_copy(); return {};
    case Opcode::ArrayInitData: emit_array_init_segment(instruction, Builtin::ArrayInitData); return {};
    case Opcode::ArrayInitElem: emit_array_init_segment(instruction, Builtin::ArrayInitElem); return {};
    case Opcode::RefTest:
    case Opcode::RefTestNull: emit_ref_test(instruction.ref); return {};
    case Opcode::RefCast:
    case Opcode::RefCastNull: emit_ref_cast(instruction.ref); return {};
    case Opcode::BrOnCast: emit_br_on_cast(instruction); return {};
    case Opcode::BrOnCastFail: emit_br_on_cast_fail(instruction); return {};
    // Host values are objects too, so both hierarchies have the same values.
    case Opcode::AnyConvertExtern:
    case Opcode::ExternConvertAny: return {};
    case Opcode::RefI31: emit_ref_i31(); return {};
    case Opcode::I31GetS: emit_i31_get_s(); return {};
    case Opcode::I31GetU: emit_i31_get_u(); return {};
    // SIMPLE rows do not get here.
    default: return Unexpected(unsupported(instruction));
  }
  // clang-format on
}

}  // namespace wrt::llvm_compiler
