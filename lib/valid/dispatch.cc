// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From the opcode to its rule, a line each. All SIMPLE rows share one rule; a SPECIAL row without a line here does
// not compile, because the switch has no default.
#include "lib/support/check.h"
#include "lib/valid/func_validator.h"

namespace wrt {

bool FuncValidator::dispatch(const Instruction& instruction) {
  switch (instruction.opcode) {
#define SIMPLE(name, code, text, immediate, operands, result, lane, meaning, feature) case Opcode::name:
#define SPECIAL(name, code, text, immediate, feature)
#include "lib/wasm/opcodes.def"
#undef SIMPLE
#undef SPECIAL
    return validate_simple(instruction);
    case Opcode::Unreachable: return validate_unreachable();
    case Opcode::Block:
    case Opcode::Loop:
    case Opcode::Try: return validate_block(instruction);
    case Opcode::If: return validate_if(instruction);
    case Opcode::Else: return validate_else();
    case Opcode::Catch: return validate_legacy_catch(instruction);
    case Opcode::CatchAll: return validate_legacy_catch_all();
    case Opcode::Delegate: return validate_delegate(instruction);
    case Opcode::Rethrow: return validate_rethrow(instruction);
    case Opcode::Throw: return validate_throw(instruction);
    case Opcode::ThrowRef: return validate_throw_ref();
    case Opcode::End: return validate_end();
    case Opcode::Br: return validate_br(instruction);
    case Opcode::BrIf: return validate_br_if(instruction);
    case Opcode::BrTable: return validate_br_table(instruction);
    case Opcode::Return: return validate_return();
    case Opcode::Call: return validate_call(instruction);
    case Opcode::CallIndirect: return validate_call_indirect(instruction);
    case Opcode::ReturnCall: return validate_return_call(instruction);
    case Opcode::ReturnCallIndirect: return validate_return_call_indirect(instruction);
    case Opcode::CallRef: return validate_call_ref(instruction);
    case Opcode::ReturnCallRef: return validate_return_call_ref(instruction);
    case Opcode::TryTable: return validate_try_table(instruction);
    case Opcode::Drop: return validate_drop();
    case Opcode::Select: return validate_select();
    case Opcode::SelectTyped: return validate_select_typed(instruction);
    case Opcode::LocalGet: return validate_local_get(instruction);
    case Opcode::LocalSet: return validate_local_set(instruction);
    case Opcode::LocalTee: return validate_local_tee(instruction);
    case Opcode::GlobalGet: return validate_global_get(instruction);
    case Opcode::GlobalSet: return validate_global_set(instruction);
    case Opcode::TableGet: return validate_table_get(instruction);
    case Opcode::TableSet: return validate_table_set(instruction);
    case Opcode::MemorySize: return validate_memory_size(instruction);
    case Opcode::MemoryGrow: return validate_memory_grow(instruction);
    case Opcode::I32Const: push(ValType::I32); return true;
    case Opcode::I64Const: push(ValType::I64); return true;
    case Opcode::F32Const: push(ValType::F32); return true;
    case Opcode::F64Const: push(ValType::F64); return true;
    case Opcode::RefNull: return validate_ref_null(instruction);
    case Opcode::RefIsNull: return validate_ref_is_null();
    case Opcode::RefFunc: return validate_ref_func(instruction);
    case Opcode::RefEq: return validate_ref_eq();
    case Opcode::RefAsNonNull: return validate_ref_as_non_null();
    case Opcode::BrOnNull: return validate_br_on_null(instruction);
    case Opcode::BrOnNonNull: return validate_br_on_non_null(instruction);
    case Opcode::StructNew: return validate_struct_new(instruction);
    case Opcode::StructNewDefault: return validate_struct_new_default(instruction);
    case Opcode::StructGet:
    case Opcode::StructGetS:
    case Opcode::StructGetU: return validate_struct_get(instruction);
    case Opcode::StructSet: return validate_struct_set(instruction);
    case Opcode::ArrayNew: return validate_array_new(instruction);
    case Opcode::ArrayNewDefault: return validate_array_new_default(instruction);
    case Opcode::ArrayNewFixed: return validate_array_new_fixed(instruction);
    case Opcode::ArrayNewData: return validate_array_new_data(instruction);
    case Opcode::ArrayNewElem: return validate_array_new_elem(instruction);
    case Opcode::ArrayGet:
    case Opcode::ArrayGetS:
    case Opcode::ArrayGetU: return validate_array_get(instruction);
    case Opcode::ArraySet: return validate_array_set(instruction);
    case Opcode::ArrayLen: return validate_array_len();
    case Opcode::ArrayFill: return validate_array_fill(instruction);
    case Opcode::ArrayCopy: return validate_array_copy(instruction);
    case Opcode::ArrayInitData: return validate_array_init_data(instruction);
    case Opcode::ArrayInitElem: return validate_array_init_elem(instruction);
    case Opcode::RefTest:
    case Opcode::RefTestNull: return validate_ref_test(instruction);
    case Opcode::RefCast:
    case Opcode::RefCastNull: return validate_ref_cast(instruction);
    case Opcode::BrOnCast: return validate_br_on_cast(instruction);
    case Opcode::BrOnCastFail: return validate_br_on_cast_fail(instruction);
    case Opcode::AnyConvertExtern: return validate_any_convert_extern();
    case Opcode::ExternConvertAny: return validate_extern_convert_any();
    case Opcode::RefI31: return validate_ref_i31();
    case Opcode::I31GetS:
    case Opcode::I31GetU: return validate_i31_get();
    case Opcode::MemoryInit: return validate_memory_init(instruction);
    case Opcode::DataDrop: return validate_data_drop(instruction);
    case Opcode::MemoryCopy: return validate_memory_copy(instruction);
    case Opcode::MemoryFill: return validate_memory_fill(instruction);
    case Opcode::TableInit: return validate_table_init(instruction);
    case Opcode::ElemDrop: return validate_elem_drop(instruction);
    case Opcode::TableCopy: return validate_table_copy(instruction);
    case Opcode::TableGrow: return validate_table_grow(instruction);
    case Opcode::TableSize: return validate_table_size(instruction);
    case Opcode::TableFill: return validate_table_fill(instruction);
    case Opcode::V128Const: push(ValType::V128); return true;
  }
  WRT_UNREACHABLE();
}

}  // namespace wrt
