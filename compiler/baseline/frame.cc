// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A function's beginning and end. How large the frame is, is known when all is done, so that the prologue's number is
// filled in then; one that a page does not hold is touched page by page, so that the stack's end is met.
#include <bit>

#include "compiler/baseline/calling_convention.h"
#include "compiler/baseline/function_compiler.h"
#include "lib/support/check.h"

namespace wrt::baseline {

namespace {

constexpr std::uint32_t kPage = 4096;

// In the order in which they are pushed.
constexpr std::array kPreserved = {Gpr::Rbx, Gpr::R12, Gpr::R13, Gpr::R14, Gpr::R15};

}  // namespace

void FunctionCompiler::emit_prologue() {
  asm_.push(Gpr::Rbp);
  asm_.mov(Width::W64, Gpr::Rbp, Gpr::Rsp);
  saved_count_ = 0;
  for (const Gpr each : kPreserved) {
    if ((plan_.saved_registers() & bit(each)) == 0) continue;
    asm_.push(each);
    ++saved_count_;
  }
  vmctx_offset_ = 8 * saved_count_ + 8;
  slot_size_ = plan_.has_vectors() ? 16 : 8;
  slots_begin_ = vmctx_offset_ + 8;
  if (slot_size_ == 16) slots_begin_ = (slots_begin_ + 15) / 16 * 16;
  // sub $frame, %rsp, with 32 bits whatever comes
  asm_.op(Prefix::None, Width::W64, 0x81, 5, Gpr::Rsp);
  frame_size_use_ = asm_.position();
  asm_.word32(0);
  asm_.store(Width::W64, vmctx_slot(), Gpr::Rdi);
  emit_params();
  if (plan_.uses_memory()) {
    load_vmctx(kMemoryBase);
    asm_.load(Width::W64, kMemoryBase,
              {kMemoryBase, static_cast<std::int32_t>(context_.layout.memory_slot(0) + kVMMemorySlot_base)});
  }
}

// Parameters that live in the frame first, since their registers may be wanted; then zeros for the other locals.
void FunctionCompiler::emit_params() {
  const ArgumentPlaces places = argument_places(*type_);
  if (places.results_in_memory) asm_.store(Width::W64, results_slot(), Gpr::Rsi);
  const std::span locals = plan_.locals();
  const auto operand_of = [&](std::size_t index) {
    Operand operand;
    operand.type = locals[index].type;
    operand.place = places.params[index].gpr != Gpr::None ? Place::Gpr : Place::Xmm;
    operand.gpr = places.params[index].gpr;
    operand.xmm = places.params[index].xmm;
    return operand;
  };
  for (std::size_t each = 0; each < places.params.size(); ++each) {
    const LocalIndex index = static_cast<LocalIndex>(each);
    if (!locals[each].in_register() && !places.params[each].on_stack()) store_to(local_slot(index), operand_of(each));
  }
  moves_.clear();
  for (std::size_t each = 0; each < places.params.size(); ++each) {
    if (locals[each].in_register() && !places.params[each].on_stack())
      moves_.push_back({operand_of(each), locals[each].gpr, locals[each].xmm});
  }
  // A 32-bit move clears the upper half, of which the caller says nothing; one to itself must be made, too.
  for (const RegisterMove& each : moves_) {
    if (each.gpr != Gpr::None && each.gpr == each.from.gpr && each.from.type == ValType::I32)
      asm_.mov(Width::W32, each.gpr, each.gpr);
  }
  move_together(moves_);
  for (std::size_t each = 0; each < places.params.size(); ++each) {
    if (!places.params[each].on_stack()) continue;
    const Mem argument = {Gpr::Rbp, static_cast<std::int32_t>(16 + places.params[each].stack_offset)};
    const LocalPlace& local = locals[each];
    const LocalIndex index = static_cast<LocalIndex>(each);
    if (is_vector_register_type(local.type)) {
      const Xmm reg = local.xmm != Xmm::None ? local.xmm : kScratchXmm;
      if (local.type == ValType::V128) {
        asm_.load_vector(reg, argument);
        if (local.xmm == Xmm::None) asm_.store_vector(local_slot(index), reg);
      } else {
        asm_.load_float(width_of(local.type), reg, argument);
        if (local.xmm == Xmm::None) asm_.store_float(width_of(local.type), local_slot(index), reg);
      }
    } else {
      const Gpr reg = local.gpr != Gpr::None ? local.gpr : kScratch;
      asm_.load(width_of(local.type), reg, argument);
      if (local.gpr == Gpr::None) asm_.store(width_of(local.type), local_slot(index), reg);
    }
  }
  zero_locals(static_cast<std::uint32_t>(places.params.size()));
}

// Long runs of slots by a loop.
void FunctionCompiler::zero_locals(std::uint32_t first) {
  const std::span locals = plan_.locals();
  std::uint32_t slots = 0;
  for (std::uint32_t each = first; each < locals.size(); ++each) {
    if (locals[each].gpr != Gpr::None) {
      asm_.zero(locals[each].gpr);
    } else if (locals[each].xmm != Xmm::None) {
      asm_.zero(locals[each].xmm);
    } else {
      ++slots;
    }
  }
  if (slots == 0) return;
  constexpr std::uint32_t kFew = 8;
  if (slots <= kFew) {
    for (std::uint32_t each = first; each < locals.size(); ++each) {
      if (locals[each].in_register()) continue;
      Mem where = local_slot(each);
      asm_.store_imm(Width::W64, where, 0);
      if (locals[each].type != ValType::V128) continue;
      where.displacement += 8;
      asm_.store_imm(Width::W64, where, 0);
    }
    return;
  }
  // From the last local's slot, which is the lowest, upwards; rax and rdi are free by now.
  const Mem last = local_slot(static_cast<LocalIndex>(locals.size() - 1));
  Mem end = local_slot(first);
  end.displacement += static_cast<std::int32_t>(slot_size_);
  asm_.lea(Width::W64, Gpr::Rdi, last);
  asm_.lea(Width::W64, Gpr::Rax, end);
  Label loop;
  asm_.bind(loop);
  asm_.store_imm(Width::W64, {Gpr::Rdi, 0}, 0);
  asm_.alu_imm(Alu::Add, Width::W64, Gpr::Rdi, 8);
  asm_.alu(Alu::Cmp, Width::W64, Gpr::Rdi, Gpr::Rax);
  asm_.jcc(Condition::Below, loop);
}

// Everything but the return itself; the stack pointer is then at the return address.
void FunctionCompiler::emit_leave() {
  if (saved_count_ == 0) return asm_.leave();
  asm_.lea(Width::W64, Gpr::Rsp, {Gpr::Rbp, -static_cast<std::int32_t>(8 * saved_count_)});
  for (std::size_t each = kPreserved.size(); each > 0; --each) {
    if ((plan_.saved_registers() & bit(kPreserved[each - 1])) != 0) asm_.pop(kPreserved[each - 1]);
  }
  asm_.pop(Gpr::Rbp);
}

void FunctionCompiler::emit_epilogue() {
  asm_.bind(epilogue_);
  emit_leave();
  asm_.ret(argument_places(*type_).stack_size);
}

void FunctionCompiler::patch_frame_size() {
  // What lies below the saved registers; the stack pointer is to be 8 below a multiple of 16.
  const std::uint32_t slots = static_cast<std::uint32_t>(plan_.locals().size()) + most_operands_;
  const std::uint64_t bottom = std::uint64_t{slots_begin_} + std::uint64_t{slots} * slot_size_;
  WRT_CHECK(bottom < (1u << 30));
  // At the frame pointer the stack is aligned.
  const std::uint32_t depth = static_cast<std::uint32_t>((bottom + 7) / 16 * 16 + 8);
  const std::uint32_t size = depth - 8 * saved_count_;
  asm_.patch32(frame_size_use_, size);
  for (const std::uint32_t each : depth_uses_) asm_.patch32(each, 0 - depth);
  if (size < kPage) return;
  // jmp to code that touches each page first, and does the subtraction, too; over the seven bytes of it.
  const std::uint32_t from = frame_size_use_ - 3;
  const std::uint32_t back = frame_size_use_ + 4;
  asm_.patch8(from, 0xe9);
  asm_.patch32(from + 1, asm_.position() - (from + 5));
  asm_.patch8(from + 5, 0x90);
  asm_.patch8(from + 6, 0x90);
  // r11 counts down; no argument is in it.
  asm_.mov_imm(kScratch, size / kPage);
  Label loop;
  asm_.bind(loop);
  asm_.alu_imm(Alu::Sub, Width::W64, Gpr::Rsp, static_cast<std::int32_t>(kPage));
  asm_.store_imm(Width::W64, {Gpr::Rsp, 0}, 0);
  asm_.alu_imm(Alu::Sub, Width::W64, kScratch, 1);
  asm_.jcc(Condition::NotEqual, loop);
  asm_.alu_imm(Alu::Sub, Width::W64, Gpr::Rsp, static_cast<std::int32_t>(size % kPage));
  Label target;
  target.position = back;
  asm_.jmp(target);
}

}  // namespace wrt::baseline
