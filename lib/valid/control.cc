// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Blocks and branches (3.4.1): the control stack. A branch needs its label's types on the stack; behind an
// unconditional one the stack is polymorphic, which `unreachable` in the frame stands for.
#include <fmt/format.h>

#include "lib/binary/expression.h"
#include "lib/valid/errors.h"
#include "lib/valid/func_validator.h"
#include "lib/wasm/limits.h"

namespace wrt {

bool FuncValidator::push_frame(Opcode opcode, BlockSignature signature) {
  if (frames_.size() > kMaxBlockDepth) [[unlikely]] {
    return fail(ErrorKind::Limit, fmt::format("blocks nested too deeply: more than {}", kMaxBlockDepth));
  }
  frames_.push_back({opcode, signature, static_cast<std::uint32_t>(operands_.size()), locals_.mark(), false});
  return push_types(signature.params);
}

bool FuncValidator::pop_results(const Frame& frame) {
  if (!pop_types(frame.signature.results)) return false;
  if (available() == 0) [[likely]]
    return true;
  if (!push_types(frame.signature.results)) return false;
  const std::size_t shown = std::min<std::size_t>(available(), frame.signature.results.size() + 1);
  return invalid(errors::type_mismatch("block", frame.signature.results, "stack", operands().last(shown)));
}

void FuncValidator::set_unreachable() {
  Frame& frame = frames_.back();
  frame.unreachable = true;
  operands_.resize(frame.height);
}

bool FuncValidator::check_block_type(const BlockType& type) {
  if (type.kind == BlockType::Kind::Value) return check_val_type(type.value);
  return type.kind == BlockType::Kind::Empty || func_type(type.index) != nullptr;
}

bool FuncValidator::validate_unreachable() {
  set_unreachable();
  return true;
}

bool FuncValidator::validate_block(const Instruction& instruction) {
  if (!check_block_type(instruction.block)) return false;
  const BlockSignature signature = block_signature(instruction.block);
  return pop_types(signature.params) && push_frame(instruction.opcode, signature);
}

bool FuncValidator::validate_if(const Instruction& instruction) {
  return check_block_type(instruction.block) && pop(ValType::I32) && validate_block(instruction);
}

bool FuncValidator::validate_else() {
  if (frames_.back().opcode != Opcode::If) return fail(ErrorKind::Malformed, misplaced_part(Opcode::Else));
  Frame& frame = frames_.back();
  if (!pop_results(frame)) return false;
  locals_.reset(frame.init_height);
  frame.opcode = Opcode::Else;
  frame.unreachable = false;
  return push_types(frame.signature.params);
}

bool FuncValidator::validate_end() {
  const Frame frame = frames_.back();
  if (!pop_results(frame)) return false;
  if (frame.opcode == Opcode::If) {
    // No else: what goes in must do as what comes out.
    const BlockSignature& signature = frame.signature;
    push_types(signature.params);
    frames_.back().unreachable = false;
    if (!pop_results(frame)) return false;
  }
  locals_.reset(frame.init_height);
  frames_.pop_back();
  return push_types(frame.signature.results);
}

bool FuncValidator::validate_br(const Instruction& instruction) {
  if (!check_label(instruction.index) || !pop_types(label(instruction.index).label_types())) return false;
  set_unreachable();
  return true;
}

bool FuncValidator::validate_br_if(const Instruction& instruction) {
  if (!check_label(instruction.index) || !pop(ValType::I32)) return false;
  const std::span<const ValType> types = label(instruction.index).label_types();
  if (types.empty()) return true;
  return pop_types(types) && push_types(types);
}

// All labels must take what is on the stack: the same number of values, each of a type that matches. Types need not
// be the same between labels, so operands are looked at, and dropped only in the end.
bool FuncValidator::validate_br_table(const Instruction& instruction) {
  if (!pop(ValType::I32) || !check_label(instruction.index)) return false;
  const std::span<const ValType> wanted = label(instruction.index).label_types();
  const std::size_t count = std::min(available(), wanted.size());
  if (count < wanted.size() && !frames_.back().unreachable) return type_mismatch(wanted);
  const std::span<const ValType> actual = operands().last(count);
  const auto check = [&](std::span<const ValType> types) {
    if (types.size() != wanted.size()) return type_mismatch(types);
    for (std::size_t i = 0; i < count; ++i) {
      if (!types_.matches(actual[i], types[types.size() - count + i])) return type_mismatch(types);
    }
    return true;
  };
  if (!check(wanted)) return false;
  std::span<const ValType> last = wanted;
  for (const std::uint32_t depth : instruction.labels) {
    if (!check_label(depth)) return false;
    const std::span<const ValType> types = label(depth).label_types();
    // FAST: neighbours are mostly the same label, or labels that carry nothing.
    if (types.data() == last.data() && types.size() == last.size()) continue;
    if (!check(types)) return false;
    last = types;
  }
  set_unreachable();
  return true;
}

bool FuncValidator::validate_return() {
  if (!pop_types(results_)) return false;
  set_unreachable();
  return true;
}

}  // namespace wrt
