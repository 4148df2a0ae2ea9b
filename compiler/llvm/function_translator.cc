// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The walk over a body, and the dispatch of the SPECIAL rows.
#include "compiler/llvm/function_translator.h"

#include <algorithm>

#include <llvm/Transforms/Utils/BasicBlockUtils.h>

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
    case Meaning::Rethrow:
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
Result<bool> try_translate(ModuleEmitter& module, FuncValidator& validator, const CodeUnit& unit,
                           bool locals_in_memory) {
  const FuncIndex index = unit.function;
  FunctionTranslator translator(module, unit, locals_in_memory);
  do {
    BodyReader reader(module.wasm().body(index));
    std::vector<LocalRun> locals;
    const std::size_t params = module.wasm().function_type(index).params.size();
    WRT_TRY(reader.read_locals(static_cast<std::uint32_t>(params), locals));
    WRT_TRY(validator.begin(index, locals));
    translator.begin(locals);
    Instruction instruction;
    while (!validator.done()) {
      WRT_TRY(reader.read(instruction));
      translator.see_operands(validator.operands());
      WRT_TRY(validator.step(instruction));
      translator.step(instruction, validator);
    }
    WRT_TRY(reader.expect_end());
  } while (translator.begin_rounds());
  return translator.finish();
}

}  // namespace

Result<> translate_unit(ModuleEmitter& module, FuncValidator& validator, const CodeUnit& unit) {
  WRT_ASSIGN(const bool done, try_translate(module, validator, unit, /*locals_in_memory=*/false));
  if (done) return {};
  llvm::Function* function = module.function(unit);
  function->deleteBody();
  WRT_ASSIGN([[maybe_unused]] const bool again, try_translate(module, validator, unit, /*locals_in_memory=*/true));
  // What is too much for us is too much for LLVM's optimiser.
  function->addFnAttr(llvm::Attribute::OptimizeNone);
  function->addFnAttr(llvm::Attribute::NoInline);
  return {};
}

FunctionTranslator::FunctionTranslator(ModuleEmitter& module, const CodeUnit& unit, bool locals_in_memory)
    : module_(module),
      unit_(unit),
      type_(module.wasm().function_type(unit.function)),
      function_(module.function(unit)),
      emitter_(module, function_),
      locals_(function_, locals_in_memory) {
  module.begin_positions(function_);
}

void FunctionTranslator::begin(std::span<const LocalRun> locals) {
  if (!in_rounds_) begin_locals(locals);
  Frame& frame = frames_.emplace_back();
  frame.opcode = Opcode::Block;
  frame.entered = true;
  frame.signature.results = type_.results;
}

void FunctionTranslator::begin_locals(std::span<const LocalRun> locals) {
  local_count_ = type_.params.size();
  for (const LocalRun& run : locals) local_count_ += run.count;
  if (unit_.is_loop()) {
    begin_frame_locals(locals);
  } else {
    for (std::size_t i = 0; i < type_.params.size(); ++i)
      locals_.add(function_->getArg(first_own_argument() + static_cast<unsigned>(i)));
    for (const LocalRun& run : locals) {
      for (std::uint32_t i = 0; i < run.count; ++i) locals_.add(zero(run.type));
    }
  }
  begin_fuel(local_count_);
}

Result<bool> FunctionTranslator::finish() {
  WRT_TRY(finish_loop_entry());
  restore_stack_in_landing_pads();
  if (!locals_.finish()) return false;
  // What stands before the loop is left only as far as the code behind it comes back there.
  if (unit_.is_loop()) llvm::EliminateUnreachableBlocks(*function_);
  return true;
}

void FunctionTranslator::see_operands(std::span<const ValType> operands) {
  const std::size_t count = std::min(operands.size(), operand_types_.size());
  for (std::size_t i = 0; i < count; ++i) operand_types_[i] = operands[operands.size() - 1 - i];
}

void FunctionTranslator::step(const Instruction& instruction, const FuncValidator& validator) {
  if (!reachable_) return skip(instruction);
  charge(instruction);
  const OpcodeInfo& info = opcode_info(instruction.opcode);
  if (module_.options().all_positions || needs_position(info)) {
    emitter_.set_position(instruction.offset);
  } else {
    emitter_.clear_position();
  }
  dispatch(instruction, validator);
}

// Of code that cannot be reached only the block structure is followed.
void FunctionTranslator::skip(const Instruction& instruction) {
  switch (instruction.opcode) {
    case Opcode::Else: return emit_else();
    case Opcode::Catch:
    case Opcode::CatchAll: return emit_legacy_catch(instruction);
    case Opcode::Delegate: return emit_delegate(instruction.index);
    case Opcode::End: return emit_end();
    default:
      if (block_role(instruction.opcode) == BlockRole::Opens) frames_.emplace_back().opcode = instruction.opcode;
  }
}

void FunctionTranslator::dispatch(const Instruction& instruction, const FuncValidator& validator) {
  // clang-format off
  switch (instruction.opcode) {
#define SIMPLE(name, code, text, immediate, operands, result, lane, meaning, feature) case Opcode::name:
#define SPECIAL(name, code, text, immediate, feature)
#include "lib/wasm/opcodes.def"
#undef SIMPLE
#undef SPECIAL
      return emit_simple(emitter_, {instruction, opcode_info(instruction.opcode)});
    case Opcode::Unreachable: return emit_unreachable();
    case Opcode::Block:
    case Opcode::Loop:
    case Opcode::If:
    case Opcode::Try:
    case Opcode::TryTable: return open(instruction, validator);
    case Opcode::Catch:
    case Opcode::CatchAll: return emit_legacy_catch(instruction);
    case Opcode::Delegate: return emit_delegate(instruction.index);
    case Opcode::Rethrow: return emit_rethrow(instruction.index);
    case Opcode::Throw: return emit_throw(instruction.index);
    case Opcode::ThrowRef: return emit_throw_ref();
    case Opcode::Else: return emit_else();
    case Opcode::End: return emit_end();
    case Opcode::Br: return emit_br(instruction.index);
    case Opcode::BrIf: return emit_br_if(instruction);
    case Opcode::BrTable: return emit_br_table(instruction);
    case Opcode::Return: return emit_return();
    case Opcode::Call: return emit_call(instruction);
    case Opcode::CallIndirect: return emit_call_indirect(instruction);
    case Opcode::CallRef: return emit_call_ref(instruction);
    case Opcode::ReturnCall: return emit_return_call(instruction);
    case Opcode::ReturnCallIndirect: return emit_return_call_indirect(instruction);
    case Opcode::ReturnCallRef: return emit_return_call_ref(instruction);
    case Opcode::Drop: emitter_.pop(); return;
    case Opcode::Select:
    case Opcode::SelectTyped: return emit_select();
    case Opcode::LocalGet: return emit_local_get(instruction.index);
    case Opcode::LocalSet: return emit_local_set(instruction.index);
    case Opcode::LocalTee: return emit_local_tee(instruction.index);
    case Opcode::GlobalGet: return emit_global_get(instruction.index);
    case Opcode::GlobalSet: return emit_global_set(instruction.index);
    case Opcode::I32Const:
    case Opcode::I64Const:
    case Opcode::F32Const:
    case Opcode::F64Const:
    case Opcode::V128Const: return emit_const(instruction);
    case Opcode::TableGet: return emit_table_get(instruction.index);
    case Opcode::TableSet: return emit_table_set(instruction.index);
    case Opcode::TableSize: return emit_table_size(instruction.index);
    case Opcode::TableGrow: return emit_table_grow(instruction.index);
    case Opcode::TableFill: return emit_table_fill(instruction.index);
    case Opcode::TableCopy: return emit_table_copy(instruction);
    case Opcode::TableInit: return emit_table_init(instruction);
    case Opcode::ElemDrop: return emit_elem_drop(instruction.index);
    case Opcode::MemorySize: return emit_memory_size(instruction.index);
    case Opcode::MemoryGrow: return emit_memory_grow(instruction.index);
    case Opcode::MemoryFill: return emit_memory_fill(instruction.index);
    case Opcode::MemoryCopy: return emit_memory_copy(instruction);
    case Opcode::MemoryInit: return emit_memory_init(instruction);
    case Opcode::DataDrop: return emit_data_drop(instruction.index);
    case Opcode::RefNull: return emit_ref_null();
    case Opcode::RefIsNull: return emit_ref_is_null();
    case Opcode::RefFunc: return emit_ref_func(instruction.index);
    case Opcode::RefEq: return emit_ref_eq();
    case Opcode::RefAsNonNull: return emit_ref_as_non_null();
    case Opcode::BrOnNull: return emit_br_on_null(instruction.index);
    case Opcode::BrOnNonNull: return emit_br_on_non_null(instruction.index);
    case Opcode::StructNew: return emit_struct_new(instruction.index);
    case Opcode::StructNewDefault: return emit_struct_new_default(instruction.index);
    case Opcode::StructGet:
    case Opcode::StructGetS:
    case Opcode::StructGetU: return emit_struct_get(instruction);
    case Opcode::StructSet: return emit_struct_set(instruction);
    case Opcode::ArrayNew: return emit_array_new(instruction.index);
    case Opcode::ArrayNewDefault: return emit_array_new_default(instruction.index);
    case Opcode::ArrayNewFixed: return emit_array_new_fixed(instruction);
    case Opcode::ArrayNewData: return emit_array_new_segment(instruction, Builtin::ArrayNewData);
    case Opcode::ArrayNewElem: return emit_array_new_segment(instruction, Builtin::ArrayNewElem);
    case Opcode::ArrayGet:
    case Opcode::ArrayGetS:
    case Opcode::ArrayGetU: return emit_array_get(instruction);
    case Opcode::ArraySet: return emit_array_set(instruction.index);
    case Opcode::ArrayLen: return emit_array_len();
    case Opcode::ArrayFill: return emit_array_fill(instruction.index);
    case Opcode::ArrayCopy: return emit_array_copy();
    case Opcode::ArrayInitData: return emit_array_init_segment(instruction, Builtin::ArrayInitData);
    case Opcode::ArrayInitElem: return emit_array_init_segment(instruction, Builtin::ArrayInitElem);
    case Opcode::RefTest:
    case Opcode::RefTestNull: return emit_ref_test(instruction.ref);
    case Opcode::RefCast:
    case Opcode::RefCastNull: return emit_ref_cast(instruction.ref);
    case Opcode::BrOnCast: return emit_br_on_cast(instruction);
    case Opcode::BrOnCastFail: return emit_br_on_cast_fail(instruction);
    // Host values are objects too, so both hierarchies have the same values.
    case Opcode::AnyConvertExtern:
    case Opcode::ExternConvertAny: return;
    case Opcode::RefI31: return emit_ref_i31();
    case Opcode::I31GetS: return emit_i31_get_s();
    case Opcode::I31GetU: return emit_i31_get_u();
  }
  // clang-format on
}

}  // namespace wrt::llvm_compiler
