// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Units that begin at a loop: on-stack replacement. The whole body is translated as always, but the function's entry
// leads to the start of that loop, with everything that lives there loaded from a frame (ArtefactPiece of
// lib/abi/artefact.h). What stands before the loop is never executed, and deleted at the end.
//
// What is known of a loop that is entered in the middle is little: its counter starts anywhere, so addresses may wrap
// around, for all that LLVM can tell; and a loop around it would have two ways in. So when the next round of a loop
// around it begins, control goes over to a second translation of the body, into which it comes through the heads of
// those loops alone. In there, a loop inside of them begins as it always does.
//
// In the second translation ways meet, and every value that was made before and is used behind must be chosen by the
// way that was taken. Locals are: they go through nodes (ssa_locals.h). Operands are SSA values on a stack that only
// the translator knows, and the one that lies below an open block is used again when the block ends, wherever control
// comes from: from a round that the first translation began, or past that. So operands below open blocks become locals
// of their own there: written when the block begins, read again where ways meet.
#include "compiler/llvm/function_translator.h"

#include <algorithm>

#include <llvm/IR/CFG.h>

namespace wrt::llvm_compiler {

namespace {

// Operands below the blocks around a loop, counted for each block: only code that was made for it has as many.
constexpr std::size_t kMostOperandsToResume = 100'000;

}  // namespace

llvm::Value* FunctionTranslator::load_from_frame(std::size_t index, llvm::Type* type) {
  llvm::IRBuilder<> entry = emitter_.entry_builder();
  llvm::Value* frame = function_->getArg(first_own_argument());
  llvm::Value* address = entry.CreateConstInBoundsGEP1_64(entry.getInt8Ty(), frame, index * sizeof(Value));
  // The frame is gone when other code runs (VMTakeover), and the collector does not see it. Volatile loads stay where
  // they are, in front of everything; with a fence behind them, LLVM's code generator moves others into later blocks.
  llvm::LoadInst* load = entry.CreateAlignedLoad(type, address, llvm::Align(sizeof(void*)), /*isVolatile=*/true);
  module_.annotate(load, Access::Values);
  return load;
}

void FunctionTranslator::begin_frame_locals(std::span<const LocalRun> locals) {
  std::size_t index = 0;
  for (const ValType each : type_.params) locals_.add(load_from_frame(index++, emitter_.type(each)));
  for (const LocalRun& run : locals) {
    for (std::uint32_t i = 0; i < run.count; ++i) locals_.add(load_from_frame(index++, emitter_.type(run.type)));
  }
  // The entry node leads to the loop alone: nothing in front of it may write to it.
  node_ = locals_.add_successor(SsaLocals::kEntry);
}

LocalIndex FunctionTranslator::operand_local(std::size_t index) {
  llvm::Type* type = emitter_.operand(index)->getType();
  const LocalIndex next = static_cast<LocalIndex>(local_count_ + operand_locals_.size());
  const auto [place, is_new] = operand_locals_.try_emplace({index, type}, next);
  if (is_new) locals_.add(llvm::PoisonValue::get(type));
  return place->second;
}

void FunctionTranslator::read_operands(std::size_t end) {
  for (std::size_t i = 0; i < end; ++i) emitter_.operand(i) = locals_.read(builder(), node_, operand_local(i));
}

// What lies below the block around it is written already.
void FunctionTranslator::keep_operands() {
  if (!in_rounds_) return;
  for (std::size_t i = frames_[frames_.size() - 2].height; i < frames_.back().height; ++i)
    locals_.write(builder(), node_, operand_local(i), emitter_.operand(i));
}

void FunctionTranslator::enter_at_loop(std::size_t offset) {
  if (!unit_.is_loop() || in_rounds_ || offset != unit_.loop_offset) return;
  entered_ = true;
  std::size_t to_resume = 0;
  for (const Frame& each : frames_) {
    to_resume += each.height;
    // The exception that it handles is in no frame.
    if (each.opcode == Opcode::Try && !each.has_region) cannot_enter_ = "it is in a handler of a try";
  }
  if (to_resume > kMostOperandsToResume) cannot_enter_ = "there are too many operands around it";
  if (cannot_enter_ != nullptr) return;

  builder().CreateUnreachable();
  llvm::BasicBlock* start = llvm::BasicBlock::Create(module_.context(), "", function_);
  llvm::cast<llvm::BranchInst>(function_->getEntryBlock().getTerminator())->setSuccessor(0, start);
  for (std::size_t i = 0; i < emitter_.stack_size(); ++i) {
    const LocalIndex local = operand_local(i);
    emitter_.operand(i) = load_from_frame(local_count_ + i, emitter_.operand(i)->getType());
    llvm::IRBuilder<> builder = emitter_.entry_builder();
    locals_.write(builder, SsaLocals::kEntry, local, emitter_.operand(i));
  }
  start_block(start, locals_.add_successor(SsaLocals::kEntry));

  for (std::size_t i = 0; i + 1 < frames_.size(); ++i) {
    Frame& around = frames_[i];
    if (around.opcode != Opcode::Loop) continue;
    around.target = llvm::BasicBlock::Create(module_.context(), "", function_);
    around.target_node = locals_.add_join(around.target, /*is_loop=*/false);
    around.phis.clear();
    make_phis(around, around.signature.params);
    next_rounds_.push_back({around.loop_offset, around.target, around.target_node, around.phis});
  }
}

bool FunctionTranslator::begin_rounds() {
  if (in_rounds_) return false;
  const auto unused = std::ranges::remove_if(next_rounds_, [this](const NextRound& each) {
    if (!llvm::pred_empty(each.block)) return false;
    new llvm::UnreachableInst(module_.context(), each.block);
    return true;
  });
  next_rounds_.erase(unused.begin(), unused.end());
  if (next_rounds_.empty()) return false;
  in_rounds_ = true;
  frames_.clear();
  emitter_.truncate_stack(0);
  // Nothing leads here.
  start_block(llvm::BasicBlock::Create(module_.context(), "", function_), locals_.add_successor(SsaLocals::kEntry));
  return true;
}

void FunctionTranslator::enter_next_round() {
  if (!in_rounds_) return;
  Frame& loop = frames_.back();
  const auto found = std::ranges::find(next_rounds_, loop.loop_offset, &NextRound::loop_offset);
  if (found == next_rounds_.end()) return;
  llvm::BranchInst::Create(loop.target, found->block);
  locals_.add_edge(found->node, found->block, loop.target_node);
  for (std::size_t i = 0; i < loop.phis.size(); ++i) loop.phis[i]->addIncoming(found->phis[i], found->block);
  for (Frame& each : frames_) each.holds_entry = true;
  read_operands(loop.height);
}

void FunctionTranslator::resume_operands(const Frame& frame) {
  if (frame.holds_entry) read_operands(frame.height);
}

Result<> FunctionTranslator::finish_loop_entry() {
  if (!unit_.is_loop()) return {};
  const char* why = cannot_enter_;
  if (!entered_) why = "no code leads to a loop there";
  if (module_.options().meter) why = "its instructions are counted";
  if (why == nullptr) return {};
  return fail(ErrorKind::Unsupported, unit_.loop_offset, std::string("the loop cannot be entered: ") + why);
}

}  // namespace wrt::llvm_compiler
