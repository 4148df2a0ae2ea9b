// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Registers, and the operand stack. A register of the pools is free, or busy (an operand's own), or held (by the
// instruction in hand, until it is pushed or the instruction is over).
#include <algorithm>
#include <bit>

#include "compiler/baseline/function_compiler.h"
#include "lib/support/check.h"

namespace wrt::baseline {

Gpr FunctionCompiler::alloc_gpr() {
  std::uint32_t free = operand_gprs_ & ~busy_gprs_ & ~held_gprs_;
  if (free == 0) {
    flush_deepest(Place::Gpr);
    free = operand_gprs_ & ~busy_gprs_ & ~held_gprs_;
    WRT_CHECK(free != 0);
  }
  // Those with short encodings first; rcx, rax and rdx have special uses and come behind rsi and rdi.
  constexpr std::uint32_t kPreferred = bit(Gpr::Rsi) | bit(Gpr::Rdi);
  const std::uint32_t preferred = (free & kPreferred) != 0 ? free & kPreferred : free;
  const Gpr reg = static_cast<Gpr>(std::countr_zero(preferred));
  held_gprs_ |= bit(reg);
  return reg;
}

// The deepest operand in a register of that kind, which is needed last.
void FunctionCompiler::flush_deepest(Place place) {
  bound_search();
  // All may have gone to their slots now.
  if (height() == flushed_) return;
  const auto victim = std::find_if(operands_.begin() + flushed_, operands_.end(),
                                   [place](const Operand& each) { return each.place == place; });
  WRT_CHECK(victim != operands_.end());
  flush_operand(static_cast<std::uint32_t>(victim - operands_.begin()));
}

Xmm FunctionCompiler::alloc_xmm() {
  std::uint32_t free = kOperandXmms & ~busy_xmms_ & ~held_xmms_;
  if (free == 0) {
    flush_deepest(Place::Xmm);
    free = kOperandXmms & ~busy_xmms_ & ~held_xmms_;
    WRT_CHECK(free != 0);
  }
  const Xmm reg = static_cast<Xmm>(std::countr_zero(free));
  held_xmms_ |= bit(reg);
  return reg;
}

void FunctionCompiler::take_gpr(Gpr reg) {
  WRT_CHECK((held_gprs_ & bit(reg)) == 0);
  if ((busy_gprs_ & bit(reg)) != 0) {
    bound_search();
  }
  if ((busy_gprs_ & bit(reg)) != 0) {
    const auto owner = std::find_if(operands_.begin() + flushed_, operands_.end(),
                                    [reg](const Operand& each) { return each.place == Place::Gpr && each.gpr == reg; });
    const std::uint32_t free = operand_gprs_ & ~busy_gprs_ & ~held_gprs_;
    if (free == 0) {
      flush_operand(static_cast<std::uint32_t>(owner - operands_.begin()));
    } else {
      const Gpr other = static_cast<Gpr>(std::countr_zero(free));
      asm_.mov(width_of(owner->type), other, reg);
      owner->gpr = other;
      busy_gprs_ = (busy_gprs_ & ~bit(reg)) | bit(other);
    }
  }
  held_gprs_ |= bit(reg);
}

Operand FunctionCompiler::pop() {
  const Operand operand = operands_.back();
  operands_.pop_back();
  flushed_ = std::min(flushed_, height());
  switch (operand.place) {
    case Place::Gpr:
      busy_gprs_ &= ~bit(operand.gpr);
      held_gprs_ |= bit(operand.gpr);
      break;
    case Place::Xmm:
      busy_xmms_ &= ~bit(operand.xmm);
      held_xmms_ |= bit(operand.xmm);
      break;
    case Place::Local: --local_operands_; break;
    case Place::Flags: has_flags_ = false; break;
    case Place::Const:
    case Place::Slot: break;
  }
  return operand;
}

bool FunctionCompiler::in_frame(const Operand& operand, Mem& where) {
  if (operand.place == Place::Slot) {
    where = operand_slot(operand.index);
    return true;
  }
  if (operand.place == Place::Local && !plan_.locals()[operand.index].in_register()) {
    where = local_slot(operand.index);
    return true;
  }
  return false;
}

void FunctionCompiler::load_into(Gpr reg, const Operand& operand) {
  const Width width = width_of(operand.type);
  Mem where;
  if (in_frame(operand, where)) return asm_.load(width, reg, where);
  switch (operand.place) {
    case Place::Const: return asm_.mov_imm(reg, operand.bits);
    case Place::Gpr:
      if (operand.gpr != reg) asm_.mov(width, reg, operand.gpr);
      return;
    case Place::Local: return asm_.mov(width, reg, plan_.locals()[operand.index].gpr);
    default: WRT_UNREACHABLE();
  }
}

void FunctionCompiler::load_into(Xmm reg, const Operand& operand) {
  Mem where;
  if (in_frame(operand, where)) {
    if (operand.type == ValType::V128) return asm_.load_vector(reg, where);
    return asm_.load_float(width_of(operand.type), reg, where);
  }
  switch (operand.place) {
    case Place::Const:
      if (operand.bits == 0) return asm_.zero(reg);
      asm_.mov_imm(kScratch, operand.bits);
      return asm_.mov_bits(width_of(operand.type), reg, kScratch);
    case Place::Xmm:
      if (operand.xmm != reg) asm_.movaps(reg, operand.xmm);
      return;
    case Place::Local: return asm_.movaps(reg, plan_.locals()[operand.index].xmm);
    default: WRT_UNREACHABLE();
  }
}

Gpr FunctionCompiler::to_gpr(const Operand& operand) {
  if (operand.place == Place::Gpr) return operand.gpr;
  if (operand.place == Place::Local && plan_.locals()[operand.index].in_register())
    return plan_.locals()[operand.index].gpr;
  return to_own_gpr(operand);
}

Xmm FunctionCompiler::to_xmm(const Operand& operand) {
  if (operand.place == Place::Xmm) return operand.xmm;
  if (operand.place == Place::Local && plan_.locals()[operand.index].in_register())
    return plan_.locals()[operand.index].xmm;
  return to_own_xmm(operand);
}

Gpr FunctionCompiler::to_own_gpr(const Operand& operand) {
  if (operand.place == Place::Gpr) return operand.gpr;
  const Gpr reg = alloc_gpr();
  load_into(reg, operand);
  return reg;
}

Xmm FunctionCompiler::to_own_xmm(const Operand& operand) {
  if (operand.place == Place::Xmm) return operand.xmm;
  const Xmm reg = alloc_xmm();
  load_into(reg, operand);
  return reg;
}

namespace {

constexpr bool fits32(std::uint64_t bits) {
  const std::int64_t value = static_cast<std::int64_t>(bits);
  return value >= INT32_MIN && value <= INT32_MAX;
}

}  // namespace

void FunctionCompiler::store_to(const Mem& where, const Operand& operand) {
  const Width width = width_of(operand.type);
  if (operand.is_const()) {
    if (width == Width::W32 || fits32(operand.bits))
      return asm_.store_imm(width, where, static_cast<std::int32_t>(operand.bits));
    asm_.mov_imm(kScratch, operand.bits);
    return asm_.store(width, where, kScratch);
  }
  const bool in_register = operand.place == Place::Local && plan_.locals()[operand.index].in_register();
  if (is_vector_register_type(operand.type)) {
    Xmm reg = operand.xmm;
    if (operand.place != Place::Xmm) {
      reg = in_register ? plan_.locals()[operand.index].xmm : kScratchXmm;
      if (!in_register) load_into(reg, operand);
    }
    if (operand.type == ValType::V128) return asm_.store_vector(where, reg);
    return asm_.store_float(width, where, reg);
  }
  Gpr reg = operand.gpr;
  if (operand.place != Place::Gpr) {
    reg = in_register ? plan_.locals()[operand.index].gpr : kScratch;
    if (!in_register) load_into(reg, operand);
  }
  asm_.store(width, where, reg);
}

// --- Pushing ---

void FunctionCompiler::push_gpr(Gpr reg, ValType::Kind type) {
  WRT_CHECK((operand_gprs_ & bit(reg)) != 0 && (busy_gprs_ & bit(reg)) == 0);
  held_gprs_ &= ~bit(reg);
  busy_gprs_ |= bit(reg);
  Operand operand;
  operand.place = Place::Gpr;
  operand.type = type;
  operand.gpr = reg;
  push(operand);
}

void FunctionCompiler::push_xmm(Xmm reg, ValType::Kind type) {
  WRT_CHECK((kOperandXmms & bit(reg)) != 0 && (busy_xmms_ & bit(reg)) == 0);
  held_xmms_ &= ~bit(reg);
  busy_xmms_ |= bit(reg);
  Operand operand;
  operand.place = Place::Xmm;
  operand.type = type;
  operand.xmm = reg;
  push(operand);
}

void FunctionCompiler::push_const(std::uint64_t bits, ValType::Kind type) {
  Operand operand;
  operand.type = type;
  operand.bits = bits;
  push(operand);
}

void FunctionCompiler::push_local(LocalIndex index) {
  Operand operand;
  operand.place = Place::Local;
  operand.type = plan_.locals()[index].type;
  operand.index = index;
  push(operand);
  ++local_operands_;
}

void FunctionCompiler::push_slot(ValType::Kind type) {
  Operand operand;
  operand.place = Place::Slot;
  operand.type = type;
  operand.index = height();
  push(operand);
}

void FunctionCompiler::push_flags(Condition condition) {
  Operand operand;
  operand.place = Place::Flags;
  operand.condition = condition;
  push(operand);
  has_flags_ = true;
}

void FunctionCompiler::settle_flags() {
  const Condition condition = pop().condition;
  const Gpr reg = alloc_gpr();
  asm_.setcc(condition, reg);
  asm_.movzx8(reg, reg);
  push_gpr(reg, ValType::I32);
}

void FunctionCompiler::push_again(const Operand& operand) {
  switch (operand.place) {
    case Place::Gpr: return push_gpr(operand.gpr, operand.type);
    case Place::Xmm: return push_xmm(operand.xmm, operand.type);
    case Place::Local: return push_local(operand.index);
    case Place::Flags: return push_flags(operand.condition);
    case Place::Const:
    case Place::Slot: return push(operand);
  }
}

Gpr FunctionCompiler::top_in_gpr() {
  const Operand top = pop();
  const Gpr reg = to_gpr(top);
  if (top.place == Place::Local && plan_.locals()[top.index].in_register()) {
    push_local(top.index);
  } else {
    push_gpr(reg, top.type);
  }
  return reg;
}

// --- Into the frame ---

void FunctionCompiler::flush_operand(std::uint32_t place) {
  Operand& operand = operands_[place];
  if (operand.is_const() || operand.place == Place::Slot) return;
  store_to(operand_slot(place), operand);
  if (operand.place == Place::Gpr) busy_gprs_ &= ~bit(operand.gpr);
  if (operand.place == Place::Xmm) busy_xmms_ &= ~bit(operand.xmm);
  if (operand.place == Place::Local) --local_operands_;
  operand.place = Place::Slot;
  operand.index = place;
}

void FunctionCompiler::flush(std::uint32_t kept) {
  const std::uint32_t count = height() - kept;
  for (std::uint32_t place = flushed_; place < count; ++place) flush_operand(place);
  flushed_ = std::max(flushed_, count);
}

void FunctionCompiler::bound_search() {
  constexpr std::uint32_t kMany = 64;
  if (height() - flushed_ > kMany) flush();
}

void FunctionCompiler::settle_reads(LocalIndex index) {
  if (local_operands_ == 0) return;
  bound_search();
  for (std::uint32_t place = flushed_; place < height(); ++place) {
    if (operands_[place].place != Place::Local || operands_[place].index != index) continue;
    if (is_vector_register_type(operands_[place].type)) {
      const Xmm reg = alloc_xmm();
      load_into(reg, operands_[place]);
      operands_[place].place = Place::Xmm;
      operands_[place].xmm = reg;
      held_xmms_ &= ~bit(reg);
      busy_xmms_ |= bit(reg);
    } else {
      const Gpr reg = alloc_gpr();
      load_into(reg, operands_[place]);
      operands_[place].place = Place::Gpr;
      operands_[place].gpr = reg;
      held_gprs_ &= ~bit(reg);
      busy_gprs_ |= bit(reg);
    }
    --local_operands_;
  }
}

// Drops the operands from that place on.
void FunctionCompiler::forget_from(std::uint32_t height) {
  while (operands_.size() > height) {
    const Operand operand = pop();
    if (operand.place == Place::Gpr) release(operand.gpr);
    if (operand.place == Place::Xmm) release(operand.xmm);
  }
}

// --- Moves at the same time ---

namespace {

Gpr source_gpr(const Operand& operand, std::span<const LocalPlace> locals) {
  if (operand.place == Place::Gpr) return operand.gpr;
  if (operand.place == Place::Local) return locals[operand.index].gpr;
  return Gpr::None;
}

Xmm source_xmm(const Operand& operand, std::span<const LocalPlace> locals) {
  if (operand.place == Place::Xmm) return operand.xmm;
  if (operand.place == Place::Local) return locals[operand.index].xmm;
  return Xmm::None;
}

}  // namespace

// First those from registers, each as soon as nobody needs what its target holds; of a cycle, one value waits in a
// scratch register. Then the others, which need no register.
void FunctionCompiler::move_together(std::vector<RegisterMove>& moves) {
  const std::span locals = plan_.locals();
  const auto is_source = [&](const RegisterMove& target) {
    return std::ranges::any_of(moves, [&](const RegisterMove& each) {
      if (&each == &target) return false;
      return target.gpr != Gpr::None ? source_gpr(each.from, locals) == target.gpr
                                     : source_xmm(each.from, locals) == target.xmm;
    });
  };
  const auto is_from_register = [&](const RegisterMove& each) {
    return source_gpr(each.from, locals) != Gpr::None || source_xmm(each.from, locals) != Xmm::None;
  };
  const auto emit = [this](const RegisterMove& move) {
    if (move.gpr != Gpr::None) {
      load_into(move.gpr, move.from);
    } else {
      load_into(move.xmm, move.from);
    }
  };
  const auto first_other = std::partition(moves.begin(), moves.end(), is_from_register);
  std::size_t from_registers = static_cast<std::size_t>(first_other - moves.begin());
  while (from_registers > 0) {
    const auto end = moves.begin() + static_cast<std::ptrdiff_t>(from_registers);
    auto ready = std::find_if(moves.begin(), end, [&](const RegisterMove& each) { return !is_source(each); });
    if (ready == end) {
      // All are in cycles: whoever reads this one's target reads the scratch register from now on.
      const RegisterMove& stuck = moves.front();
      if (stuck.gpr != Gpr::None) {
        asm_.mov(Width::W64, kScratch, stuck.gpr);
        for (auto each = moves.begin(); each != end; ++each) {
          if (source_gpr(each->from, locals) != stuck.gpr) continue;
          each->from.place = Place::Gpr;
          each->from.gpr = kScratch;
        }
      } else {
        asm_.movaps(kScratchXmm, stuck.xmm);
        for (auto each = moves.begin(); each != end; ++each) {
          if (source_xmm(each->from, locals) != stuck.xmm) continue;
          each->from.place = Place::Xmm;
          each->from.xmm = kScratchXmm;
        }
      }
      continue;
    }
    emit(*ready);
    moves.erase(ready);
    --from_registers;
  }
  for (const RegisterMove& each : moves) emit(each);
}

}  // namespace wrt::baseline
