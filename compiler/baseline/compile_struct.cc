// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Structs (3.4.8), and what they share with arrays: fields in memory (lib/abi/gc_layout.h).
//
// A new object is cut from the region between the heap's cursor and its limit, or the runtime gives it. Either way the
// cursor is stored last: wherever a trap or a signal ends the guest, all that lies below it is complete objects. While
// the runtime collects, all operands are where the collector looks: in slots, or in registers that calls preserve.
#include "compiler/baseline/function_compiler.h"
#include "lib/abi/gc_layout.h"

namespace wrt::baseline {

// --- Shared with arrays ---

void FunctionCompiler::load_type_info(Gpr to, TypeIndex type) {
  load_vmctx(to);
  asm_.load(Width::W64, to, {to, kVMContext_type_infos});
  asm_.load(Width::W64, to, {to, static_cast<std::int32_t>(type * sizeof(void*))});
}

void FunctionCompiler::check_not_null(Gpr reference, TrapCode code) {
  asm_.test(Width::W64, reference, reference);
  trap_if(Condition::Equal, code);
}

// An operand that was popped goes to a field or element, by way of a scratch register if it must be.
void FunctionCompiler::store_storage(const Mem& where, const Operand& value, ValType storage) {
  if (!storage.is_packed()) return store_to(where, value);
  const bool in_register = value.place == Place::Local && plan_.locals()[value.index].in_register();
  const Gpr reg = value.place == Place::Gpr || in_register ? to_gpr(value) : kScratch;
  if (reg == kScratch) load_into(kScratch, value);
  if (storage.kind() == ValType::I8) return asm_.store8(where, reg);
  asm_.store16(where, reg);
}

void FunctionCompiler::push_storage(const Mem& where, ValType storage, bool is_signed) {
  const ValType::Kind kind = storage.unpacked().kind();
  if (is_vector_register_type(kind)) {
    const Xmm reg = alloc_xmm();
    if (kind == ValType::V128) {
      asm_.load_vector(reg, where);
    } else {
      asm_.load_float(width_of(kind), reg, where);
    }
    return push_xmm(reg, kind);
  }
  const Gpr reg = alloc_gpr();
  const std::uint8_t number = static_cast<std::uint8_t>(reg);
  if (storage.kind() == ValType::I8) {
    asm_.op(Prefix::None, Width::W32, is_signed ? 0x0fbe : 0x0fb6, number, where);
  } else if (storage.kind() == ValType::I16) {
    asm_.op(Prefix::None, Width::W32, is_signed ? 0x0fbf : 0x0fb7, number, where);
  } else {
    asm_.load(width_of(kind), reg, where);
  }
  push_gpr(reg, kind);
}

// --- Allocation ---

namespace {

constexpr Gpr kHeap = Gpr::Rcx;
constexpr Gpr kNextCursor = Gpr::Rdx;

}  // namespace

// An object of that size, or what the builtin gives for the type and `operand`: in rax, with its header. It and what
// finish_allocation() needs are held; operands are in slots, or known.
void FunctionCompiler::begin_allocation(TypeIndex type, std::uint64_t size, Builtin builtin, std::uint64_t operand) {
  flush();
  const auto ask = [this, type, builtin, operand] {
    push_const(operand, ValType::I64);
    call_builtin(builtin, {}, 1, type);
    load_vmctx(kHeap);
    asm_.load(Width::W64, kHeap, {kHeap, kVMContext_heap});
    asm_.load(Width::W64, kNextCursor, {kHeap, kVMHeap_cursor});
  };
  if (size > kMaxSmallObject) {
    ask();
  } else {
    SlowPath& path = slow_path([this, ask](SlowPath& self) {
      ask();
      asm_.jmp(self.back);
    });
    load_vmctx(kHeap);
    asm_.load(Width::W64, kHeap, {kHeap, kVMContext_heap});
    asm_.load(Width::W64, Gpr::Rax, {kHeap, kVMHeap_cursor});
    asm_.lea(Width::W64, kNextCursor, {Gpr::Rax, static_cast<std::int32_t>(size)});
    asm_.alu(Alu::Cmp, Width::W64, kNextCursor, {kHeap, kVMHeap_limit});
    asm_.jcc(Condition::Above, path.entry);
    asm_.bind(path.back);
    load_type_info(kScratch, type);
    asm_.store(Width::W64, {Gpr::Rax, 0}, kScratch);
  }
  held_gprs_ = bit(Gpr::Rax) | bit(kHeap) | bit(kNextCursor);
}

void FunctionCompiler::finish_allocation() {
  asm_.store(Width::W64, {kHeap, kVMHeap_cursor}, kNextCursor);
  push_gpr(Gpr::Rax, ValType::Ref);
}

// --- Structs ---

void FunctionCompiler::compile_struct_new(TypeIndex type) {
  const std::vector<FieldType>& fields = wasm().types[type].fields;
  const StructLayout layout = struct_layout(fields);
  begin_allocation(type, layout.size, Builtin::GcAllocate, layout.size);
  for (std::size_t i = fields.size(); i-- > 0;)
    store_storage({Gpr::Rax, static_cast<std::int32_t>(layout.offsets[i])}, pop(), fields[i].storage);
  finish_allocation();
}

void FunctionCompiler::compile_struct_new_default(TypeIndex type) {
  constexpr std::uint32_t kMostInline = 256;
  const std::uint32_t size = struct_layout(wasm().types[type].fields).size;
  if (size > kMostInline) {
    push_const(size, ValType::I64);
    call_builtin(Builtin::GcAllocate, {}, 1, type);
    return push_gpr(Gpr::Rax, ValType::Ref);
  }
  begin_allocation(type, size, Builtin::GcAllocate, size);
  for (std::uint32_t offset = kObjectHeaderSize; offset < size; offset += 8)
    asm_.store_imm(Width::W64, {Gpr::Rax, static_cast<std::int32_t>(offset)}, 0);
  finish_allocation();
}

Mem FunctionCompiler::field_of(Gpr object, const Instruction& instruction) const {
  const StructLayout layout = struct_layout(wasm().types[instruction.index].fields);
  return {object, static_cast<std::int32_t>(layout.offsets[instruction.index2])};
}

void FunctionCompiler::compile_struct_get(const Instruction& instruction) {
  const Gpr object = pop_gpr();
  check_not_null(object, TrapCode::NullStructureReference);
  push_storage(field_of(object, instruction), wasm().types[instruction.index].fields[instruction.index2].storage,
               instruction.opcode == Opcode::StructGetS);
}

void FunctionCompiler::compile_struct_set(const Instruction& instruction) {
  const Operand value = pop();
  const Gpr object = pop_gpr();
  check_not_null(object, TrapCode::NullStructureReference);
  store_storage(field_of(object, instruction), value,
                wasm().types[instruction.index].fields[instruction.index2].storage);
}

}  // namespace wrt::baseline
