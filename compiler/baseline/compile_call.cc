// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Calls (3.4.9), to the convention of lib/abi/vm_layout.h. A function that the module defines is entered through its
// slot, which may lead to better code at any time; an imported one, and one behind a reference, through its VMFuncRef.
#include <algorithm>

#include "compiler/baseline/calling_convention.h"
#include "compiler/baseline/function_compiler.h"
#include "lib/support/check.h"

namespace wrt::baseline {

namespace {

std::int32_t displacement(std::size_t offset) {
  WRT_CHECK(offset <= INT32_MAX);
  return static_cast<std::int32_t>(offset);
}

constexpr std::int32_t kValueSize = sizeof(Value);

}  // namespace

// --- Callees ---

FunctionCompiler::Callee FunctionCompiler::direct_callee(FuncIndex function) {
  return {&wasm().function_type(function), Gpr::None, function};
}

// Traps unless the function has the expected type or one below it. Type ids are canonical, so one comparison settles it
// but for types that have subtypes.
void FunctionCompiler::check_type_id(Gpr func_ref, TypeIndex expected) {
  load_vmctx(kScratch);
  asm_.load(Width::W64, kScratch, {kScratch, kVMContext_type_ids});
  asm_.load(Width::W32, kScratch, {kScratch, displacement(expected * sizeof(std::uint32_t))});
  asm_.alu(Alu::Cmp, Width::W32, kScratch, {func_ref, kVMFuncRef_type_id});
  if (wasm().types[expected].is_final) return trap_if(Condition::NotEqual, TrapCode::IndirectCallTypeMismatch);
  SlowPath& path = slow_path([this, func_ref](SlowPath& self) {
    call_is_subtype(func_ref);
    trap_if(Condition::Equal, TrapCode::IndirectCallTypeMismatch);
    asm_.jmp(self.back);
  });
  asm_.jcc(Condition::NotEqual, path.entry);
  asm_.bind(path.back);
}

// Asks the runtime about the type of the function in `func_ref` and the type id in the scratch register; all other
// registers stay as they are. The flags say zero if it is not below.
void FunctionCompiler::call_is_subtype(Gpr func_ref) {
  constexpr std::array kLost = {Gpr::Rax, Gpr::Rcx, Gpr::Rdx, Gpr::Rsi, Gpr::Rdi, Gpr::R8, Gpr::R9, Gpr::R10, Gpr::R11};
  constexpr std::int32_t kXmmSize = 16;
  for (const Gpr each : kLost) asm_.push(each);
  asm_.alu_imm(Alu::Sub, Width::W64, Gpr::Rsp, 16 * kXmmSize);
  for (int i = 0; i < 16; ++i) asm_.store_vector({Gpr::Rsp, i * kXmmSize}, static_cast<Xmm>(i));
  asm_.load(Width::W32, Gpr::Rsi, {func_ref, kVMFuncRef_type_id});
  asm_.mov(Width::W32, Gpr::Rdx, kScratch);
  load_vmctx(Gpr::Rdi);
  asm_.load(Width::W64, Gpr::Rax, {Gpr::Rdi, kVMContext_builtins});
  asm_.call(Mem{Gpr::Rax, static_cast<std::int32_t>(Builtin::IsSubtype) * 8});
  asm_.test(Width::W32, Gpr::Rax, Gpr::Rax);
  for (int i = 0; i < 16; ++i) asm_.load_vector(static_cast<Xmm>(i), {Gpr::Rsp, i * kXmmSize});
  asm_.lea(Width::W64, Gpr::Rsp, {Gpr::Rsp, 16 * kXmmSize});
  for (std::size_t i = kLost.size(); i > 0; --i) asm_.pop(kLost[i - 1]);
}

FunctionCompiler::Callee FunctionCompiler::indirect_callee(const Instruction& instruction) {
  const TypeIndex type = instruction.index;
  const TableIndex table = instruction.index2;
  const Operand index = pop();
  // The register of the index must survive: the trap about the element needs it.
  const Gpr number = to_own_gpr(index);
  const Gpr element = table_element(table, number, TrapCode::UndefinedElement);
  asm_.load(Width::W64, element, {element, 0});
  const RefType element_type = wasm().tables[table].type.element;
  if (element_type.nullable()) {
    asm_.test(Width::W64, element, element);
    trap_if(Condition::Equal, TrapCode::UninitializedElement, number);
  }
  release(number);
  // A table of typed references needs no check: the validator has done it.
  if (!context_.types.matches(element_type.heap(), HeapType::defined(type))) check_type_id(element, type);
  return {&wasm().types[type].func, element, 0};
}

FunctionCompiler::Callee FunctionCompiler::referenced_callee(TypeIndex type) {
  const Gpr func_ref = to_own_gpr(pop());
  asm_.test(Width::W64, func_ref, func_ref);
  trap_if(Condition::Equal, TrapCode::NullFunctionReference);
  return {&wasm().types[type].func, func_ref, 0};
}

// --- Arguments ---

std::vector<Operand> FunctionCompiler::pop_arguments(std::size_t count) {
  std::vector<Operand> arguments(count);
  for (std::size_t i = count; i > 0; --i) arguments[i - 1] = pop();
  return arguments;
}

// At the stack pointer.
void FunctionCompiler::store_stack_arguments(const ArgumentPlaces& places, std::span<const Operand> arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (places.params[i].on_stack()) store_to({Gpr::Rsp, displacement(places.params[i].stack_offset)}, arguments[i]);
  }
}

// A callee that is known by its reference is in rax then.
void FunctionCompiler::move_register_arguments(const Callee& callee, const ArgumentPlaces& places,
                                               std::span<const Operand> arguments) {
  moves_.clear();
  if (callee.func_ref != Gpr::None) {
    Operand func_ref;
    func_ref.place = Place::Gpr;
    func_ref.type = ValType::Ref;
    func_ref.gpr = callee.func_ref;
    moves_.push_back({func_ref, Gpr::Rax, Xmm::None});
  }
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (!places.params[i].on_stack()) moves_.push_back({arguments[i], places.params[i].gpr, places.params[i].xmm});
  }
  move_together(moves_);
}

// rdi, and for what is not behind a slot, rax as the base of emit_transfer().
void FunctionCompiler::load_callee_context(const Callee& callee) {
  if (callee.func_ref != Gpr::None) {
    asm_.load(Width::W64, Gpr::Rdi, {Gpr::Rax, kVMFuncRef_vmctx});
  } else if (wasm().is_imported_function(callee.function)) {
    load_vmctx(Gpr::Rax);
    asm_.load(Width::W64, Gpr::Rdi,
              {Gpr::Rax, displacement(context_.layout.func_ref(callee.function) + kVMFuncRef_vmctx)});
  } else {
    load_vmctx(Gpr::Rdi);
  }
}

void FunctionCompiler::emit_transfer(const Callee& callee, bool is_jump) {
  Mem entry = {Gpr::Rax, kVMFuncRef_wasm_entry};
  if (callee.func_ref == Gpr::None) {
    if (!wasm().is_imported_function(callee.function)) {
      // call or jmp *slot(%rip)
      asm_.byte(0xff);
      asm_.byte(is_jump ? 0x25 : 0x15);
      const std::uint32_t here = asm_.position();
      slot_uses_.push_back({here, here + 4, callee.function - wasm().imported_functions, FunctionSlot::Entry});
      return asm_.word32(0);
    }
    entry.displacement = displacement(context_.layout.func_ref(callee.function) + kVMFuncRef_wasm_entry);
  }
  if (is_jump) return asm_.jmp(entry);
  asm_.call(entry);
}

// --- Calls ---

void FunctionCompiler::save_local(LocalIndex index) {
  const LocalPlace& local = plan_.locals()[index];
  if (local.type == ValType::V128) {
    asm_.store_vector(local_slot(index), local.xmm);
  } else if (local.xmm != Xmm::None) {
    asm_.store_float(width_of(local.type), local_slot(index), local.xmm);
  } else {
    asm_.store(width_of(local.type), local_slot(index), local.gpr);
  }
}

void FunctionCompiler::save_locals() {
  for (const LocalIndex each : plan_.lost_in_calls()) save_local(each);
}

void FunctionCompiler::restore_locals() {
  for (const LocalIndex each : plan_.lost_in_calls()) {
    const LocalPlace& local = plan_.locals()[each];
    if (local.type == ValType::V128) {
      asm_.load_vector(local.xmm, local_slot(each));
    } else if (local.xmm != Xmm::None) {
      asm_.load_float(width_of(local.type), local.xmm, local_slot(each));
    } else {
      asm_.load(width_of(local.type), local.gpr, local_slot(each));
    }
  }
}

void FunctionCompiler::call(const Callee& callee) {
  const FuncType& type = *callee.type;
  const ArgumentPlaces places = argument_places(type);
  flush(static_cast<std::uint32_t>(type.params.size()));
  save_locals();
  const std::vector<Operand> arguments = pop_arguments(type.params.size());
  // An array of results is aligned, and right above what the callee pops.
  const std::int32_t array_size =
      places.results_in_memory ? static_cast<std::int32_t>(type.results.size() + 1) * kValueSize : 0;
  if (array_size != 0) asm_.alu_imm(Alu::Sub, Width::W64, Gpr::Rsp, array_size);
  if (places.stack_size == 8) {
    asm_.push(Gpr::Rax);
  } else {
    asm_.alu_imm(Alu::Sub, Width::W64, Gpr::Rsp, displacement(places.stack_size));
    store_stack_arguments(places, arguments);
  }
  if (places.stack_size == 8) store_stack_arguments(places, arguments);
  move_register_arguments(callee, places, arguments);
  load_callee_context(callee);
  if (array_size != 0) asm_.lea(Width::W64, Gpr::Rsi, {Gpr::Rsp, displacement(places.stack_size) + 8});
  const std::uint32_t begin = asm_.position();
  emit_transfer(callee, /*is_jump=*/false);
  note_call(begin, regions_.size());
  held_gprs_ = 0;
  held_xmms_ = 0;
  push_call_results(type);
  if (array_size != 0) asm_.alu_imm(Alu::Add, Width::W64, Gpr::Rsp, array_size);
  restore_locals();
}

void FunctionCompiler::push_call_results(const FuncType& type) {
  if (type.results.size() > kMaxDirectResults) {
    for (std::size_t i = 0; i < type.results.size(); ++i) {
      const Mem from = {Gpr::Rsp, 8 + static_cast<std::int32_t>(i) * kValueSize};
      const ValType::Kind kind = type.results[i].kind();
      push_slot(kind);
      const Mem to = operand_slot(height() - 1);
      if (kind == ValType::V128) {
        asm_.load_vector(kScratchXmm, from);
        asm_.store_vector(to, kScratchXmm);
      } else {
        asm_.load(Width::W64, kScratch, from);
        asm_.store(Width::W64, to, kScratch);
      }
    }
    return;
  }
  const std::vector<ResultPlace> places = result_places(type);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const ValType::Kind kind = type.results[i].kind();
    if (places[i].xmm != Xmm::None) {
      push_xmm(places[i].xmm, kind);
      continue;
    }
    // The callee says nothing of the upper half.
    if (kind == ValType::I32) asm_.mov(Width::W32, places[i].gpr, places[i].gpr);
    push_gpr(places[i].gpr, kind);
  }
}

void FunctionCompiler::compile_call(FuncIndex function) {
  call(direct_callee(function));
}

void FunctionCompiler::compile_call_indirect(const Instruction& instruction) {
  call(indirect_callee(instruction));
}

void FunctionCompiler::compile_call_ref(TypeIndex type) {
  call(referenced_callee(type));
}

// --- Tail calls ---

void FunctionCompiler::return_call(const Callee& callee) {
  const ArgumentPlaces places = argument_places(*callee.type);
  const std::vector<Operand> arguments = pop_arguments(callee.type->params.size());
  const bool same_area = places.stack_size == 8 && argument_places(*type_).stack_size == 8;
  const auto on_stack = [](const ArgumentPlace& each) { return each.on_stack(); };
  const bool simple = same_area && std::ranges::none_of(places.params, on_stack);
  if (!simple) {
    asm_.alu_imm(Alu::Sub, Width::W64, Gpr::Rsp, displacement(places.stack_size) + 8);
    store_stack_arguments(places, arguments);
  }
  move_register_arguments(callee, places, arguments);
  load_callee_context(callee);
  // A callee with results in memory writes them where our caller wants them.
  if (places.results_in_memory) asm_.load(Width::W64, Gpr::Rsi, results_slot());
  if (simple) {
    emit_leave();
  } else {
    move_frame_away(places);
  }
  emit_transfer(callee, /*is_jump=*/true);
  held_gprs_ = 0;
  held_xmms_ = 0;
  reachable_ = false;
}

// The callee's stack arguments, which lie at the stack pointer, to where it expects them: their area ends where ours
// does. All registers but the scratch ones and r10 hold arguments.
void FunctionCompiler::move_frame_away(const ArgumentPlaces& places) {
  const std::int32_t own = displacement(argument_places(*type_).stack_size);
  const std::int32_t target = 16 + own - displacement(places.stack_size);
  std::int32_t below = 0;
  for (const Gpr each : {Gpr::Rbx, Gpr::R12, Gpr::R13, Gpr::R14, Gpr::R15}) {
    if ((plan_.saved_registers() & bit(each)) != 0) asm_.load(Width::W64, each, {Gpr::Rbp, below -= 8});
  }
  asm_.load(Width::W64, Gpr::R10, {Gpr::Rbp, 8});
  asm_.load(Width::W64, kScratch, {Gpr::Rbp, 0});
  // They move upwards, so the last goes first.
  for (std::int32_t at = displacement(places.stack_size) - 8; at >= 0; at -= 8) {
    asm_.load_float(Width::W64, kScratchXmm, {Gpr::Rsp, at});
    asm_.store_float(Width::W64, {Gpr::Rbp, target + at}, kScratchXmm);
  }
  asm_.lea(Width::W64, Gpr::Rsp, {Gpr::Rbp, target - 8});
  asm_.mov(Width::W64, Gpr::Rbp, kScratch);
  asm_.store(Width::W64, {Gpr::Rsp, 0}, Gpr::R10);
}

void FunctionCompiler::compile_return_call(FuncIndex function) {
  return_call(direct_callee(function));
}

void FunctionCompiler::compile_return_call_indirect(const Instruction& instruction) {
  return_call(indirect_callee(instruction));
}

void FunctionCompiler::compile_return_call_ref(TypeIndex type) {
  return_call(referenced_callee(type));
}

}  // namespace wrt::baseline
