// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Exceptions (3.4.1, 4.6.10). A try_table costs nothing until something is thrown: calls inside of it are invokes,
// whose landing pad only unwinding reaches, through tables beside the code. The landing pad gets the exception,
// compares its tag with the clauses, and hands on what no clause wants: to the try_table around it if this function has
// one, else back to the runtime. A throw inside of a try_table of its own function is a branch.
//
// Unwinding restores the stack pointer from the frame that it leaves. Where a tail call has moved that frame's return
// address, to make room for more arguments or less, the value is wrong; so a landing pad takes the stack pointer from
// the function's entry, and until it has, finds everything through the frame pointer: the frame must not be realigned.
#include "compiler/llvm/function_translator.h"

#include <llvm/IR/InlineAsm.h>

namespace wrt::llvm_compiler {

llvm::CallBase* FunctionTranslator::call_or_invoke(llvm::FunctionType* type, llvm::Value* entry,
                                                   llvm::ArrayRef<llvm::Value*> arguments) {
  if (regions_.empty()) {
    llvm::CallInst* call = builder().CreateCall(type, entry, arguments);
    call->setCallingConv(llvm::CallingConv::Tail);
    call->setDoesNotThrow();
    return call;
  }
  TryRegion& region = regions_.back();
  if (region.landing_pad == nullptr) {
    region.landing_pad = llvm::BasicBlock::Create(module_.context(), "", function_);
    region.landing_node = locals_.add_join(region.landing_pad, /*is_loop=*/false);
  }
  llvm::BasicBlock* next = llvm::BasicBlock::Create(module_.context(), "", function_);
  llvm::InvokeInst* invoke = builder().CreateInvoke(type, entry, next, region.landing_pad, arguments);
  invoke->setCallingConv(llvm::CallingConv::Tail);
  locals_.add_edge(node_, invoke->getParent(), region.landing_node);
  start_block(next, locals_.add_successor(node_));
  return invoke;
}

void FunctionTranslator::emit_try_table(Frame& frame, const Instruction& instruction) {
  emit_block(frame);
  if (instruction.catches.empty()) return;
  frame.has_region = true;
  TryRegion& region = regions_.emplace_back();
  region.frame = frames_.size() - 1;
  region.clauses.assign(instruction.catches.begin(), instruction.catches.end());
}

void FunctionTranslator::emit_throw(TagIndex tag) {
  llvm::Value* exception = emitter_.call_builtin(Builtin::NewException, {constant(tag)});
  for (std::size_t i = tag_type(tag).params.size(); i > 0; --i)
    emitter_.store_field(emitter_.pop(), exception, sizeof(VMException) + (i - 1) * sizeof(Value), Access::Values);
  throw_exception(exception, regions_.size());
}

void FunctionTranslator::emit_throw_ref() {
  llvm::Value* exception = emitter_.pop();
  emitter_.trap_if(builder().CreateIsNull(exception), TrapCode::NullExceptionReference);
  throw_exception(exception, regions_.size());
}

void FunctionTranslator::throw_exception(llvm::Value* exception, std::size_t regions) {
  if (regions > 0) return branch_to_handlers(regions_[regions - 1], exception);
  emitter_.call_builtin(Builtin::Throw, {exception});
  builder().CreateUnreachable();
  reachable_ = false;
}

void FunctionTranslator::branch_to_handlers(TryRegion& region, llvm::Value* exception) {
  if (region.handlers == nullptr) {
    region.handlers = llvm::BasicBlock::Create(module_.context(), "", function_);
    region.handlers_node = locals_.add_join(region.handlers, /*is_loop=*/false);
    region.exception = llvm::PHINode::Create(builder().getPtrTy(), 2, "", region.handlers);
  }
  region.exception->addIncoming(exception, builder().GetInsertBlock());
  locals_.add_edge(node_, builder().GetInsertBlock(), region.handlers_node);
  builder().CreateBr(region.handlers);
  reachable_ = false;
}

bool FunctionTranslator::begin_handlers() {
  Frame& frame = frames_.back();
  frame.has_region = false;
  TryRegion region = std::move(regions_.back());
  regions_.pop_back();
  if (region.landing_pad == nullptr && region.handlers == nullptr) return false;
  if (reachable_) emit_br(0);
  if (region.landing_pad != nullptr) emit_landing_pad(region);
  start_block(region.handlers, region.handlers_node);
  frame.exception = region.exception;
  frame.exception_tag = emitter_.load_field(builder().getPtrTy(), region.exception, kVMException_tag, Access::Constant);
  return true;
}

void FunctionTranslator::begin_handler(TagIndex tag) {
  Frame& frame = frames_.back();
  llvm::BasicBlock* caught = llvm::BasicBlock::Create(module_.context(), "", function_);
  frame.next_handler = llvm::BasicBlock::Create(module_.context(), "", function_);
  frame.next_handler_node = locals_.add_successor(node_);
  llvm::Value* wanted = builder().CreateICmpEQ(frame.exception_tag, tag_instance(tag));
  builder().CreateCondBr(wanted, caught, frame.next_handler);
  start_block(caught, locals_.add_successor(node_));
}

void FunctionTranslator::begin_next_handler() {
  Frame& frame = frames_.back();
  start_block(frame.next_handler, frame.next_handler_node);
  frame.next_handler = nullptr;
}

void FunctionTranslator::push_values(TagIndex tag, llvm::Value* exception) {
  const std::vector<ValType>& types = tag_type(tag).params;
  for (std::size_t i = 0; i < types.size(); ++i)
    emitter_.push(emitter_.load_field(emitter_.type(types[i]), exception, sizeof(VMException) + i * sizeof(Value),
                                      Access::Values));
}

void FunctionTranslator::emit_catch_clauses() {
  const std::vector<CatchClause> clauses = std::move(regions_.back().clauses);
  if (!begin_handlers()) return;
  for (const CatchClause& clause : clauses) {
    emit_catch(clause);
    if (!reachable_) return;
  }
  throw_exception(frames_.back().exception, regions_.size());
}

void FunctionTranslator::emit_landing_pad(TryRegion& region) {
  function_->setPersonalityFn(module_.personality());
  function_->addFnAttr("no-realign-stack");
  start_block(region.landing_pad, region.landing_node);
  llvm::StructType* type = llvm::StructType::get(builder().getPtrTy(), builder().getInt32Ty());
  llvm::LandingPadInst* landing_pad = builder().CreateLandingPad(type, 0);
  landing_pad->setCleanup(true);
  landing_pads_.push_back(landing_pad);
  branch_to_handlers(region, builder().CreateExtractValue(landing_pad, 0));
}

// Branches to the clause's label if it wants the exception, else goes on in a new block; there is none behind a clause
// that wants all.
void FunctionTranslator::emit_catch(const CatchClause& clause) {
  const bool all = clause.kind == CatchClause::Kind::CatchAll || clause.kind == CatchClause::Kind::CatchAllRef;
  const bool with_ref = clause.kind == CatchClause::Kind::CatchRef || clause.kind == CatchClause::Kind::CatchAllRef;
  llvm::Value* exception = frames_.back().exception;
  if (!all) begin_handler(clause.tag);
  emitter_.truncate_stack(frames_.back().height);
  if (!all) push_values(clause.tag, exception);
  if (with_ref) emitter_.push(exception);
  emit_br(clause.label + 1);  // labels count from outside of the try_table
  if (!all) begin_next_handler();
}

llvm::Value* FunctionTranslator::tag_instance(TagIndex tag) {
  return emitter_.load_field(builder().getPtrTy(), emitter_.vmctx(), module_.layout().tag_slot(tag), Access::Constant);
}

// Behind everything else: what the entry block allocates after the stack pointer was saved would be given back.
void FunctionTranslator::restore_stack_in_landing_pads() {
  if (landing_pads_.empty()) return;
  llvm::Value* stack_pointer = emitter_.entry_builder().CreateStackSave();
  llvm::FunctionType* type = llvm::FunctionType::get(builder().getVoidTy(), {builder().getInt32Ty()}, false);
  llvm::InlineAsm* nothing = llvm::InlineAsm::get(type, "", "r", /*hasSideEffects=*/true);
  for (llvm::LandingPadInst* each : landing_pads_) {
    builder().SetInsertPoint(each->getNextNode());
    // The second value that a landing pad gets means nothing here. But LLVM's register allocation at -O0 takes the
    // register of one that is not used for one that holds what it wants: it loaded the stack pointer from there
    // (AArch64).
    llvm::Value* second = builder().CreateExtractValue(each, 1);
    builder().CreateStackRestore(stack_pointer);
    // LLVM takes a stackrestore for idle if only a return follows, unless there is a call in between.
    builder().CreateCall(type, nothing, {second})->setDoesNotThrow();
  }
}

}  // namespace wrt::llvm_compiler
