// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Control instructions (3.4.9): blocks, branches, select.
//
// Three things travel along an edge to a label: the operands that the label carries, through phis of the target block;
// the locals, through an edge between nodes (ssa_locals.h); and control itself. A block whose label nobody names costs
// nothing: its code goes on in the same LLVM block.
#include "compiler/llvm/function_translator.h"

#include "lib/support/check.h"

namespace wrt::llvm_compiler {

void FunctionTranslator::start_block(llvm::BasicBlock* block, Node node) {
  // Blocks lie in the order of the code, which makes dumps readable and LLVM's walks short.
  llvm::BasicBlock* last = &function_->back();
  if (block != last) block->moveAfter(last);
  builder().SetInsertPoint(block);
  end_charge();
  node_ = node;
  reachable_ = true;
}

void FunctionTranslator::make_phis(Frame& frame, std::span<const ValType> types) {
  for (const ValType each : types) {
    llvm::PHINode* phi = llvm::PHINode::Create(emitter_.type(each), 2, "", frame.target);
    frame.phis.push_back(phi);
    locals_.adopt_phi(phi);
  }
}

llvm::BasicBlock* FunctionTranslator::label(std::uint32_t depth) {
  Frame& target = frame(depth);
  if (target.target == nullptr) {
    target.target = llvm::BasicBlock::Create(module_.context(), "", function_);
    target.target_node = locals_.add_join(target.target, /*is_loop=*/false);
    make_phis(target, target.signature.results);
  }
  return target.target;
}

void FunctionTranslator::add_edge(std::uint32_t depth, llvm::BasicBlock* from) {
  Frame& target = frame(depth);
  const std::size_t count = target.phis.size();
  for (std::size_t i = 0; i < count; ++i) target.phis[i]->addIncoming(emitter_.peek(count - 1 - i), from);
  locals_.add_edge(node_, from, target.target_node);
}

void FunctionTranslator::branch_if(llvm::Value* condition, std::uint32_t depth) {
  llvm::BasicBlock* target = label(depth);
  llvm::BasicBlock* next = llvm::BasicBlock::Create(module_.context(), "", function_);
  add_edge(depth, builder().GetInsertBlock());
  builder().CreateCondBr(condition, target, next);
  start_block(next, locals_.add_successor(node_));
}

// --- Blocks ---

void FunctionTranslator::open(const Instruction& instruction, const FuncValidator& validator) {
  Frame& frame = frames_.emplace_back();
  frame.opcode = instruction.opcode;
  frame.entered = true;
  frame.signature = validator.block_signature(instruction.block);
  switch (instruction.opcode) {
    case Opcode::Block: emit_block(frame); break;
    case Opcode::Loop: emit_loop(frame, instruction.offset); break;
    case Opcode::If: emit_if(frame); break;
    case Opcode::Try: emit_try(frame); break;
    case Opcode::TryTable: emit_try_table(frame, instruction); break;
    default: WRT_UNREACHABLE();
  }
}

void FunctionTranslator::emit_block(Frame& frame) {
  frame.height = emitter_.stack_size() - frame.signature.params.size();
  keep_operands();
}

void FunctionTranslator::emit_loop(Frame& frame, std::size_t offset) {
  const std::size_t params = frame.signature.params.size();
  frame.height = emitter_.stack_size() - params;
  frame.loop_offset = offset;
  keep_operands();
  enter_at_loop(offset);
  frame.target = llvm::BasicBlock::Create(module_.context(), "loop", function_);
  frame.target_node = locals_.add_join(frame.target, /*is_loop=*/true);
  make_phis(frame, frame.signature.params);
  add_edge(0, builder().GetInsertBlock());
  builder().CreateBr(frame.target);
  emitter_.truncate_stack(frame.height);
  for (llvm::PHINode* phi : frame.phis) emitter_.push(phi);
  start_block(frame.target, frame.target_node);
  enter_next_round();
}

void FunctionTranslator::emit_if(Frame& frame) {
  llvm::Value* condition = builder().CreateIsNotNull(emitter_.pop());
  const std::size_t params = frame.signature.params.size();
  frame.height = emitter_.stack_size() - params;
  keep_operands();
  llvm::BasicBlock* then_block = llvm::BasicBlock::Create(module_.context(), "", function_);
  frame.else_block = llvm::BasicBlock::Create(module_.context(), "", function_);
  frame.else_node = locals_.add_successor(node_);
  for (std::size_t i = params; i > 0; --i) frame.else_params.push_back(emitter_.peek(i - 1));
  builder().CreateCondBr(condition, then_block, frame.else_block);
  start_block(then_block, locals_.add_successor(node_));
}

void FunctionTranslator::emit_else() {
  Frame& frame = frames_.back();
  if (!frame.entered) return;
  if (reachable_) emit_br(0);
  emitter_.truncate_stack(frame.height);
  for (llvm::Value* each : frame.else_params) emitter_.push(each);
  start_block(frame.else_block, frame.else_node);
  resume_operands(frame);
  frame.else_block = nullptr;
}

void FunctionTranslator::emit_end() {
  // Without an else, the other arm gives its parameters as results.
  if (frames_.back().else_block != nullptr) emit_else();
  if (frames_.back().opcode == Opcode::TryTable && frames_.back().has_region) emit_catch_clauses();
  if (frames_.back().opcode == Opcode::Try) end_try(0);
  Frame& frame = frames_.back();
  // A loop's results come from its end alone: its label is at its start.
  const bool joins = frame.entered && frame.opcode != Opcode::Loop && frame.target != nullptr;
  if (joins) {
    if (reachable_) {
      add_edge(0, builder().GetInsertBlock());
      builder().CreateBr(frame.target);
    }
    emitter_.truncate_stack(frame.height);
    for (llvm::PHINode* phi : frame.phis) emitter_.push(phi);
    start_block(frame.target, frame.target_node);
    resume_operands(frame);
  }
  if (frames_.size() == 1 && reachable_) return_top();
  frames_.pop_back();
}

// --- Branches ---

void FunctionTranslator::emit_br(std::uint32_t depth) {
  if (depth + 1 == frames_.size()) return emit_return();
  llvm::BasicBlock* target = label(depth);
  add_edge(depth, builder().GetInsertBlock());
  builder().CreateBr(target);
  reachable_ = false;
}

void FunctionTranslator::emit_br_if(const Instruction& instruction) {
  llvm::Value* condition = builder().CreateIsNotNull(emitter_.pop());
  branch_if(condition, instruction.index);
}

// A label that several entries name is reached through a block of its own, so that it gets one edge and its phis one
// operand, however long the table is.
void FunctionTranslator::emit_br_table(const Instruction& instruction) {
  llvm::Value* index = emitter_.pop();
  llvm::BasicBlock* from = builder().GetInsertBlock();
  llvm::DenseMap<std::uint32_t, unsigned> uses;
  for (const std::uint32_t depth : instruction.labels) ++uses[depth];
  ++uses[instruction.index];

  llvm::DenseMap<std::uint32_t, llvm::BasicBlock*> targets;
  const auto target_of = [&](std::uint32_t depth) {
    llvm::BasicBlock*& target = targets[depth];
    if (target != nullptr) return target;
    target = label(depth);
    llvm::BasicBlock* source = from;
    if (uses[depth] > 1) {
      source = llvm::BasicBlock::Create(module_.context(), "", function_);
      llvm::BranchInst::Create(target, source);
      target = source;
    }
    add_edge(depth, source);
    return target;
  };
  llvm::SwitchInst* table =
      builder().CreateSwitch(index, target_of(instruction.index), static_cast<unsigned>(instruction.labels.size()));
  for (std::size_t i = 0; i < instruction.labels.size(); ++i) {
    // The default's entries need no case.
    if (instruction.labels[i] != instruction.index)
      table->addCase(constant(static_cast<std::uint32_t>(i)), target_of(instruction.labels[i]));
  }
  reachable_ = false;
}

void FunctionTranslator::emit_return() {
  return_top();
}

// Returns the topmost operands, as many as the function has results.
void FunctionTranslator::return_top() {
  const std::size_t count = type_.results.size();
  save_fuel();
  if (ModuleEmitter::results_in_memory(type_)) {
    for (std::size_t i = 0; i < count; ++i)
      emitter_.store_field(emitter_.peek(count - 1 - i), function_->getArg(1), i * sizeof(Value), Access::Values);
    builder().CreateRetVoid();
  } else if (count == 0) {
    builder().CreateRetVoid();
  } else if (count == 1) {
    builder().CreateRet(emitter_.peek());
  } else {
    llvm::Value* pair = llvm::PoisonValue::get(function_->getReturnType());
    pair = builder().CreateInsertValue(pair, emitter_.peek(1), 0);
    builder().CreateRet(builder().CreateInsertValue(pair, emitter_.peek(0), 1));
  }
  reachable_ = false;
}

void FunctionTranslator::emit_unreachable() {
  emitter_.trap(TrapCode::Unreachable);
  reachable_ = false;
}

void FunctionTranslator::emit_select() {
  llvm::Value* condition = builder().CreateIsNotNull(emitter_.pop());
  llvm::Value* otherwise = emitter_.pop();
  llvm::Value* chosen = emitter_.pop();
  emitter_.push(builder().CreateSelect(condition, chosen, otherwise));
}

}  // namespace wrt::llvm_compiler
