// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// FuncValidator checks the instructions of one function or constant expression, a step each (the algorithm of the
// specification's appendix "Validation Algorithm"). A code generator is stepped right behind it:
//
//     FuncValidator validator(module, types);
//     WRT_TRY(validator.begin(func, locals));
//     while (!validator.done()) {
//       WRT_TRY(reader.read(instruction));
//       const bool reachable = validator.reachable();   // before the step
//       WRT_TRY(validator.step(instruction));
//       translator.step(instruction, validator);         // sees the stacks as they are after the step
//     }
//
// The object may be used again for the next function: its stacks keep their memory.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lib/binary/body_reader.h"
#include "lib/binary/instruction.h"
#include "lib/support/result.h"
#include "lib/wasm/module.h"
#include "lib/wasm/subtyping.h"

namespace wrt {

// Parameter and result types of a block or label; views into the module or into static storage.
struct BlockSignature {
  std::span<const ValType> params;
  std::span<const ValType> results;
};

class FuncValidator {
 public:
  // Both must outlive the validator. The module's environment has been validated.
  FuncValidator(const Module& module, const TypeContext& types);

  // Starts a function body with its parameters and locals.
  Result<> begin(FuncIndex func, std::span<const LocalRun> locals);
  // Starts a constant expression that must leave one value of `type`; only globals below `visible_globals` may be
  // named ("unknown global"), and only constant instructions are allowed ("constant expression required").
  void begin_const(ValType type, std::uint32_t visible_globals);

  // Checks one instruction. Errors: Invalid, at the instruction's offset.
  Result<> step(const Instruction& instruction);
  // Whether the `end` of the body has been seen.
  bool done() const { return frames_.empty(); }

  // Whether the next instruction can be reached, as far as the types know. False after `br`, `unreachable`, ….
  bool reachable() const { return !frames_.empty() && !frames_.back().unreachable; }

  // --- What a code generator asks ---

  struct Frame {
    Opcode opcode;  // Block, Loop, If, Else, TryTable; Block for the function itself
    BlockSignature signature;
    std::uint32_t height;  // operands below the block's parameters
    std::uint32_t init_height;
    bool unreachable;
    // Types that a branch to this label carries.
    std::span<const ValType> label_types() const {
      return opcode == Opcode::Loop ? signature.params : signature.results;
    }
  };

  // Open blocks, the innermost last.
  std::span<const Frame> frames() const { return frames_; }
  const Frame& label(std::uint32_t depth) const { return frames_[frames_.size() - 1 - depth]; }
  // Operand types, the top last. Operands below the current frame's height belong to outer blocks.
  std::span<const ValType> operands() const { return operands_; }
  ValType local_type(LocalIndex index) const { return locals_[index]; }
  std::uint32_t local_count() const { return static_cast<std::uint32_t>(locals_.size()); }
  BlockSignature block_signature(const BlockType& type) const;
  const Module& module() const { return module_; }
  const TypeContext& types() const { return types_; }

 private:
  // PRIVATE PART: the validator's author decides.
  const Module& module_;
  const TypeContext& types_;
  std::vector<ValType> operands_;
  std::vector<ValType> locals_;
  std::vector<Frame> frames_;
};

}  // namespace wrt
