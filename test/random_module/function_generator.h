// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// FunctionGenerator: one random body that is valid, ends, and computes the same wherever it runs. It follows types
// instead of a stack: expression() writes code that leaves one value of a type, statement() code that leaves the
// stack as it was, and both call each other. Loops count in locals of their own; calls spend fuel, a global.
//
// The body is a list of items, its statements and its results, each from its own stream of random numbers: an item
// that is left out changes no other one, which is how a module that shows a difference is made smaller.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "test/random_module/code_writer.h"
#include "test/random_module/module_plan.h"
#include "test/random_module/nan_bits.h"
#include "test/random_module/random_source.h"

namespace wrt::random_module {

// An item of a body: (function, number).
using BodyItem = std::pair<std::uint32_t, std::uint32_t>;

class FunctionGenerator {
 public:
  // All arguments are borrowed. `left_out`: items not to write.
  FunctionGenerator(const ModulePlan& plan, FuncIndex function, std::uint64_t seed, const std::set<BodyItem>& left_out,
                    OpcodeCounts& counts);

  // The body with its locals. To be called once.
  std::vector<std::uint8_t> generate();
  // After generate(): how many items it has, left out or not.
  std::uint32_t items() const { return items_; }

 private:
  struct Local {
    ValType type;
    NanBits bits;  // the least exact that is ever stored in it
  };
  struct Label {
    std::vector<ValType> types;
    bool is_loop;
  };
  // What a loop of the generator is made of.
  struct Counter {
    LocalIndex local;
    std::uint32_t bound;
  };

  // --- The body (function_generator.cc) ---
  void prologue();
  void start_item(std::uint32_t item);
  bool is_left_out(std::uint32_t item) const { return left_out_.contains({function_, item}); }
  const FuncType& own_type() const { return plan_.signature(function_); }
  // Locals that nothing else chooses: counters, and the one of each type through which NaNs are made canonical.
  LocalIndex new_local(ValType type);
  LocalIndex scratch(ValType type);
  std::optional<LocalIndex> random_local(ValType type);
  // Stores the value on top, whose bits are `bits`.
  void set_local(LocalIndex local, NanBits bits);
  // Takes the value on top into some local, or drops it.
  void consume(ValType type, NanBits bits);
  // Likewise for values that have crossed a label, a call or an entry; the last on top.
  void consume(std::span<const ValType> types);
  // Stores the value on top where the hash of the state sees it.
  void show(ValType type, NanBits bits);
  void show_locals();
  // Makes NaNs of the value on top canonical unless its bits are already as exact as `allowed`; returns what they are.
  NanBits require(ValType type, NanBits bits, NanBits allowed);
  // What bits a value may have that goes through a label or a call.
  static NanBits crossing_bits(ValType type);

  // --- Expressions (expressions.cc) ---
  NanBits expression(ValType type, std::uint32_t depth);
  NanBits new_expression(ValType type, std::uint32_t depth);
  NanBits leaf(ValType type);
  NanBits constant(ValType type);
  NanBits simple_row(ValType type, std::uint32_t depth);
  // Operands, then the instruction.
  NanBits simple(Opcode opcode, std::uint32_t depth);
  NanBits operand(Opcode opcode, std::size_t number, std::uint32_t depth);
  NanBits select(ValType type, std::uint32_t depth);
  NanBits tee(ValType type, std::uint32_t depth);
  NanBits reference(ValType type, std::uint32_t depth);
  // An i32 or i64 of no SIMPLE row: sizes, growing, ref.is_null; nothing if there is none for the type.
  bool special_integer(ValType type, std::uint32_t depth);
  // Values for a label or call.
  void crossing_value(ValType type, std::uint32_t depth);
  void crossing_values(std::span<const ValType> types, std::uint32_t depth);
  void condition() { expression(ValType::I32, 2); }

  // --- Statements (statements.cc) ---
  void statement();
  void statements(std::uint32_t count);
  void local_set();
  void global_set();
  void drop_value();
  void store();
  void bulk_memory();
  void bulk_table();
  void array_loop();

  // --- Control (control.cc) ---
  NanBits if_expression(ValType type, std::uint32_t depth);
  NanBits block_expression(ValType type, std::uint32_t depth);
  // A loop above operands of any types.
  NanBits loop_expression(ValType type, std::uint32_t depth);
  void if_statement();
  void block_statement();
  void loop_statement();
  void switch_statement();
  void early_exit();
  void leave();
  void dead_code();
  void branch_if();
  void open(Opcode opcode, const BlockType& type, std::vector<ValType> label);
  void close();
  BlockType block_of(TypeIndex type) const;
  // Depths of the labels that a branch may go to: those of blocks and of the function.
  std::vector<std::uint32_t> branch_targets() const;
  const Label& label(std::uint32_t depth) const { return labels_[labels_.size() - 1 - depth]; }
  void continue_loop(const Counter& counter, std::uint32_t depth);

  // --- Calls (calls.cc) ---
  bool may_call() const { return iterations_ <= 8; }
  // A call whose first result is of this type; the others are dropped. False: there is no such function.
  bool call_expression(ValType type, std::uint32_t depth);
  void call_statement();
  void call(FuncIndex function, Opcode opcode);
  // Of a random table element, in most cases one of this type.
  void call_indirect(TypeIndex type, Opcode opcode);
  std::optional<std::uint32_t> element_of_type(TypeIndex type) const;
  // Careful code calls indirectly only what the table holds at first.
  bool prefers_direct_call(TypeIndex type);
  bool tail_call();

  // --- Addresses (accesses.cc) ---
  MemoryIndex random_memory();
  // An address in the memory, mostly inside, with what an access there adds.
  MemArg address(Opcode opcode);
  void in_bounds_address(const MemoryPlan& memory, std::uint32_t alignment);
  void edge_address(const MemoryPlan& memory);
  void table_index(TableIndex table);
  // A length for a bulk instruction.
  void short_length(AddressType type);
  void bulk_address(const MemoryPlan& memory);
  void to_address(const MemoryPlan& memory);

  const ModulePlan& plan_;
  const FuncIndex function_;
  const std::uint64_t seed_;
  const std::set<BodyItem>& left_out_;
  RandomSource random_;
  CodeWriter code_;
  std::vector<Local> locals_;      // parameters, those that expressions choose from, then new ones
  std::size_t chosen_locals_ = 0;  // how many may be chosen
  std::vector<std::pair<ValType, LocalIndex>> scratch_;
  std::vector<Label> labels_;
  std::uint32_t items_ = 0;
  std::uint32_t nesting_ = 0;
  std::uint32_t open_expressions_ = 0;  // being written; when 0, a statement finds the operand stack empty
  std::uint32_t iterations_ = 1;        // of all loops around
  std::uint32_t spent_ = 0;             // nodes of this item
};

// The depth of a random expression.
inline constexpr std::uint32_t kDepth = 4;

}  // namespace wrt::random_module
