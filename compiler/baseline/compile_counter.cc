// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Counting how often a function is entered and its loops are repeated, and giving way to better code in the middle of a
// loop. One counter for a function goes down at each of these; when it falls below zero the runtime is asked
// (Builtin::GetHot). At a loop it may have code that takes over there: then all locals and operands are in their slots,
// from where the runtime has copied them, and this function ends with a jump to that code, as in a tail call.
#include "compiler/baseline/calling_convention.h"
#include "compiler/baseline/function_compiler.h"

namespace wrt::baseline {

namespace {

constexpr std::uint8_t kSubtractByte = 0x83;  // with the extension 5, from memory

// What the code of a loop takes: the address of the frame alone.
ArgumentPlaces takeover_places(const FuncType& function) {
  FuncType type = function;
  type.params = {ValType::funcref()};
  return argument_places(type);
}

}  // namespace

// subl $1, counter(%rip)
void FunctionCompiler::emit_counter() {
  asm_.byte(kSubtractByte);
  asm_.byte(0x2d);
  const std::uint32_t here = asm_.position();
  slot_uses_.push_back({here, here + 5, function_ - wasm().imported_functions, FunctionSlot::Counter});
  asm_.word32(0);
  asm_.byte(1);
}

void FunctionCompiler::count_entry() {
  if (!context_.counts) return;
  SlowPath& path = slow_path([this](SlowPath& self) {
    save_locals();
    ask_for_better_code(0, 0, 0);
    restore_locals();
    asm_.jmp(self.back);
  });
  emit_counter();
  asm_.jcc(Condition::Sign, path.entry);
  asm_.bind(path.back);
}

// Operands are in their slots, or known.
void FunctionCompiler::count_iteration() {
  if (!context_.counts) return;
  std::vector<std::pair<std::uint32_t, Operand>> known;
  for (std::uint32_t place = 0; place < height(); ++place) {
    if (operands_[place].is_const()) known.emplace_back(place, operands_[place]);
  }
  const std::uint32_t values = static_cast<std::uint32_t>(plan_.locals().size()) + height();
  const std::size_t outermost = open_loops_ == 0 ? 0 : outermost_loop_;
  SlowPath& path = slow_path([this, known = std::move(known), values, outermost](SlowPath& self) {
    for (LocalIndex each = 0; each < plan_.locals().size(); ++each) {
      if (plan_.locals()[each].in_register()) save_local(each);
    }
    for (const auto& [place, operand] : known) store_to(operand_slot(place), operand);
    ask_for_better_code(self.wasm_offset, outermost, values);
    asm_.test(Width::W64, Gpr::Rax, Gpr::Rax);
    asm_.jcc(Condition::NotEqual, takeover_);
    restore_locals();
    asm_.jmp(self.back);
  });
  emit_counter();
  asm_.jcc(Condition::Sign, path.entry);
  asm_.bind(path.back);
}

// Locals in registers that calls destroy are saved by then. The answer is in rax.
void FunctionCompiler::ask_for_better_code(std::size_t loop_offset, std::size_t outermost, std::uint32_t values) {
  asm_.mov_imm(kArgumentGprs[1], function_ - wasm().imported_functions);
  asm_.mov_imm(kArgumentGprs[2], loop_offset);
  asm_.mov_imm(kArgumentGprs[3], outermost);
  asm_.lea(Width::W64, kArgumentGprs[4], slot(0));
  asm_.mov_imm(kArgumentGprs[5], std::uint64_t{values} * 2 + (slot_size_ == 16 ? 1 : 0));
  emit_builtin_call(Builtin::GetHot);
}

// rax has the VMTakeover. The other code's frame takes the place of this one.
void FunctionCompiler::emit_takeover() {
  if (!takeover_.is_used()) return;
  const ArgumentPlaces places = takeover_places(*type_);
  asm_.bind(takeover_);
  load_vmctx(Gpr::Rdi);
  if (places.results_in_memory) asm_.load(Width::W64, Gpr::Rsi, results_slot());
  asm_.load(Width::W64, places.params[0].gpr, {Gpr::Rax, kVMTakeover_frame});
  asm_.load(Width::W64, Gpr::Rax, {Gpr::Rax, kVMTakeover_entry});
  if (argument_places(*type_).stack_size == places.stack_size) {
    emit_leave();
  } else {
    move_frame_away(places);
  }
  asm_.jmp(Gpr::Rax);
}

}  // namespace wrt::baseline
