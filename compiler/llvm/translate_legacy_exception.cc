// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// try, catch, catch_all, delegate and rethrow, which compilers emitted before WebAssembly 3.0 (proposal "exception
// handling", its legacy document). A try's body is a region like that of a try_table (translate_exception.cc), whose
// handlers are not branches but the parts of the block that follow. Each compares the tag, and leads to the next; what
// the last one does not want is thrown on in the region around the try, or where a delegate says. The exception that a
// handler got stays at hand in its frame, for rethrow.
#include "compiler/llvm/function_translator.h"

#include <algorithm>

namespace wrt::llvm_compiler {

void FunctionTranslator::emit_try(Frame& frame) {
  emit_block(frame);
  frame.has_region = true;
  regions_.emplace_back().frame = frames_.size() - 1;
}

void FunctionTranslator::emit_legacy_catch(const Instruction& instruction) {
  Frame& frame = frames_.back();
  if (!frame.entered) return;
  const bool is_first = frame.has_region && begin_handlers();
  if (!is_first) {
    if (reachable_) emit_br(0);
    if (frame.next_handler == nullptr) return;
    begin_next_handler();
  }
  emitter_.truncate_stack(frame.height);
  resume_operands(frame);
  if (instruction.opcode == Opcode::CatchAll) return;
  begin_handler(instruction.index);
  push_values(instruction.index, frame.exception);
}

void FunctionTranslator::emit_rethrow(std::uint32_t depth) {
  throw_exception(frame(depth).exception, regions_.size());
}

void FunctionTranslator::emit_delegate(std::uint32_t depth) {
  end_try(depth);
  emit_end();
}

void FunctionTranslator::end_try(std::uint32_t depth) {
  const Frame& frame = frames_.back();
  if (frame.has_region) {
    if (!begin_handlers()) return;
  } else {
    if (frame.next_handler == nullptr) return;
    if (reachable_) emit_br(0);
    begin_next_handler();
  }
  // Inside of the block with that label are the regions of it and of those around it.
  const std::size_t label_frame = frames_.size() - 2 - depth;
  const auto inner = std::ranges::upper_bound(regions_, label_frame, {}, &TryRegion::frame);
  throw_exception(frame.exception, static_cast<std::size_t>(inner - regions_.begin()));
}

}  // namespace wrt::llvm_compiler
