// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Blocks, loops and branches. No random branch goes back: a loop's label is only for the end of its own body, which
// counts, so that every body ends.
#include <utility>

#include "test/random_module/function_generator.h"
#include "test/random_module/row_lists.h"

namespace wrt::random_module {

namespace {

BlockType block_of_value(ValType type) {
  BlockType block;
  block.kind = BlockType::Kind::Value;
  block.value = type;
  return block;
}

}  // namespace

void FunctionGenerator::open(Opcode opcode, const BlockType& type, std::vector<ValType> label) {
  code_.block(opcode, type);
  labels_.push_back({std::move(label), false});
  ++nesting_;
}

void FunctionGenerator::close() {
  code_.end();
  labels_.pop_back();
  --nesting_;
}

BlockType FunctionGenerator::block_of(TypeIndex type) const {
  const FuncType& signature = plan_.types[type];
  if (signature.params.empty() && signature.results.empty()) return {};
  if (signature.params.empty() && signature.results.size() == 1) return block_of_value(signature.results[0]);
  BlockType block;
  block.kind = BlockType::Kind::Func;
  block.index = type;
  return block;
}

std::vector<std::uint32_t> FunctionGenerator::branch_targets() const {
  std::vector<std::uint32_t> depths;
  for (std::uint32_t depth = 0; depth < labels_.size(); ++depth) {
    if (!label(depth).is_loop) depths.push_back(depth);
  }
  return depths;
}

NanBits FunctionGenerator::if_expression(ValType type, std::uint32_t depth) {
  condition();
  open(Opcode::If, block_of_value(type), {type});
  if (random_.percent(20)) branch_if();
  crossing_value(type, depth - 1);
  code_.emit(Opcode::Else);
  crossing_value(type, depth - 1);
  close();
  return crossing_bits(type);
}

NanBits FunctionGenerator::block_expression(ValType type, std::uint32_t depth) {
  open(Opcode::Block, block_of_value(type), {type});
  if (random_.percent(40) && nesting_ < 4) statement();
  if (random_.percent(30)) branch_if();
  crossing_value(type, depth - 1);
  if (random_.percent(10)) {
    code_.emit(Opcode::Br, 0);
    dead_code();
  }
  close();
  return crossing_bits(type);
}

// What is below the operands of this expression is below the loop, too; here some more is put there.
NanBits FunctionGenerator::loop_expression(ValType type, std::uint32_t depth) {
  const std::uint32_t bound = random_.one_of<std::uint32_t>({3, 4, 5, 8});
  if (iterations_ * bound > 100 || nesting_ >= 4) return block_expression(type, depth);
  std::vector<ValType> below(random_.below(4));
  for (ValType& each : below) each = random_type(random_);
  crossing_values(below, 1);
  const Counter counter{new_local(ValType::I32), bound};
  code_.i32_const(0);
  code_.emit(Opcode::LocalSet, counter.local);
  open(Opcode::Loop, block_of_value(type), {});
  labels_.back().is_loop = true;
  iterations_ *= bound;
  statements(1 + random_.below(2));
  continue_loop(counter, 0);
  crossing_value(type, depth - 1);
  iterations_ /= bound;
  close();
  if (below.empty()) return crossing_bits(type);
  const LocalIndex result = new_local(type);
  code_.emit(Opcode::LocalSet, result);
  for (std::size_t i = below.size(); i-- > 0;) {
    random_.percent(70) ? show(below[i], crossing_bits(below[i])) : consume(below[i], crossing_bits(below[i]));
  }
  code_.emit(Opcode::LocalGet, result);
  return crossing_bits(type);
}

void FunctionGenerator::if_statement() {
  const TypeIndex type = random_.below(static_cast<std::uint32_t>(plan_.types.size()));
  const FuncType& signature = plan_.types[type];
  crossing_values(signature.params, 2);
  condition();
  open(Opcode::If, block_of(type), signature.results);
  consume(signature.params);
  statements(1 + random_.below(2));
  crossing_values(signature.results, 2);
  if (signature.params != signature.results || random_.percent(60)) {
    code_.emit(Opcode::Else);
    consume(signature.params);
    statements(random_.below(2));
    crossing_values(signature.results, 2);
  }
  close();
  consume(signature.results);
}

void FunctionGenerator::block_statement() {
  const TypeIndex type = random_.below(static_cast<std::uint32_t>(plan_.types.size()));
  const FuncType& signature = plan_.types[type];
  crossing_values(signature.params, 2);
  open(Opcode::Block, block_of(type), signature.results);
  consume(signature.params);
  statements(1 + random_.below(2));
  branch_if();
  statements(random_.below(2));
  crossing_values(signature.results, 2);
  close();
  consume(signature.results);
}

void FunctionGenerator::loop_statement() {
  const std::uint32_t bound = random_.one_of<std::uint32_t>({1, 2, 3, 4, 7, 8, 16});
  if (iterations_ * bound > 100) return store();
  const TypeIndex type = random_.below(static_cast<std::uint32_t>(plan_.types.size()));
  const FuncType& signature = plan_.types[type];
  const Counter counter{new_local(ValType::I32), bound};
  code_.i32_const(0);
  code_.emit(Opcode::LocalSet, counter.local);
  crossing_values(signature.params, 2);
  open(Opcode::Loop, block_of(type), signature.params);
  labels_.back().is_loop = true;
  iterations_ *= bound;
  consume(signature.params);
  statements(1 + random_.below(3));
  if (random_.percent(20)) {
    condition();
    open(Opcode::If, {}, {});
    continue_loop(counter, 1);
    close();
    statement();
  }
  continue_loop(counter, 0);
  crossing_values(signature.results, 2);
  iterations_ /= bound;
  close();
  consume(signature.results);
}

// Back to the loop's start, until the counter has come to its bound.
void FunctionGenerator::continue_loop(const Counter& counter, std::uint32_t depth) {
  const std::vector<ValType> types = label(depth).types;
  crossing_values(types, 1);
  code_.emit(Opcode::LocalGet, counter.local);
  code_.i32_const(1);
  code_.emit(Opcode::I32Add);
  code_.emit(Opcode::LocalTee, counter.local);
  code_.i32_const(counter.bound);
  code_.emit(Opcode::I32LtU);
  code_.emit(Opcode::BrIf, depth);
  consume(types);
}

// Nested blocks and a table that goes behind one of them.
void FunctionGenerator::switch_statement() {
  const std::uint32_t cases = 1 + random_.below(4);
  for (std::uint32_t i = 0; i < cases; ++i) open(Opcode::Block, {}, {});
  expression(ValType::I32, 2);
  if (random_.percent(70)) {
    code_.i32_const(random_.one_of<std::uint32_t>({3, 7, 1}));
    code_.emit(Opcode::I32And);
  }
  std::vector<std::uint32_t> depths(random_.below(7));
  for (std::uint32_t& depth : depths) depth = random_.below(cases);
  Instruction table;
  table.opcode = Opcode::BrTable;
  table.labels = depths;
  table.index = random_.below(cases);
  code_.emit(table);
  for (std::uint32_t i = 0; i < cases; ++i) {
    if (i > 0 || random_.percent(20)) statement();
    close();
  }
}

// A label's values stay when the branch is not taken.
void FunctionGenerator::branch_if() {
  const std::vector<std::uint32_t> targets = branch_targets();
  const std::uint32_t depth = random_.one_of(std::span<const std::uint32_t>(targets));
  const std::vector<ValType> types = label(depth).types;
  crossing_values(types, 1);
  condition();
  code_.emit(Opcode::BrIf, depth);
  consume(types);
}

void FunctionGenerator::early_exit() {
  condition();
  if (random_.percent(70)) {
    code_.i32_const(random_.one_of<std::uint32_t>({1, 3, 5}));
    code_.emit(Opcode::I32And);
    code_.emit(Opcode::I32Eqz);
  }
  open(Opcode::If, {}, {});
  leave();
  dead_code();
  close();
}

void FunctionGenerator::leave() {
  const std::uint32_t choice = random_.below(100);
  if (choice < 25 && tail_call()) return;
  if (choice < 30 && !plan_.careful) return code_.emit(Opcode::Unreachable);
  if (choice < 33) {
    expression(ValType::I32, 1);
    return code_.emit(Opcode::Throw, 0);
  }
  if (choice < 55) {
    crossing_values(own_type().results, 2);
    return code_.emit(Opcode::Return);
  }
  const std::vector<std::uint32_t> targets = branch_targets();
  const std::uint32_t depth = random_.one_of(std::span<const std::uint32_t>(targets));
  const std::vector<ValType> types = label(depth).types;
  crossing_values(types, 2);
  if (choice < 75) return code_.emit(Opcode::Br, depth);
  std::vector<std::uint32_t> alike;
  for (const std::uint32_t each : targets) {
    if (label(each).types == types) alike.push_back(each);
  }
  expression(ValType::I32, 2);
  std::vector<std::uint32_t> depths(random_.below(6));
  for (std::uint32_t& each : depths) each = random_.one_of(std::span<const std::uint32_t>(alike));
  Instruction table;
  table.opcode = Opcode::BrTable;
  table.labels = depths;
  table.index = depth;
  code_.emit(table);
}

// Behind an unconditional branch, where operands may come from nowhere. It leaves nothing.
void FunctionGenerator::dead_code() {
  const std::uint32_t count = random_.below(3);
  for (std::uint32_t i = 0; i < count; ++i) {
    switch (random_.below(4)) {
      case 0: statement(); break;
      case 1:
        code_.emit(
            random_.one_of(rows_combining(random_.one_of<ValType>({ValType::I32, ValType::F64, ValType::V128}))));
        code_.emit(Opcode::Drop);
        break;
      case 2:
        code_.emit(Opcode::Select);
        code_.emit(Opcode::Drop);
        break;
      default:
        code_.access(Opcode::I32Load, {2, 0, 0});
        code_.emit(Opcode::LocalTee, scratch(ValType::I32));
        code_.emit(Opcode::Drop);
        break;
    }
  }
}

}  // namespace wrt::random_module
