// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Control instructions (3.4.9): blocks, branches, select.
#include <algorithm>
#include <unordered_map>
#include <vector>

#include "compiler/baseline/calling_convention.h"
#include "compiler/baseline/function_compiler.h"
#include "lib/support/check.h"

namespace wrt::baseline {

namespace {

// One type, in storage that stays.
std::span<const ValType> single(ValType type) {
  static constexpr std::array kNumeric = {ValType(ValType::I32), ValType(ValType::I64), ValType(ValType::F32),
                                          ValType(ValType::F64), ValType(ValType::V128)};
  // Code asks references only whether they are some.
  static constexpr std::array kReference = {ValType::funcref()};
  if (type.is_ref()) return kReference;
  return {&kNumeric[static_cast<std::size_t>(type.kind())], 1};
}

}  // namespace

void FunctionCompiler::read_block_type(const BlockType& type, Block& block) {
  switch (type.kind) {
    case BlockType::Kind::Empty: return;
    case BlockType::Kind::Value: block.results = single(type.value); return;
    case BlockType::Kind::Func:
      block.params = wasm().types[type.index].func.params;
      block.results = wasm().types[type.index].func.results;
      return;
  }
}

// --- Labels ---

bool FunctionCompiler::needs_moves(const Block& target) const {
  const std::size_t count = target.label_types().size();
  if (count == 0) return false;
  if (result_in_register(target)) {
    const Operand& top = peek();
    return is_vector_register_type(top.type) ? top.place != Place::Xmm || top.xmm != kResultXmm
                                             : top.place != Place::Gpr || top.gpr != kResultGpr;
  }
  for (std::size_t i = 0; i < count; ++i) {
    const Operand& each = operands_[operands_.size() - count + i];
    if (each.place != Place::Slot || each.index != target.height + i) return true;
  }
  return false;
}

// An operand's slot never lies below where it goes, so that the order of the stack overwrites none that is still
// needed.
void FunctionCompiler::move_to_label(const Block& target) {
  const std::size_t count = target.label_types().size();
  if (count == 0) return;
  if (result_in_register(target)) {
    const Operand& top = peek();
    if (is_vector_register_type(top.type)) return load_into(kResultXmm, top);
    return load_into(kResultGpr, top);
  }
  for (std::size_t i = 0; i < count; ++i) {
    const Operand& each = operands_[operands_.size() - count + i];
    const std::uint32_t place = target.height + static_cast<std::uint32_t>(i);
    if (each.place == Place::Slot && each.index == place) continue;
    store_to(operand_slot(place), each);
  }
}

// What an open label's values are behind it: precondition: the operands above the block's height are gone.
void FunctionCompiler::push_label_values(const Block& target) {
  const std::span types = target.label_types();
  if (!result_in_register(target)) {
    for (const ValType each : types) push_slot(each.kind());
  } else if (is_vector_register_type(types[0].kind())) {
    push_xmm(kResultXmm, types[0].kind());
  } else {
    push_gpr(kResultGpr, types[0].kind());
  }
}

// --- Blocks ---

// Operands that are known, from that place on, into their slots, too.
void FunctionCompiler::store_known(std::uint32_t first) {
  for (std::uint32_t place = first; place < height(); ++place) {
    Operand& each = operands_[place];
    if (!each.is_const()) continue;
    store_to(operand_slot(place), each);
    each.place = Place::Slot;
    each.index = place;
  }
}

void FunctionCompiler::open(const Instruction& instruction) {
  Block opened;
  opened.opcode = instruction.opcode;
  opened.entered = true;
  read_block_type(instruction.block, opened);
  const std::uint32_t params = static_cast<std::uint32_t>(opened.params.size());
  if (instruction.opcode == Opcode::If) {
    const Condition condition = pop_condition();
    // The other arm finds the parameters where this one does. Nothing here changes the flags.
    flush();
    opened.else_is_open = true;
    opened.height = height() - params;
    store_known(opened.height);
    asm_.jcc(negated(condition), opened.else_label);
  } else if (instruction.opcode == Opcode::Loop) {
    flush();
    opened.height = height() - params;
    // Who comes back brings them in slots.
    store_known(opened.height);
    asm_.bind(opened.label);
    count_iteration();
    if (open_loops_++ == 0) outermost_loop_ = instruction.offset;
  } else {
    flush(params);
    opened.height = height() - params;
  }
  blocks_.push_back(opened);
  if (opened.opcode == Opcode::Try) open_region({});
  if (opened.opcode == Opcode::TryTable && !instruction.catches.empty()) open_region(instruction.catches);
}

void FunctionCompiler::compile_else() {
  Block& arm = blocks_.back();
  if (!arm.entered) return;
  if (reachable_) {
    move_to_label(arm);
    asm_.jmp(arm.label);
  }
  forget_from(arm.height);
  asm_.bind(arm.else_label);
  arm.else_is_open = false;
  for (const ValType each : arm.params) push_slot(each.kind());
  reachable_ = true;
}

void FunctionCompiler::compile_end() {
  Block& ended = blocks_.back();
  if (!ended.entered) {
    blocks_.pop_back();
    return;
  }
  if (ended.else_is_open) {
    if (ended.results.empty()) {
      // An if without an else: the other arm is empty.
      forget_from(ended.height);
      asm_.bind(ended.else_label);
      ended.else_is_open = false;
      reachable_ = true;
    } else {
      compile_else();
    }
  }
  if (ended.opcode == Opcode::Loop) --open_loops_;
  if (ended.opcode == Opcode::TryTable && ended.has_region) compile_catch_clauses();
  if (ended.opcode == Opcode::Try) end_try(0);
  if (blocks_.size() == 1) {
    // The epilogue is next.
    if (reachable_) move_results();
    forget_from(0);
    blocks_.pop_back();
    return;
  }
  // A loop's results come from its end alone: its label is at its start. Below those of a handler is the exception.
  const bool ends_handler = ended.has_handler && reachable_;
  if (ended.opcode != Opcode::Loop && (ended.label.is_used() || ends_handler)) {
    if (reachable_) move_to_label(ended);
    forget_from(ended.height);
    asm_.bind(ended.label);
    push_label_values(ended);
    reachable_ = true;
  }
  blocks_.pop_back();
}

// --- Branches ---

void FunctionCompiler::compile_br(std::uint32_t depth) {
  jump_to(depth);
  reachable_ = false;
}

Condition FunctionCompiler::pop_condition() {
  const Operand operand = pop();
  if (operand.place == Place::Flags) return operand.condition;
  if (operand.is_const()) {
    asm_.mov_imm(kScratch, operand.bits);
    asm_.test(Width::W32, kScratch, kScratch);
    return Condition::NotEqual;
  }
  const Gpr reg = to_gpr(operand);
  asm_.test(Width::W32, reg, reg);
  if (operand.place != Place::Local) release(reg);
  return Condition::NotEqual;
}

void FunctionCompiler::compile_br_if(std::uint32_t depth) {
  branch_if(pop_condition(), depth);
}

// The topmost operands are those of the label.
void FunctionCompiler::branch_if(Condition condition, std::uint32_t depth) {
  Block& target = block(depth);
  const bool returns = depth + 1 == blocks_.size();
  if (!returns && !needs_moves(target)) return asm_.jcc(condition, target.label);
  if (returns && type_->results.empty()) return asm_.jcc(condition, epilogue_);
  Label next;
  asm_.jcc(negated(condition), next);
  jump_to(depth);
  asm_.bind(next);
}

void FunctionCompiler::jump_to(std::uint32_t depth) {
  if (depth + 1 == blocks_.size()) {
    move_results();
    return asm_.jmp(epilogue_);
  }
  move_to_label(block(depth));
  asm_.jmp(block(depth).label);
}

// A table of distances, each from its own end, behind the jump. What a label carries is moved by code between the
// table and the label, once for each label.
void FunctionCompiler::compile_br_table(const Instruction& instruction) {
  // What this moves out of the way is out of it on all ways.
  const Gpr index = pop_gpr();
  const Gpr distance = alloc_gpr();
  struct Exit {
    std::uint32_t depth;
    Label label;
  };
  std::vector<Exit> exits;
  std::unordered_map<std::uint32_t, std::size_t> exit_numbers;  // by depth
  const auto label_of = [&](std::uint32_t depth) -> Label& {
    const bool direct = depth + 1 == blocks_.size() ? type_->results.empty() : !needs_moves(block(depth));
    if (direct) return depth + 1 == blocks_.size() ? epilogue_ : block(depth).label;
    const auto [number, is_new] = exit_numbers.try_emplace(depth, exits.size());
    if (is_new) exits.push_back({depth, {}});
    return exits[number->second].label;
  };
  const std::uint32_t count = static_cast<std::uint32_t>(instruction.labels.size());
  if (count > 0) {
    asm_.alu_imm(Alu::Cmp, Width::W32, index, static_cast<std::int32_t>(count));
    asm_.jcc(Condition::AboveEqual, label_of(instruction.index));
    Label table;
    asm_.lea(kScratch, table);
    asm_.lea(Width::W64, kScratch, {kScratch, 0, index, 2});
    asm_.op(Prefix::None, Width::W64, 0x63, static_cast<std::uint8_t>(distance), Mem{kScratch, 0});
    asm_.lea(Width::W64, distance, {kScratch, 4, distance, 0});
    asm_.jmp(distance);
    asm_.bind(table);
    for (const std::uint32_t each : instruction.labels) asm_.distance_to(label_of(each));
  } else {
    asm_.jmp(label_of(instruction.index));
  }
  for (Exit& each : exits) {
    asm_.bind(each.label);
    jump_to(each.depth);
  }
  reachable_ = false;
}

// The topmost operands to where the function's results go. The operand stack stays as it is.
void FunctionCompiler::move_results() {
  const std::size_t count = type_->results.size();
  if (count == 0) return;
  const std::size_t first = operands_.size() - count;
  if (count > kMaxDirectResults) {
    // rax is free for it once it is in nobody's way: operands in it are stored last.
    asm_.load(Width::W64, kScratch, results_slot());
    for (std::size_t i = 0; i < count; ++i)
      store_result({kScratch, static_cast<std::int32_t>(i * sizeof(Value))}, operands_[first + i]);
    return;
  }
  const std::vector<ResultPlace> places = result_places(*type_);
  moves_.clear();
  for (std::size_t i = 0; i < count; ++i) moves_.push_back({operands_[first + i], places[i].gpr, places[i].xmm});
  move_together(moves_);
}

// Like store_to(), where the scratch register is taken: by way of a vector register.
void FunctionCompiler::store_result(const Mem& where, const Operand& operand) {
  const Width width = width_of(operand.type);
  const bool in_gpr =
      operand.place == Place::Gpr || (operand.place == Place::Local && plan_.locals()[operand.index].gpr != Gpr::None);
  if (in_gpr) {
    const Gpr reg = operand.place == Place::Gpr ? operand.gpr : plan_.locals()[operand.index].gpr;
    return asm_.store(width, where, reg);
  }
  if (operand.is_const()) {
    asm_.store_imm(Width::W32, where, static_cast<std::int32_t>(operand.bits));
    if (width == Width::W64)
      asm_.store_imm(Width::W32, {where.base, where.displacement + 4}, static_cast<std::int32_t>(operand.bits >> 32));
    return;
  }
  Mem from;
  Xmm reg = operand.xmm;
  if (operand.place == Place::Local) reg = plan_.locals()[operand.index].xmm;
  if (in_frame(operand, from)) {
    reg = kScratchXmm;
    if (operand.type == ValType::V128) {
      asm_.load_vector(reg, from);
    } else {
      asm_.load_float(width, reg, from);
    }
  }
  if (operand.type == ValType::V128) return asm_.store_vector(where, reg);
  asm_.store_float(width, where, reg);
}

void FunctionCompiler::compile_return() {
  compile_br(static_cast<std::uint32_t>(blocks_.size()) - 1);
}

void FunctionCompiler::compile_select() {
  const Condition condition = pop_condition();
  const Operand otherwise = pop();
  const Operand chosen = pop();
  if (is_vector_register_type(chosen.type)) {
    const Xmm result = to_own_xmm(chosen);
    const Xmm other = to_xmm(otherwise);
    Label done;
    asm_.jcc(condition, done);
    asm_.movaps(result, other);
    asm_.bind(done);
    return push_xmm(result, chosen.type);
  }
  const Gpr result = to_own_gpr(chosen);
  const Gpr other = to_gpr(otherwise);
  asm_.cmov(negated(condition), width_of(chosen.type), result, other);
  push_gpr(result, chosen.type);
}

}  // namespace wrt::baseline
