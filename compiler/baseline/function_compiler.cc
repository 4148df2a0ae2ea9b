// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The walk over a body, the dispatch of the SPECIAL rows, and what stands behind the code.
#include "compiler/baseline/function_compiler.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "compiler/baseline/calling_convention.h"
#include "lib/support/check.h"

namespace wrt::baseline {

namespace {

// Whether an instruction may take a comparison that is in the flags.
bool takes_flags(Opcode opcode) {
  return opcode == Opcode::BrIf || opcode == Opcode::If || opcode == Opcode::I32Eqz || opcode == Opcode::Select ||
         opcode == Opcode::SelectTyped;
}

constexpr std::uint8_t kDwarfRbx = 3;
constexpr std::uint8_t kDwarfR12 = 12;

}  // namespace

Result<FunctionCode> FunctionCompiler::compile(FuncIndex function, bool with_positions) {
  WRT_TRY(plan_.make(wasm(), function));
  with_positions_ = with_positions;
  begin(function);
  BodyReader reader(wasm().body(function));
  std::vector<LocalRun> locals;
  WRT_TRY(reader.read_locals(static_cast<std::uint32_t>(type_->params.size()), locals));
  Instruction instruction;
  while (!blocks_.empty()) {
    WRT_TRY(reader.read(instruction));
    step(instruction);
  }
  return finish();
}

void FunctionCompiler::begin(FuncIndex function) {
  function_ = function;
  type_ = &wasm().function_type(function);
  asm_.clear();
  positions_.clear();
  operands_.clear();
  blocks_.clear();
  traps_.clear();
  slow_paths_.clear();
  slot_uses_.clear();
  regions_.clear();
  landing_pads_.clear();
  call_sites_.clear();
  depth_uses_.clear();
  local_operands_ = 0;
  flushed_ = 0;
  busy_gprs_ = held_gprs_ = busy_xmms_ = held_xmms_ = 0;
  operand_gprs_ = kOperandGprs;
  for (const LocalPlace& each : plan_.locals()) {
    if (each.gpr != Gpr::None) operand_gprs_ &= ~bit(each.gpr);
  }
  has_flags_ = false;
  reachable_ = true;
  most_operands_ = 0;
  epilogue_ = {};
  takeover_ = {};
  open_loops_ = 0;
  offset_ = wasm().body(function).offset;
  emit_prologue();
  count_entry();
  Block& body = blocks_.emplace_back();
  body.entered = true;
  body.results = type_->results;
}

void FunctionCompiler::step(const Instruction& instruction) {
  offset_ = instruction.offset;
  if (reachable_) {
    if (has_flags_ && !takes_flags(instruction.opcode)) settle_flags();
    if (with_positions_) note_position(instruction.offset);
    dispatch(instruction);
  } else {
    skip(instruction);
  }
  held_gprs_ = 0;
  held_xmms_ = 0;
}

void FunctionCompiler::note_position(std::size_t wasm_offset) {
  const ArtefactPosition row{asm_.position(), static_cast<std::uint32_t>(wasm_offset)};
  if (!positions_.empty() && positions_.back().code_offset == row.code_offset) {
    positions_.back() = row;
  } else {
    positions_.push_back(row);
  }
}

// Of code that cannot be reached only the block structure is followed.
void FunctionCompiler::skip(const Instruction& instruction) {
  switch (instruction.opcode) {
    case Opcode::Else: return compile_else();
    case Opcode::End: return compile_end();
    case Opcode::Catch:
    case Opcode::CatchAll: return compile_legacy_catch(instruction);
    case Opcode::Delegate: return compile_delegate(instruction.index);
    default:
      if (block_role(instruction.opcode) == BlockRole::Opens) blocks_.emplace_back().opcode = instruction.opcode;
  }
}

void FunctionCompiler::dispatch(const Instruction& instruction) {
  const std::uint64_t index = instruction.index;
  const std::uint64_t index2 = instruction.index2;
  // clang-format off
  switch (instruction.opcode) {
#define SIMPLE(name, code, text, immediate, operands, result, lane, meaning, feature) case Opcode::name:
#define SPECIAL(name, code, text, immediate, feature)
#include "lib/wasm/opcodes.def"
#undef SIMPLE
#undef SPECIAL
      return compile_simple(instruction, opcode_info(instruction.opcode));
    case Opcode::Unreachable: trap(TrapCode::Unreachable); reachable_ = false; return;
    case Opcode::Block:
    case Opcode::Loop:
    case Opcode::If:
    case Opcode::Try:
    case Opcode::TryTable: return open(instruction);
    case Opcode::Catch:
    case Opcode::CatchAll: return compile_legacy_catch(instruction);
    case Opcode::Delegate: return compile_delegate(instruction.index);
    case Opcode::Throw: return compile_throw(instruction.index);
    case Opcode::ThrowRef: return compile_throw_ref();
    case Opcode::Rethrow: return compile_rethrow(instruction.index);
    case Opcode::Else: return compile_else();
    case Opcode::End: return compile_end();
    case Opcode::Br: return compile_br(instruction.index);
    case Opcode::BrIf: return compile_br_if(instruction.index);
    case Opcode::BrTable: return compile_br_table(instruction);
    case Opcode::Return: return compile_return();
    case Opcode::Call: return compile_call(instruction.index);
    case Opcode::CallIndirect: return compile_call_indirect(instruction);
    case Opcode::CallRef: return compile_call_ref(instruction.index);
    case Opcode::ReturnCall: return compile_return_call(instruction.index);
    case Opcode::ReturnCallIndirect: return compile_return_call_indirect(instruction);
    case Opcode::ReturnCallRef: return compile_return_call_ref(instruction.index);
    case Opcode::Drop: pop(); return;
    case Opcode::Select:
    case Opcode::SelectTyped: return compile_select();
    case Opcode::LocalGet: return push_local(instruction.index);
    case Opcode::LocalSet: return compile_local_set(instruction.index);
    case Opcode::LocalTee: return compile_local_tee(instruction.index);
    case Opcode::GlobalGet: return compile_global_get(instruction.index);
    case Opcode::GlobalSet: return compile_global_set(instruction.index);
    case Opcode::TableGet: return compile_table_get(instruction.index);
    case Opcode::TableSet: return compile_table_set(instruction.index);
    case Opcode::TableSize: return compile_table_size(instruction.index);
    case Opcode::TableGrow: return compile_table_grow(instruction.index);
    case Opcode::TableFill: return call_builtin(Builtin::TableFill, {{index}}, 3);
    case Opcode::TableCopy: return call_builtin(Builtin::TableCopy, {{index, index2}}, 3);
    case Opcode::TableInit: return call_builtin(Builtin::TableInit, {{index, index2}}, 3);
    case Opcode::ElemDrop: return call_builtin(Builtin::ElemDrop, {{index}}, 0);
    case Opcode::MemorySize: return compile_memory_size(instruction.index);
    case Opcode::MemoryGrow: return compile_memory_grow(instruction.index);
    case Opcode::MemoryFill: return call_builtin(Builtin::MemoryFill, {{index}}, 3);
    case Opcode::MemoryCopy: return call_builtin(Builtin::MemoryCopy, {{index, index2}}, 3);
    case Opcode::MemoryInit: return call_builtin(Builtin::MemoryInit, {{index, index2}}, 3);
    case Opcode::DataDrop: return call_builtin(Builtin::DataDrop, {{index}}, 0);
    case Opcode::I32Const: return push_const(static_cast<std::uint32_t>(instruction.bits), ValType::I32);
    case Opcode::I64Const: return push_const(instruction.bits, ValType::I64);
    case Opcode::F32Const: return push_const(static_cast<std::uint32_t>(instruction.bits), ValType::F32);
    case Opcode::F64Const: return push_const(instruction.bits, ValType::F64);
    case Opcode::V128Const: return compile_v128_const(instruction.v128);
    case Opcode::RefNull: return push_const(0, ValType::Ref);
    case Opcode::RefFunc: return compile_ref_func(instruction.index);
    case Opcode::RefIsNull: return compile_ref_is_null();
    case Opcode::RefEq: return compile_ref_eq();
    case Opcode::RefAsNonNull: return compile_ref_as_non_null();
    case Opcode::BrOnNull: return compile_br_on_null(instruction.index);
    case Opcode::BrOnNonNull: return compile_br_on_non_null(instruction.index);
    case Opcode::StructNew: return compile_struct_new(instruction.index);
    case Opcode::StructNewDefault: return compile_struct_new_default(instruction.index);
    case Opcode::StructGet:
    case Opcode::StructGetS:
    case Opcode::StructGetU: return compile_struct_get(instruction);
    case Opcode::StructSet: return compile_struct_set(instruction);
    case Opcode::ArrayNew: return compile_array_new(instruction.index);
    case Opcode::ArrayNewDefault: return compile_array_new_default(instruction.index);
    case Opcode::ArrayNewFixed: return compile_array_new_fixed(instruction);
    case Opcode::ArrayNewData: return compile_array_new_segment(instruction, Builtin::ArrayNewData);
    case Opcode::ArrayNewElem: return compile_array_new_segment(instruction, Builtin::ArrayNewElem);
    case Opcode::ArrayGet:
    case Opcode::ArrayGetS:
    case Opcode::ArrayGetU: return compile_array_get(instruction);
    case Opcode::ArraySet: return compile_array_set(instruction.index);
    case Opcode::ArrayLen: return compile_array_len();
    case Opcode::ArrayFill: return compile_array_fill(instruction.index);
    case Opcode::ArrayCopy: return compile_array_copy();
    case Opcode::ArrayInitData: return compile_array_init_segment(instruction, Builtin::ArrayInitData);
    case Opcode::ArrayInitElem: return compile_array_init_segment(instruction, Builtin::ArrayInitElem);
    case Opcode::RefTest:
    case Opcode::RefTestNull: return compile_ref_test(instruction.ref);
    case Opcode::RefCast:
    case Opcode::RefCastNull: return compile_ref_cast(instruction.ref);
    case Opcode::BrOnCast: return compile_br_on_cast(instruction);
    case Opcode::BrOnCastFail: return compile_br_on_cast_fail(instruction);
    // Host values are objects too, so both hierarchies have the same values.
    case Opcode::AnyConvertExtern:
    case Opcode::ExternConvertAny: return;
    case Opcode::RefI31: return compile_ref_i31();
    case Opcode::I31GetS: return compile_i31_get(true);
    case Opcode::I31GetU: return compile_i31_get(false);
  }
  // clang-format on
  WRT_UNREACHABLE();
}

// --- What stands behind the code ---

void FunctionCompiler::trap_if(Condition condition, TrapCode code, Gpr operand) {
  TrapStub& stub = traps_.emplace_back(TrapStub{{}, code, operand, offset_});
  asm_.jcc(condition, stub.label);
}

void FunctionCompiler::trap(TrapCode code) {
  asm_.trap(static_cast<std::uint8_t>(code));
}

FunctionCompiler::SlowPath& FunctionCompiler::slow_path(std::function<void(SlowPath&)> emit) {
  return slow_paths_.emplace_back(SlowPath{{}, {}, offset_, std::move(emit)});
}

void FunctionCompiler::emit_stubs() {
  // Slow paths may have traps of their own, but no slow paths.
  for (SlowPath& each : slow_paths_) {
    offset_ = each.wasm_offset;
    if (with_positions_) note_position(each.wasm_offset);
    asm_.bind(each.entry);
    each.emit(each);
  }
  for (TrapStub& each : traps_) {
    asm_.bind(each.label);
    if (with_positions_) note_position(each.wasm_offset);
    if (each.operand != Gpr::None && each.operand != Gpr::Rax) asm_.mov(Width::W64, Gpr::Rax, each.operand);
    trap(each.code);
  }
}

FunctionCode FunctionCompiler::finish() {
  emit_epilogue();
  emit_stubs();
  emit_takeover();
  patch_frame_size();
  FunctionCode code;
  code.bytes.assign(asm_.code().begin(), asm_.code().end());
  code.code_size = static_cast<std::uint32_t>(code.bytes.size());
  code.slot_uses = slot_uses_;
  code.positions = positions_;
  for (const CallSite& each : call_sites_)
    code.call_sites.push_back({each.begin, each.end, landing_pads_[each.landing_pad]});
  std::uint8_t words = 3;  // the return address and the frame pointer are above
  for (const Gpr each : {Gpr::Rbx, Gpr::R12, Gpr::R13, Gpr::R14, Gpr::R15}) {
    if ((plan_.saved_registers() & bit(each)) == 0) continue;
    const std::uint8_t number =
        each == Gpr::Rbx ? kDwarfRbx
                         : static_cast<std::uint8_t>(kDwarfR12 + (static_cast<int>(each) - static_cast<int>(Gpr::R12)));
    code.saved_registers.push_back({number, words++});
  }
  return code;
}

}  // namespace wrt::baseline
