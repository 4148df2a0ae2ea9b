// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// FunctionTranslator: one function body to LLVM IR, an instruction at a time, stepped right behind the validator
// (lib/valid/func_validator.h), whose word it takes for everything: it checks nothing again.
//
// Code that cannot be reached is not translated: after an instruction that does not fall through, everything up to the
// `else` or `end` of a block that was entered, or whose label was branched to, is skipped. That is a little more than
// the validator calls unreachable, so its operand stack and ours agree wherever we look at ours.
//
// The SIMPLE rows' meanings are emit_simple.cc and what it calls; the SPECIAL rows' are members here, by topic:
// translate_control.cc, translate_call.cc, translate_variable.cc, translate_table.cc, translate_bulk.cc,
// translate_reference.cc, translate_struct.cc, translate_array.cc, translate_cast.cc, translate_exception.cc,
// translate_legacy_exception.cc, translate_fuel.cc, translate_loop_entry.cc.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <llvm/ADT/STLFunctionalExtras.h>
#include <llvm/ADT/SmallVector.h>

#include "compiler/llvm/emitter.h"
#include "compiler/llvm/module_emitter.h"
#include "compiler/llvm/ssa_locals.h"
#include "lib/binary/body_reader.h"
#include "lib/support/result.h"
#include "lib/valid/func_validator.h"

namespace wrt::llvm_compiler {

// Reads, validates and translates one function, or the part of one behind the start of a loop. Errors: what is wrong
// with the body; Unsupported, if the loop cannot be entered.
Result<> translate_unit(ModuleEmitter& module, FuncValidator& validator, const CodeUnit& unit);

class FunctionTranslator {
 public:
  FunctionTranslator(ModuleEmitter& module, const CodeUnit& unit, bool locals_in_memory);

  // Behind FuncValidator::begin(), which must have seen the same locals.
  void begin(std::span<const LocalRun> locals);
  // Behind the last step. True: all steps must be done once more, from begin() on.
  bool begin_rounds();
  // Before FuncValidator::step(), with its operands: what an instruction can leave out depends on their types.
  void see_operands(std::span<const ValType> operands);
  // Behind FuncValidator::step().
  void step(const Instruction& instruction, const FuncValidator& validator);
  // Behind all steps. False: must be done again with locals in memory. Errors: Unsupported, as translate_unit().
  Result<bool> finish();

 private:
  using Node = SsaLocals::Node;

  // An open block. `entered`: its start can be reached; otherwise nothing but its opcode is used.
  struct Frame {
    Opcode opcode;
    bool entered = false;
    BlockSignature signature;
    std::size_t height = 0;  // operands below the block's parameters
    // A loop in this block, or the block itself, is one that a next round comes to (enter_next_round).
    bool holds_entry = false;
    std::size_t loop_offset = 0;  // of a loop's instruction
    // Where a branch to the label goes; null until one does (a loop's is made at once).
    llvm::BasicBlock* target = nullptr;
    Node target_node = 0;
    llvm::SmallVector<llvm::PHINode*, 1> phis;  // of the values that the label carries
    // If: the other arm, and what it starts with; null once it has begun.
    llvm::BasicBlock* else_block = nullptr;
    Node else_node = 0;
    llvm::SmallVector<llvm::Value*, 0> else_params;
    // Try, and TryTable with catch clauses: its body is open and has an entry in regions_.
    bool has_region = false;
    // Behind the body, unless nothing can be thrown there: the exception, its tag, and where it goes on if the handler
    // in hand does not want it; null behind a handler that wants all.
    llvm::Value* exception = nullptr;
    llvm::Value* exception_tag = nullptr;
    llvm::BasicBlock* next_handler = nullptr;
    Node next_handler_node = 0;
  };

  // Code whose exceptions arrive in this function: the open body of a try, or of a try_table with catch clauses. Blocks
  // are made when something leads to them.
  struct TryRegion {
    std::size_t frame = 0;             // whose body it is: a place in frames_
    std::vector<CatchClause> clauses;  // TryTable
    // Where calls inside unwind to.
    llvm::BasicBlock* landing_pad = nullptr;
    Node landing_node = 0;
    // Where `exception` is compared with the clauses, wherever it comes from.
    llvm::BasicBlock* handlers = nullptr;
    Node handlers_node = 0;
    llvm::PHINode* exception = nullptr;
  };

  // A loop around the one that a unit begins at, and what leads to its next round from there: a block, its node, and
  // phis for what the loop's label carries.
  struct NextRound {
    std::size_t loop_offset;
    llvm::BasicBlock* block;
    Node node;
    llvm::SmallVector<llvm::PHINode*, 1> phis;
  };

  // What a call needs to know of its callee.
  struct Callee {
    const FuncType* type;
    llvm::Value* entry;
    llvm::Value* vmctx;
  };

  void begin_locals(std::span<const LocalRun> locals);
  void dispatch(const Instruction& instruction, const FuncValidator& validator);
  void skip(const Instruction& instruction);

  // --- translate_control.cc ---
  void open(const Instruction& instruction, const FuncValidator& validator);
  void emit_block(Frame& frame);
  void emit_loop(Frame& frame, std::size_t offset);
  void emit_if(Frame& frame);
  void emit_else();
  void emit_end();
  void emit_br(std::uint32_t depth);
  void emit_br_if(const Instruction& instruction);
  void emit_br_table(const Instruction& instruction);
  void emit_return();
  void emit_unreachable();
  void emit_select();
  // The block that a branch to the label goes to, made now if nobody did before.
  llvm::BasicBlock* label(std::uint32_t depth);
  // Adds an edge to the label's phis and locals, from `from` at the end of the current node.
  void add_edge(std::uint32_t depth, llvm::BasicBlock* from);
  // Branches to the label if `condition`, else goes on in a new block.
  void branch_if(llvm::Value* condition, std::uint32_t depth);
  std::span<const ValType> label_types(const Frame& frame) const {
    return frame.opcode == Opcode::Loop ? frame.signature.params : frame.signature.results;
  }
  Frame& frame(std::uint32_t depth) { return frames_[frames_.size() - 1 - depth]; }
  void make_phis(Frame& frame, std::span<const ValType> types);
  void start_block(llvm::BasicBlock* block, Node node);
  void return_top();

  // --- translate_call.cc ---
  void emit_call(const Instruction& instruction);
  void emit_call_indirect(const Instruction& instruction);
  void emit_call_ref(const Instruction& instruction);
  void emit_return_call(const Instruction& instruction);
  void emit_return_call_indirect(const Instruction& instruction);
  void emit_return_call_ref(const Instruction& instruction);
  Callee direct_callee(FuncIndex index);
  llvm::Value* slot_entry(FuncIndex index);
  Callee indirect_callee(const Instruction& instruction);
  Callee callee_of(llvm::Value* func_ref, const FuncType& type);
  void check_type_id(llvm::Value* func_ref, TypeIndex expected);
  Callee guess_own_instance(Callee callee);
  Callee constant_table_callee(TableIndex table, TypeIndex type, llvm::Value* index);
  llvm::SmallVector<llvm::Value*, 8> pop_arguments(const Callee& callee, llvm::FunctionType* entry_type,
                                                   llvm::Value* results);
  void call(const Callee& callee);
  void return_call(const Callee& callee);
  llvm::Value* result_array(std::size_t count);

  // --- translate_variable.cc ---
  void emit_local_get(LocalIndex index);
  void emit_local_set(LocalIndex index);
  void emit_local_tee(LocalIndex index);
  void emit_global_get(GlobalIndex index);
  void emit_global_set(GlobalIndex index);
  llvm::Value* global_address(GlobalIndex index);
  void emit_const(const Instruction& instruction);
  llvm::Constant* zero(ValType type) { return llvm::Constant::getNullValue(emitter_.type(type)); }

  // --- translate_table.cc ---
  void emit_table_get(TableIndex index);
  void emit_table_set(TableIndex index);
  void emit_table_size(TableIndex index);
  void emit_table_grow(TableIndex index);
  void emit_table_fill(TableIndex index);
  void emit_table_copy(const Instruction& instruction);
  void emit_table_init(const Instruction& instruction);
  void emit_elem_drop(std::uint32_t segment);
  llvm::Value* table_object(TableIndex index);
  // The address of an element, after a check that traps with `code`.
  llvm::Value* table_element(TableIndex index, llvm::Value* element, TrapCode code);

  // --- translate_bulk.cc: instructions on whole memories ---
  void emit_memory_size(MemoryIndex index);
  void emit_memory_grow(MemoryIndex index);
  void emit_memory_fill(MemoryIndex index);
  void emit_memory_copy(const Instruction& instruction);
  void emit_memory_init(const Instruction& instruction);
  void emit_data_drop(std::uint32_t segment);
  // An i32 or i64 operand as i64, and an i64 as what the address type says.
  llvm::Value* pop_i64();
  void push_address(llvm::Value* value, AddressType type);

  // --- translate_reference.cc ---
  void emit_ref_null();
  void emit_ref_is_null();
  void emit_ref_func(FuncIndex index);
  void emit_ref_eq();
  void emit_ref_as_non_null();
  void emit_br_on_null(std::uint32_t depth);
  void emit_br_on_non_null(std::uint32_t depth);
  void emit_ref_i31();
  void emit_i31_get_s();
  void emit_i31_get_u();
  // The bits of an i31 that may be null, which traps: (value << 1) | 1.
  llvm::Value* pop_i31();

  // --- translate_struct.cc ---
  void emit_struct_new(TypeIndex type);
  void emit_struct_new_default(TypeIndex type);
  void emit_struct_get(const Instruction& instruction);
  void emit_struct_set(const Instruction& instruction);
  llvm::Value* field_of(llvm::Value* object, const Instruction& instruction);
  // The new object's fields are written between these two: only finish_allocation() makes it one for the collector.
  struct Allocation {
    llvm::Value* object;
    llvm::Value* next_cursor;
    llvm::Value* is_new_memory;  // i1: not from the runtime, which zeroes it
  };
  // `size` bytes (i64) from the allocation region, else what `slow` calls. Sets the header.
  Allocation begin_allocation(TypeIndex type, llvm::Value* size, llvm::function_ref<llvm::Value*()> slow);
  Allocation begin_struct(TypeIndex type, std::uint32_t size);
  void finish_allocation(const Allocation& allocation);
  llvm::LoadInst* type_info(TypeIndex type);
  // Null traps, unless the operand's type (by depth before the instruction) excludes it.
  void check_not_null(llvm::Value* reference, std::size_t depth, TrapCode code);
  // A field or element as it lies in memory; `value` is an operand.
  llvm::Type* storage_type(ValType storage);
  void store_storage(llvm::Value* value, llvm::Value* address, ValType storage, Access access);
  void push_storage(llvm::Value* address, ValType storage, bool is_signed, Access access);

  // --- translate_array.cc ---
  void emit_array_new(TypeIndex type);
  void emit_array_new_default(TypeIndex type);
  void emit_array_new_fixed(const Instruction& instruction);
  void emit_array_new_segment(const Instruction& instruction, Builtin builtin);
  void emit_array_get(const Instruction& instruction);
  void emit_array_set(TypeIndex type);
  void emit_array_len();
  void emit_array_fill(TypeIndex type);
  void emit_array_copy();
  void emit_array_init_segment(const Instruction& instruction, Builtin builtin);
  Allocation begin_array(TypeIndex type, llvm::Value* length);
  llvm::Value* array_length(llvm::Value* array);
  // The address of an element, not checked; `index` is i64.
  llvm::Value* element_of(llvm::Value* array, llvm::Value* index, ValType storage);
  llvm::Value* checked_element(llvm::Value* array, llvm::Value* index, ValType storage);
  // Stores `value` to `count` (i64) elements from `first` on.
  void fill(llvm::Value* first, llvm::Value* count, llvm::Value* value, ValType storage);
  ValType element_storage(TypeIndex type) const { return wasm().types[type].fields[0].storage; }

  // --- translate_cast.cc ---
  void emit_ref_test(RefType target);
  void emit_ref_cast(RefType target);
  void emit_br_on_cast(const Instruction& instruction);
  void emit_br_on_cast_fail(const Instruction& instruction);
  // Whether `reference`, whose type is `source`, is of type `target` (i1).
  llvm::Value* is_of_type(llvm::Value* reference, RefType source, RefType target);
  llvm::Value* is_object_of(llvm::Value* object, HeapType target);
  llvm::Value* is_object_of(llvm::Value* object, TypeIndex target);
  llvm::Value* is_function_of(llvm::Value* func_ref, TypeIndex target);
  llvm::Value* is_i31(llvm::Value* reference);

  // --- translate_exception.cc ---
  void emit_try_table(Frame& frame, const Instruction& instruction);
  void emit_throw(TagIndex tag);
  void emit_throw_ref();
  // The end of a try_table with catch clauses: what they do.
  void emit_catch_clauses();
  // The same for one clause of the innermost block.
  void emit_catch(const CatchClause& clause);
  // Closes the region of the innermost block, and goes on where its exceptions arrive. False: there can be none.
  bool begin_handlers();
  // Goes on in a new block if the innermost block's exception has this tag, otherwise in its next_handler.
  void begin_handler(TagIndex tag);
  void begin_next_handler();
  void push_values(TagIndex tag, llvm::Value* exception);
  void emit_landing_pad(TryRegion& region);
  // Goes on with an exception, which is not null: in the innermost of the first `regions` regions, or out of the
  // function.
  void throw_exception(llvm::Value* exception, std::size_t regions);
  void branch_to_handlers(TryRegion& region, llvm::Value* exception);
  llvm::Value* tag_instance(TagIndex tag);
  // --- translate_legacy_exception.cc ---
  void emit_try(Frame& frame);
  void emit_legacy_catch(const Instruction& instruction);
  void emit_rethrow(std::uint32_t depth);
  void emit_delegate(std::uint32_t depth);
  // The innermost block ends, a try: what none of its handlers wants goes on in the block with that label, counted from
  // outside of the try.
  void end_try(std::uint32_t depth);

  // --- translate_fuel.cc: CompileOptions::meter; nothing without it ---
  void begin_fuel(std::size_t locals);
  // Before an instruction is translated: it is counted.
  void charge(const Instruction& instruction);
  // What follows is paid for on its own.
  void end_charge() { charge_ = nullptr; }
  // Before control leaves the function, for a while or for good, and when it is back.
  void save_fuel();
  void reload_fuel();

  // --- translate_loop_entry.cc: a unit that begins at a loop; nothing otherwise ---
  void begin_frame_locals(std::span<const LocalRun> locals);
  // The innermost block begins: the operands below it stay what they are until it ends.
  void keep_operands();
  // The innermost block is a loop, and the code is at its start: if it is the unit's, control comes in there.
  void enter_at_loop(std::size_t offset);
  // The innermost block is a loop whose label is where code goes on: so it does from the next rounds, too.
  void enter_next_round();
  // Control goes on in a block of another way than the one just translated, inside of `frame` or behind it.
  void resume_operands(const Frame& frame);
  void read_operands(std::size_t end);
  LocalIndex operand_local(std::size_t index);
  llvm::Value* load_from_frame(std::size_t index, llvm::Type* type);
  Result<> finish_loop_entry();

  const FuncType& tag_type(TagIndex tag) const { return wasm().types[wasm().tags[tag].type.type].func; }
  // A call of a function in tailcc that may throw.
  llvm::CallBase* call_or_invoke(llvm::FunctionType* type, llvm::Value* entry, llvm::ArrayRef<llvm::Value*> arguments);
  void restore_stack_in_landing_pads();

  const Module& wasm() const { return module_.wasm(); }
  // Of the arguments, the first behind the VMContext and the address of results.
  unsigned first_own_argument() const { return ModuleEmitter::results_in_memory(type_) ? 2 : 1; }
  llvm::IRBuilder<>& builder() { return emitter_.builder(); }
  llvm::ConstantInt* constant(std::uint32_t value) { return builder().getInt32(value); }

  ModuleEmitter& module_;
  const CodeUnit unit_;
  const FuncType& type_;
  llvm::Function* function_;
  Emitter emitter_;
  SsaLocals locals_;
  std::vector<Frame> frames_;
  std::vector<TryRegion> regions_;  // the innermost last
  std::vector<llvm::LandingPadInst*> landing_pads_;
  Node node_ = SsaLocals::kEntry;
  // Whether the next instruction can be reached.
  bool reachable_ = true;
  // Of the operands before the instruction, the top one first.
  std::array<ValType, 4> operand_types_;
  // The VMFuel, and what is left as a local behind those of the function.
  llvm::Value* fuel_object_ = nullptr;
  LocalIndex fuel_local_ = 0;
  // The subtraction that pays for the straight piece of code in hand, and for how many instructions of it so far.
  llvm::BinaryOperator* charge_ = nullptr;
  std::uint64_t charged_ = 0;
  // Of a unit that begins at a loop: whether the translation has come there, or why it cannot begin there; the local
  // variables of the function; and the further ones that stand for operands, by place on the stack and type.
  bool entered_ = false;
  const char* cannot_enter_ = nullptr;
  // The loops around that one, whose next rounds are translated apart, and whether that is being done.
  std::vector<NextRound> next_rounds_;
  bool in_rounds_ = false;
  std::size_t local_count_ = 0;
  llvm::DenseMap<std::pair<std::size_t, llvm::Type*>, LocalIndex> operand_locals_;
  llvm::Value* result_array_ = nullptr;
  std::size_t result_array_size_ = 0;
};

}  // namespace wrt::llvm_compiler
