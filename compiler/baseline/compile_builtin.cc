// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the runtime does for compiled code (lib/abi/builtins.def), and the parts of table and memory instructions that
// need no runtime.
#include "compiler/baseline/function_compiler.h"
#include "lib/support/check.h"

namespace wrt::baseline {

namespace {

std::int32_t displacement(std::size_t offset) {
  WRT_CHECK(offset <= INT32_MAX);
  return static_cast<std::int32_t>(offset);
}

ValType::Kind address_kind(AddressType type) {
  return type == AddressType::I32 ? ValType::I32 : ValType::I64;
}

}  // namespace

// An i32 is as good where 64 bits are wanted: its upper half is zero.
void FunctionCompiler::call_builtin(Builtin builtin, std::span<const std::uint64_t> constants, std::uint32_t operands,
                                    std::optional<TypeIndex> type) {
  flush(operands);
  save_locals();
  const std::vector<Operand> arguments = pop_arguments(operands);
  moves_.clear();
  std::size_t next = type ? 2 : 1;  // rdi is for the VMContext
  for (const std::uint64_t each : constants) {
    Operand constant;
    constant.type = ValType::I64;
    constant.bits = each;
    moves_.push_back({constant, kArgumentGprs[next++], Xmm::None});
  }
  for (const Operand& each : arguments) moves_.push_back({each, kArgumentGprs[next++], Xmm::None});
  WRT_CHECK(next == kBuiltins[static_cast<std::size_t>(builtin)].operands.size() + 1);
  move_together(moves_);
  if (type) load_type_info(kArgumentGprs[1], *type);
  emit_builtin_call(builtin);
  held_gprs_ = bit(Gpr::Rax);
  held_xmms_ = 0;
  restore_locals();
}

void FunctionCompiler::emit_builtin_call(Builtin builtin) {
  load_vmctx(Gpr::Rdi);
  asm_.load(Width::W64, Gpr::Rax, {Gpr::Rdi, kVMContext_builtins});
  asm_.alu_imm(Alu::Sub, Width::W64, Gpr::Rsp, 8);
  asm_.call(Mem{Gpr::Rax, static_cast<std::int32_t>(builtin) * 8});
  asm_.alu_imm(Alu::Add, Width::W64, Gpr::Rsp, 8);
}

// What a builtin returned: an address, or a number of elements or pages, as the instruction has it.
void FunctionCompiler::push_address(AddressType type) {
  if (type == AddressType::I32) asm_.mov(Width::W32, Gpr::Rax, Gpr::Rax);
  push_gpr(Gpr::Rax, address_kind(type));
}

void FunctionCompiler::compile_memory_size(MemoryIndex index) {
  const MemoryType& type = wasm().memories[index].type;
  const Gpr pages = alloc_gpr();
  load_vmctx(pages);
  asm_.load(Width::W64, pages, {pages, displacement(context_.layout.memory_slot(index) + kVMMemorySlot_memory)});
  asm_.load(Width::W64, pages, {pages, kVMMemory_length});
  if (type.page_size_log2 != 0) asm_.shift_imm(Shift::ShrU, Width::W64, pages, type.page_size_log2);
  if (type.address == AddressType::I32) asm_.mov(Width::W32, pages, pages);
  push_gpr(pages, address_kind(type.address));
}

void FunctionCompiler::compile_memory_grow(MemoryIndex index) {
  call_builtin(Builtin::MemoryGrow, {{std::uint64_t{index}}}, 1);
  push_address(wasm().memories[index].type.address);
}

// --- Tables ---

Gpr FunctionCompiler::table_element(TableIndex index, Gpr number, TrapCode code) {
  const Gpr element = alloc_gpr();
  load_vmctx(element);
  asm_.load(Width::W64, element, {element, displacement(context_.layout.table_slot(index))});
  asm_.alu(Alu::Cmp, Width::W64, number, {element, kVMTable_length});
  trap_if(Condition::AboveEqual, code, trap_has_operand(code) ? number : Gpr::None);
  asm_.load(Width::W64, element, {element, kVMTable_elements});
  asm_.lea(Width::W64, element, {element, 0, number, 3});
  return element;
}

void FunctionCompiler::compile_table_get(TableIndex index) {
  const Gpr number = pop_gpr();
  const Gpr element = table_element(index, number, TrapCode::TableOutOfBounds);
  asm_.load(Width::W64, element, {element, 0});
  push_gpr(element, ValType::Ref);
}

void FunctionCompiler::compile_table_set(TableIndex index) {
  const Gpr value = pop_gpr();
  const Gpr number = pop_gpr();
  const Gpr element = table_element(index, number, TrapCode::TableOutOfBounds);
  asm_.store(Width::W64, {element, 0}, value);
}

void FunctionCompiler::compile_table_size(TableIndex index) {
  const Gpr size = alloc_gpr();
  load_vmctx(size);
  asm_.load(Width::W64, size, {size, displacement(context_.layout.table_slot(index))});
  asm_.load(Width::W64, size, {size, kVMTable_length});
  push_gpr(size, address_kind(wasm().tables[index].type.address));
}

void FunctionCompiler::compile_table_grow(TableIndex index) {
  call_builtin(Builtin::TableGrow, {{std::uint64_t{index}}}, 2);
  push_address(wasm().tables[index].type.address);
}

}  // namespace wrt::baseline
