// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Exceptions (3.4.1, 4.6.10). A try_table, or the body of a legacy try, is a region: calls inside of it are noted with
// it, and unwinding leads from them to its landing pad. There the exception's tag is compared with the clauses; what no
// clause wants is thrown on, in the region around. A throw is a call like others, also inside of a region of its own
// function.
//
// At a landing pad nothing is certain but the frame pointer, registers that calls preserve, and the exception: the
// stack pointer is made from the frame pointer, locals in other registers are read from where the call left them, and
// operands below the block are in their slots since it was opened.
#include "compiler/baseline/function_compiler.h"

namespace wrt::baseline {

namespace {

// The first register of exception data.
constexpr Gpr kException = Gpr::Rax;

constexpr std::int32_t value_offset(std::size_t index) {
  return static_cast<std::int32_t>(sizeof(VMException) + index * sizeof(Value));
}

}  // namespace

// --- Regions ---

void FunctionCompiler::open_region(std::span<const CatchClause> clauses) {
  blocks_.back().has_region = true;
  TryRegion& region = regions_.emplace_back();
  region.block = static_cast<std::uint32_t>(blocks_.size()) - 1;
  region.clauses.assign(clauses.begin(), clauses.end());
}

// A call that ends here, in the innermost of the first `regions` ones.
void FunctionCompiler::note_call(std::uint32_t begin, std::size_t regions) {
  if (regions == 0) return;
  TryRegion& region = regions_[regions - 1];
  if (!region.landing_pad) {
    region.landing_pad = static_cast<std::uint32_t>(landing_pads_.size());
    landing_pads_.push_back(0);
  }
  call_sites_.push_back({begin, asm_.position(), *region.landing_pad});
}

bool FunctionCompiler::begin_handlers() {
  Block& ended = blocks_.back();
  ended.has_region = false;
  const std::optional<std::uint32_t> landing_pad = regions_.back().landing_pad;
  regions_.pop_back();
  if (!landing_pad) return false;
  if (reachable_) compile_br(0);
  forget_from(ended.height);
  landing_pads_[*landing_pad] = asm_.position();
  if (with_positions_) note_position(offset_);
  // lea -frame(%rbp), %rsp, with 32 bits whatever comes
  asm_.lea(Width::W64, Gpr::Rsp, {Gpr::Rbp, INT32_MIN});
  depth_uses_.push_back(asm_.position() - 4);
  restore_locals();
  reachable_ = true;
  return true;
}

void FunctionCompiler::compare_tag(TagIndex tag, Label& other) {
  load_vmctx(kScratch);
  asm_.load(Width::W64, kScratch, {kScratch, static_cast<std::int32_t>(context_.layout.tag_slot(tag))});
  asm_.alu(Alu::Cmp, Width::W64, kScratch, {kException, kVMException_tag});
  asm_.jcc(Condition::NotEqual, other);
}

// In slots: many of them have no other place.
void FunctionCompiler::push_exception_values(TagIndex tag) {
  const std::vector<ValType>& types = tag_type(tag).params;
  for (std::size_t i = 0; i < types.size(); ++i) {
    const Mem from = {kException, value_offset(i)};
    push_slot(types[i].kind());
    const Mem to = operand_slot(height() - 1);
    if (types[i] == ValType::V128) {
      asm_.load_vector(kScratchXmm, from);
      asm_.store_vector(to, kScratchXmm);
    } else {
      asm_.load(Width::W64, kScratch, from);
      asm_.store(Width::W64, to, kScratch);
    }
  }
}

// --- throw ---

void FunctionCompiler::compile_throw(TagIndex tag) {
  call_builtin(Builtin::NewException, {{std::uint64_t{tag}}}, 0);
  for (std::size_t i = tag_type(tag).params.size(); i > 0; --i) store_to({Gpr::Rax, value_offset(i - 1)}, pop());
  throw_exception(regions_.size());
}

void FunctionCompiler::compile_throw_ref() {
  const Operand exception = pop();
  take_exception_register(exception);
  asm_.test(Width::W64, kException, kException);
  trap_if(Condition::Equal, TrapCode::NullExceptionReference);
  throw_exception(regions_.size());
}

// The operand into the register of the exception, which is then held.
void FunctionCompiler::take_exception_register(const Operand& exception) {
  if (exception.place != Place::Gpr || exception.gpr != kException) take_gpr(kException);
  load_into(kException, exception);
}

// Goes on with the exception in its register, held, in the innermost of the first `regions` ones, or out of the
// function. The runtime knows where it was thrown first.
void FunctionCompiler::throw_exception(std::size_t regions) {
  push_gpr(kException, ValType::Ref);
  const std::uint32_t begin = asm_.position();
  call_builtin(Builtin::Throw, {}, 1);
  note_call(begin, regions);
  reachable_ = false;
}

// --- try_table ---

void FunctionCompiler::compile_catch_clauses() {
  const std::vector<CatchClause> clauses = std::move(regions_.back().clauses);
  if (!begin_handlers()) return;
  for (const CatchClause& clause : clauses) {
    compile_catch_clause(clause);
    if (!reachable_) return;
  }
  held_gprs_ |= bit(kException);
  throw_exception(regions_.size());
}

// Jumps to the clause's label if it wants the exception, which stays in its register if not; nothing is behind a clause
// that wants all.
void FunctionCompiler::compile_catch_clause(const CatchClause& clause) {
  const bool all = clause.kind == CatchClause::Kind::CatchAll || clause.kind == CatchClause::Kind::CatchAllRef;
  const bool with_ref = clause.kind == CatchClause::Kind::CatchRef || clause.kind == CatchClause::Kind::CatchAllRef;
  Label next;
  if (!all) {
    compare_tag(clause.tag, next);
    push_exception_values(clause.tag);
  }
  if (with_ref) {
    push_slot(ValType::Ref);
    asm_.store(Width::W64, operand_slot(height() - 1), kException);
  }
  jump_to(clause.label + 1);  // labels count from outside of the try_table
  forget_from(blocks_.back().height);
  asm_.bind(next);
  reachable_ = !all;
}

// --- The legacy try ---
//
// Its handlers are parts of its block. Each compares the tag, and leads to the next; what the last one does not want is
// thrown on. While a handler is open, the exception is an operand below those of the handler, at the block's height,
// which no instruction looks at but rethrow.

Operand FunctionCompiler::exception_of(const Block& block) {
  Operand exception;
  exception.place = Place::Slot;
  exception.type = ValType::Ref;
  exception.index = block.height;
  return exception;
}

// Where the exception arrives that no handler so far wanted; it is in its register then, and held. False: nowhere.
bool FunctionCompiler::begin_next_handler() {
  Block& block = blocks_.back();
  if (block.has_region) {
    if (!begin_handlers()) return false;
    asm_.store(Width::W64, operand_slot(block.height), kException);
  } else {
    if (!block.has_next_handler) return false;
    if (reachable_) compile_br(0);
    forget_from(block.height);
    asm_.bind(block.next_handler);
    block.next_handler = {};
    block.has_next_handler = false;
    load_into(kException, exception_of(block));
    reachable_ = true;
  }
  held_gprs_ |= bit(kException);
  return true;
}

void FunctionCompiler::compile_legacy_catch(const Instruction& instruction) {
  Block& block = blocks_.back();
  if (!block.entered) return;
  if (!begin_next_handler()) {
    if (reachable_) compile_br(0);
    return;
  }
  push_slot(ValType::Ref);
  block.has_handler = true;
  if (instruction.opcode == Opcode::CatchAll) return;
  block.has_next_handler = true;
  compare_tag(instruction.index, block.next_handler);
  push_exception_values(instruction.index);
}

void FunctionCompiler::compile_rethrow(std::uint32_t depth) {
  take_exception_register(exception_of(block(depth)));
  throw_exception(regions_.size());
}

// The innermost block ends, a try: what none of its handlers wants goes on in the block with that label, counted from
// outside of the try.
void FunctionCompiler::end_try(std::uint32_t depth) {
  if (!blocks_.back().entered || !begin_next_handler()) return;
  // Inside of the block with that label are the regions of it and of those around it.
  const std::size_t label_block = blocks_.size() - 2 - depth;
  std::size_t regions = 0;
  while (regions < regions_.size() && regions_[regions].block <= label_block) ++regions;
  throw_exception(regions);
}

void FunctionCompiler::compile_delegate(std::uint32_t depth) {
  end_try(depth);
  compile_end();
}

}  // namespace wrt::baseline
