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
//     WRT_TRY(reader.expect_end());
//
// The object may be used again for the next function: its stacks keep their memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/binary/body_reader.h"
#include "lib/binary/instruction.h"
#include "lib/support/result.h"
#include "lib/valid/locals.h"
#include "lib/wasm/module.h"
#include "lib/wasm/subtyping.h"

namespace wrt {

// Parameter and result types of a block or label; views into the module, or into storage that lives as long as the
// validator.
struct BlockSignature {
  std::span<const ValType> params;
  std::span<const ValType> results;
};

class FuncValidator {
 public:
  // Both must outlive the validator. The module's environment has been validated.
  FuncValidator(const Module& module, const TypeContext& types);
  FuncValidator(const FuncValidator&) = delete;
  FuncValidator& operator=(const FuncValidator&) = delete;

  // Starts a function body with its parameters and locals. Errors: Invalid ("unknown type" in a local).
  Result<> begin(FuncIndex func, std::span<const LocalRun> locals);
  // Starts a constant expression that must leave one value of `type`; only globals below `visible_globals` may be
  // named ("unknown global"), and only constant instructions are allowed ("constant expression required").
  void begin_const(ValType type, std::uint32_t visible_globals);

  // Checks one instruction. Precondition: not done(). Errors, at the instruction's offset: Invalid; Malformed where a
  // block is closed that is not open, or the data count section is missing; Limit.
  Result<> step(const Instruction& instruction) {
    // FAST: inline, so that no Result is made in memory where all is well.
    if (try_step(instruction)) [[likely]]
      return {};
    return Unexpected(std::move(*error_));
  }
  // Whether the `end` of the body has been seen.
  bool done() const { return frames_.empty(); }

  // Whether the next instruction can be reached, as far as the types know. False after `br`, `unreachable`, ….
  bool reachable() const { return !frames_.empty() && !frames_.back().unreachable; }

  // --- What a code generator asks ---

  struct Frame {
    Opcode opcode;  // Block, Loop, If, Else, TryTable, Try, Catch, CatchAll; Block for the function itself
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
  ValType local_type(LocalIndex index) const { return locals_.type(index); }
  std::uint32_t local_count() const { return locals_.size(); }
  BlockSignature block_signature(const BlockType& type) const;
  const Module& module() const { return module_; }
  const TypeContext& types() const { return types_; }
  // Functions that the constant expressions so far named with ref.func: they belong to C.refs.
  const std::vector<FuncIndex>& const_func_refs() const { return const_func_refs_; }

 private:
  // --- Reporting: false is "an error is in error_" ---
  [[gnu::cold]] bool fail(ErrorKind kind, std::string message);
  [[gnu::cold]] bool invalid(std::string message) { return fail(ErrorKind::Invalid, std::move(message)); }
  [[gnu::cold]] bool unknown(std::string_view what, std::uint32_t index);
  [[gnu::cold]] bool type_mismatch(std::span<const ValType> required);

  // --- The operand stack ---
  std::size_t available() const { return operands_.size() - frames_.back().height; }
  void push(ValType type) { operands_.push_back(type); }
  bool push_types(std::span<const ValType> types);
  bool pop(ValType expected) {
    // FAST: an exact match on a stack that is not empty, which is nearly always.
    if (available() > 0 && operands_.back() == expected) [[likely]] {
      operands_.pop_back();
      return true;
    }
    return pop_types({&expected, 1});
  }
  bool pop(std::initializer_list<ValType> expected) { return pop_types({expected.begin(), expected.size()}); }
  bool pop_types(std::span<const ValType> expected);
  // Pops whatever is there; bottom where code cannot be reached.
  bool pop_any(ValType& out);
  // Pops any reference; one to the bottom heap type where code cannot be reached.
  bool pop_ref(ValType& out);

  // --- The control stack ---
  bool push_frame(Opcode opcode, BlockSignature signature);
  // Checks that the block leaves its results and nothing else, and removes them.
  bool pop_results(const Frame& frame);
  void set_unreachable();
  bool check_label(std::uint32_t depth) { return depth < frames_.size() || unknown("label", depth); }
  bool check_block_type(const BlockType& type);
  // Every block of one value needs that value's type in storage that stays.
  const ValType* interned(ValType type) const;

  // --- Looking things up: an error if it does not exist ---
  bool check_val_type(ValType type);
  const FuncType* func_type(TypeIndex index);
  const SubType* struct_type(TypeIndex index);
  const FieldType* array_type(TypeIndex index);
  const FieldType* field_type(const Instruction& instruction);
  const Table* table(TableIndex index);
  const Memory* memory(MemoryIndex index);
  const Global* global(GlobalIndex index);
  const ElementSegment* element_segment(std::uint32_t index);
  bool check_data_segment(std::uint32_t index);
  const FuncType* tag_type(TagIndex index);

  // --- The rules ---
  bool try_step(const Instruction& instruction) {
    offset_ = instruction.offset;
    if (is_restricted_ && !check_restrictions(instruction)) [[unlikely]]
      return false;
    return dispatch(instruction);
  }
  bool dispatch(const Instruction& instruction);
  bool check_restrictions(const Instruction& instruction);
  bool check_constant(const Instruction& instruction);
  bool check_feature(const Instruction& instruction);
  // The one rule of all SIMPLE rows (simple.cc).
  bool validate_simple(const Instruction& instruction);
  bool check_simple_immediate(const Instruction& instruction, ValType& address);
  bool check_memarg(const Instruction& instruction, ValType& address);

  // control.cc
  bool validate_unreachable();
  bool validate_block(const Instruction& instruction);
  bool validate_if(const Instruction& instruction);
  bool validate_else();
  bool validate_end();
  bool validate_br(const Instruction& instruction);
  bool validate_br_if(const Instruction& instruction);
  bool validate_br_table(const Instruction& instruction);
  bool validate_return();
  // call.cc
  bool validate_call(const Instruction& instruction);
  bool validate_call_indirect(const Instruction& instruction);
  bool validate_call_ref(const Instruction& instruction);
  bool validate_return_call(const Instruction& instruction);
  bool validate_return_call_indirect(const Instruction& instruction);
  bool validate_return_call_ref(const Instruction& instruction);
  const FuncType* indirect_callee(const Instruction& instruction);
  const FuncType* ref_callee(const Instruction& instruction);
  bool check_tail_call(const FuncType& callee);
  // exception.cc
  bool validate_throw(const Instruction& instruction);
  bool validate_throw_ref();
  bool validate_try_table(const Instruction& instruction);
  bool check_catch(const CatchClause& clause);
  // legacy_exception.cc
  bool validate_legacy_catch(const Instruction& instruction);
  bool validate_legacy_catch_all();
  bool validate_delegate(const Instruction& instruction);
  bool validate_rethrow(const Instruction& instruction);
  bool begin_legacy_catch(Opcode opcode, std::span<const ValType> carried);
  // variable.cc
  bool validate_drop();
  bool validate_select();
  bool validate_select_typed(const Instruction& instruction);
  bool validate_local_get(const Instruction& instruction);
  bool validate_local_set(const Instruction& instruction);
  bool validate_local_tee(const Instruction& instruction);
  bool validate_global_get(const Instruction& instruction);
  bool validate_global_set(const Instruction& instruction);
  // table.cc
  bool validate_table_get(const Instruction& instruction);
  bool validate_table_set(const Instruction& instruction);
  bool validate_table_size(const Instruction& instruction);
  bool validate_table_grow(const Instruction& instruction);
  bool validate_table_fill(const Instruction& instruction);
  bool validate_table_copy(const Instruction& instruction);
  bool validate_table_init(const Instruction& instruction);
  bool validate_elem_drop(const Instruction& instruction);
  // memory.cc
  bool validate_memory_size(const Instruction& instruction);
  bool validate_memory_grow(const Instruction& instruction);
  bool validate_memory_fill(const Instruction& instruction);
  bool validate_memory_copy(const Instruction& instruction);
  bool validate_memory_init(const Instruction& instruction);
  bool validate_data_drop(const Instruction& instruction);
  // reference.cc
  bool validate_ref_null(const Instruction& instruction);
  bool validate_ref_func(const Instruction& instruction);
  bool validate_ref_is_null();
  bool validate_ref_as_non_null();
  bool validate_ref_eq();
  bool validate_ref_test(const Instruction& instruction);
  bool validate_ref_cast(const Instruction& instruction);
  bool validate_br_on_null(const Instruction& instruction);
  bool validate_br_on_non_null(const Instruction& instruction);
  bool validate_br_on_cast(const Instruction& instruction);
  bool validate_br_on_cast_fail(const Instruction& instruction);
  bool check_cast_types(const Instruction& instruction, ValType carried);
  bool validate_any_convert_extern();
  bool validate_extern_convert_any();
  bool validate_ref_i31();
  bool validate_i31_get();
  // aggregate.cc
  bool validate_struct_new(const Instruction& instruction);
  bool validate_struct_new_default(const Instruction& instruction);
  bool validate_struct_get(const Instruction& instruction);
  bool validate_struct_set(const Instruction& instruction);
  bool validate_array_new(const Instruction& instruction);
  bool validate_array_new_default(const Instruction& instruction);
  bool validate_array_new_fixed(const Instruction& instruction);
  bool validate_array_new_data(const Instruction& instruction);
  bool validate_array_new_elem(const Instruction& instruction);
  bool validate_array_get(const Instruction& instruction);
  bool validate_array_set(const Instruction& instruction);
  bool validate_array_len();
  bool validate_array_fill(const Instruction& instruction);
  bool validate_array_copy(const Instruction& instruction);
  bool validate_array_init_data(const Instruction& instruction);
  bool validate_array_init_elem(const Instruction& instruction);
  const FieldType* mutable_array_type(TypeIndex index);
  bool check_data_for_array(std::uint32_t segment, const FieldType& field);
  bool check_elements_for_array(std::uint32_t segment, const FieldType& field);
  bool check_packing(const FieldType& field, bool extends, const char* what);

  const Module& module_;
  const TypeContext& types_;
  std::vector<ValType> operands_;
  Locals locals_;
  std::vector<Frame> frames_;
  // The function's results, for `return` and tail calls.
  std::span<const ValType> results_;

  // Constant expressions.
  bool is_const_ = false;
  std::uint32_t visible_globals_ = 0;
  std::vector<FuncIndex> const_func_refs_;

  // Not every instruction is allowed: a constant expression, or a feature that is off.
  bool is_restricted_ = false;
  bool all_features_;
  // Of the instruction in hand, and what is wrong with it.
  std::size_t offset_ = 0;
  std::optional<Error> error_;
  // By bits; nodes of a map stay where they are.
  mutable std::map<std::uint32_t, ValType> interned_;
};

}  // namespace wrt
