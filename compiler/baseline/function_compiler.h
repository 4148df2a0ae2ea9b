// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// FunctionCompiler: one pass over a body, machine code behind it. There is no intermediate representation; what stands
// between two instructions is the operand stack, on which each operand knows where its value is at the moment:
//
//     Const     nowhere: it is known
//     Local     where the local is, as long as that is not written
//     Gpr, Xmm  in a register of its own
//     Slot      in the frame, in the slot of its place on the stack
//     Flags     in the processor's flags: a comparison whose result the next instruction may branch on
//
// Where control flow joins, operands below the block's are in their slots (or known), a single result is in the
// result register, several are in their slots, and locals are where they always are (local_plan.h).
//
// The frame, from the frame pointer downwards: the caller's registers that are saved, the VMContext, where results go
// (if they go to memory), then slots: locals, and operands by their place on the stack. Between instructions the stack
// pointer is 8 below a multiple of 16, since a call pushes at least 8 bytes of arguments (calling_convention.h).
//
// Bodies have been validated before, and nothing is checked again. Code that cannot be reached is skipped as in
// compiler/llvm/function_translator.h. The SIMPLE rows are compile_simple.cc and what it calls.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "compiler/baseline/assembler.h"
#include "compiler/baseline/calling_convention.h"
#include "compiler/baseline/local_plan.h"
#include "compiler/baseline/registers.h"
#include "lib/abi/bounds_check.h"
#include "lib/abi/builtins.h"
#include "lib/abi/function_code.h"
#include "lib/abi/traps.h"
#include "lib/abi/vm_layout.h"
#include "lib/binary/body_reader.h"
#include "lib/support/result.h"
#include "lib/wasm/module.h"
#include "lib/wasm/subtyping.h"

namespace wrt::baseline {

enum class Place : std::uint8_t { Const, Local, Gpr, Xmm, Slot, Flags };

struct Operand {
  Place place = Place::Const;
  ValType::Kind type = ValType::I32;
  Gpr gpr = Gpr::None;
  Xmm xmm = Xmm::None;
  Condition condition = Condition::Equal;  // Flags
  std::uint32_t index = 0;                 // Local: which; Slot: the place on the operand stack whose slot it is
  std::uint64_t bits = 0;                  // Const, never a V128; an I32's upper half is zero

  bool is_const() const { return place == Place::Const; }
};

constexpr Width width_of(ValType::Kind type) {
  return type == ValType::I32 || type == ValType::F32 ? Width::W32 : Width::W64;
}

// Shifts of all lanes of a vector; the values are those of the encoding with an immediate.
enum class VectorShift : std::uint8_t { ShrU = 2, ShrS = 4, Shl = 6 };

// What makes code for a module's functions; immutable.
struct CodeContext {
  const Module& module;
  const TypeContext& types;
  const VmLayout layout;
  const bool counts;  // code counts how often it runs (FunctionSlot::Counter)
  const BoundsCheck bounds_check;
};

class FunctionCompiler {
 public:
  explicit FunctionCompiler(const CodeContext& context) : context_(context) {}

  // May be called again and again. Errors: Malformed, if it was not validated.
  Result<FunctionCode> compile(FuncIndex function, bool with_positions);

 private:
  struct Block {
    Opcode opcode = Opcode::Block;
    bool entered = false;  // its start can be reached; otherwise nothing but its opcode is used
    std::span<const ValType> params;
    std::span<const ValType> results;
    std::uint32_t height = 0;  // operands below the block's parameters
    Label label;
    bool else_is_open = false;  // If, before its else
    Label else_label;
    // Try, and TryTable with catch clauses: its body is open and has an entry in regions_.
    bool has_region = false;
    // Try, behind its body: a handler has been begun, and where its exception goes on if it does not want it.
    bool has_handler = false;
    bool has_next_handler = false;
    Label next_handler;

    std::span<const ValType> label_types() const { return opcode == Opcode::Loop ? params : results; }
  };

  // Code whose exceptions arrive in this function: the open body of a try, or of a try_table with catch clauses.
  struct TryRegion {
    std::uint32_t block = 0;                   // whose body it is: a place in blocks_
    std::vector<CatchClause> clauses;          // TryTable
    std::optional<std::uint32_t> landing_pad;  // a place in landing_pads_, once something leads to it
  };
  struct CallSite {
    std::uint32_t begin;
    std::uint32_t end;
    std::uint32_t landing_pad;  // a place in landing_pads_
  };

  // A value that goes into a register.
  struct RegisterMove {
    Operand from;
    Gpr gpr = Gpr::None;
    Xmm xmm = Xmm::None;
  };

  // Where code lies that is hardly ever executed: behind the rest.
  struct TrapStub {
    Label label;
    TrapCode code;
    Gpr operand;  // of traps that have one
    std::size_t wasm_offset;
  };
  struct SlowPath {
    Label entry;
    Label back;
    std::size_t wasm_offset;
    std::function<void(SlowPath&)> emit;
  };

  // Whether a reference of type `source` is one of type `target`.
  struct TypeTest {
    Gpr reference = Gpr::None;
    Gpr spare = Gpr::None;
    RefType source;
    RefType target;
  };

  // What a call needs to know of its callee.
  struct Callee {
    const FuncType* type;
    // The VMFuncRef, in that register; or the function that the module defines.
    Gpr func_ref = Gpr::None;
    FuncIndex function = 0;
  };

  // --- function_compiler.cc ---
  void begin(FuncIndex function);
  void step(const Instruction& instruction);
  void dispatch(const Instruction& instruction);
  void skip(const Instruction& instruction);
  FunctionCode finish();

  // --- frame.cc ---
  void emit_prologue();
  void emit_params();
  void zero_locals(std::uint32_t first);
  void emit_leave();
  void emit_epilogue();
  void patch_frame_size();
  Mem slot(std::uint32_t number) const {
    return {Gpr::Rbp, -static_cast<std::int32_t>(slots_begin_ + slot_size_ * (number + 1))};
  }
  Mem local_slot(LocalIndex index) const { return slot(index); }
  Mem operand_slot(std::uint32_t place) {
    most_operands_ = std::max(most_operands_, place + 1);
    return slot(static_cast<std::uint32_t>(plan_.locals().size()) + place);
  }
  Mem vmctx_slot() const { return {Gpr::Rbp, -static_cast<std::int32_t>(vmctx_offset_)}; }
  Mem results_slot() const { return {Gpr::Rbp, -static_cast<std::int32_t>(vmctx_offset_ + 8)}; }
  void load_vmctx(Gpr to) { asm_.load(Width::W64, to, vmctx_slot()); }

  // --- operands.cc: registers and the operand stack ---
  // A register for the instruction in hand. Operands that are in the way go to their slots. Leaves the flags alone.
  Gpr alloc_gpr();
  Xmm alloc_xmm();
  // The register, whatever it held moved elsewhere; not one that the instruction in hand holds already.
  void take_gpr(Gpr reg);
  void release(Gpr reg) { held_gprs_ &= ~bit(reg); }
  void release(Xmm reg) { held_xmms_ &= ~bit(reg); }
  Operand pop();
  // In a register that must not be changed: it may be a local's.
  Gpr to_gpr(const Operand& operand);
  Xmm to_xmm(const Operand& operand);
  Gpr pop_gpr() { return to_gpr(pop()); }
  Xmm pop_xmm() { return to_xmm(pop()); }
  // In a register of the instruction in hand.
  Gpr to_own_gpr(const Operand& operand);
  Xmm to_own_xmm(const Operand& operand);
  // Into that register, which holds nothing else. Leaves the flags alone.
  void load_into(Gpr reg, const Operand& operand);
  void load_into(Xmm reg, const Operand& operand);
  // The memory that holds it, if it is in the frame.
  bool in_frame(const Operand& operand, Mem& where);
  // Into a slot of the frame, by way of a scratch register if it must be.
  void store_to(const Mem& where, const Operand& operand);
  void push(const Operand& operand) { operands_.push_back(operand); }
  // A register of the pools, which becomes the operand's own.
  void push_gpr(Gpr reg, ValType::Kind type);
  void push_xmm(Xmm reg, ValType::Kind type);
  void push_const(std::uint64_t bits, ValType::Kind type);
  void push_local(LocalIndex index);
  void push_slot(ValType::Kind type);
  void push_flags(Condition condition);
  // What pop() gave; of a slot it is the one it was, wherever on the stack it lands: it is to be popped soon.
  void push_again(const Operand& operand);
  // The top operand's register, which must not be changed; it stays on the stack.
  Gpr top_in_gpr();
  // What the flags hold goes into a register.
  void settle_flags();
  // Every operand below the top `kept` ones into its slot, but for what is known.
  void flush(std::uint32_t kept = 0);
  void flush_operand(std::uint32_t place);
  // Before all operands that are not flushed are looked through: there are few of them afterwards, so that however many
  // a function has, looking costs what pushing them did.
  void bound_search();
  void flush_deepest(Place place);
  // Operands that are the value of a local which is about to change.
  void settle_reads(LocalIndex index);
  void forget_from(std::uint32_t height);
  std::uint32_t height() const { return static_cast<std::uint32_t>(operands_.size()); }
  const Operand& peek(std::uint32_t depth = 0) const { return operands_[operands_.size() - 1 - depth]; }
  // Moves that happen at the same time.
  void move_together(std::vector<RegisterMove>& moves);

  // --- compile_control.cc ---
  void open(const Instruction& instruction);
  void compile_else();
  void compile_end();
  void compile_br(std::uint32_t depth);
  void compile_br_if(std::uint32_t depth);
  void compile_br_table(const Instruction& instruction);
  void compile_return();
  void compile_select();
  void branch_if(Condition condition, std::uint32_t depth);
  // The same without a condition, where what follows may be reached in another way.
  void jump_to(std::uint32_t depth);
  Block& block(std::uint32_t depth) { return blocks_[blocks_.size() - 1 - depth]; }
  bool result_in_register(const Block& target) const {
    return target.opcode != Opcode::Loop && target.label_types().size() == 1;
  }
  bool needs_moves(const Block& target) const;
  void move_results();
  void store_result(const Mem& where, const Operand& operand);
  // Puts the topmost operands where the label wants them. The operand stack stays as it is.
  void move_to_label(const Block& target);
  void push_label_values(const Block& target);
  void store_known(std::uint32_t first);
  // Pops a condition and says which flags mean that it holds.
  Condition pop_condition();
  void read_block_type(const BlockType& type, Block& block);

  // --- compile_call.cc ---
  void compile_call(FuncIndex function);
  void compile_call_indirect(const Instruction& instruction);
  void compile_call_ref(TypeIndex type);
  void compile_return_call(FuncIndex function);
  void compile_return_call_indirect(const Instruction& instruction);
  void compile_return_call_ref(TypeIndex type);
  Callee direct_callee(FuncIndex function);
  Callee indirect_callee(const Instruction& instruction);
  Callee referenced_callee(TypeIndex type);
  void check_type_id(Gpr func_ref, TypeIndex expected);
  void call(const Callee& callee);
  void return_call(const Callee& callee);
  std::vector<Operand> pop_arguments(std::size_t count);
  void store_stack_arguments(const ArgumentPlaces& places, std::span<const Operand> arguments);
  void move_register_arguments(const Callee& callee, const ArgumentPlaces& places, std::span<const Operand> arguments);
  void load_callee_context(const Callee& callee);
  void emit_transfer(const Callee& callee, bool is_jump);
  void move_frame_away(const ArgumentPlaces& places);
  void call_is_subtype(Gpr func_ref);
  void push_call_results(const FuncType& type);
  // Locals in registers that a call destroys, to their slots, and back.
  void save_local(LocalIndex index);
  void save_locals();
  void restore_locals();

  // --- compile_counter.cc ---
  void count_entry();
  void count_iteration();
  void emit_counter();
  void ask_for_better_code(std::size_t loop_offset, std::size_t outermost, std::uint32_t values);
  void emit_takeover();

  // --- compile_builtin.cc ---
  // Calls a builtin. The operands are popped: as many as `operands` says, behind `constants`, which come first. The
  // letters are those of lib/abi/builtins.def, of all of them. Before all comes the type's VMTypeInfo, if there is one.
  // What it returns is in rax, and held.
  void call_builtin(Builtin builtin, std::span<const std::uint64_t> constants, std::uint32_t operands,
                    std::optional<TypeIndex> type = std::nullopt);
  // Arguments but the VMContext are in their registers.
  void emit_builtin_call(Builtin builtin);
  void compile_memory_size(MemoryIndex index);
  void compile_memory_grow(MemoryIndex index);
  void compile_table_get(TableIndex index);
  void compile_table_set(TableIndex index);
  void compile_table_size(TableIndex index);
  void compile_table_grow(TableIndex index);
  void push_address(AddressType type);
  // The address of an element in a register of the instruction, after a check.
  Gpr table_element(TableIndex index, Gpr number, TrapCode code);

  // --- compile_variable.cc ---
  void compile_local_set(LocalIndex index);
  void compile_local_tee(LocalIndex index);
  void write_local(LocalIndex index, const Operand& value);
  void compile_global_get(GlobalIndex index);
  void compile_global_set(GlobalIndex index);
  Mem global_address(GlobalIndex index);
  void compile_ref_func(FuncIndex index);
  void compile_ref_is_null();
  void compile_ref_eq();
  void compile_ref_as_non_null();
  void compile_br_on_null(std::uint32_t depth);
  void compile_br_on_non_null(std::uint32_t depth);
  void compile_ref_i31();
  void compile_i31_get(bool is_signed);

  // --- compile_struct.cc ---
  void compile_struct_new(TypeIndex type);
  void compile_struct_new_default(TypeIndex type);
  void compile_struct_get(const Instruction& instruction);
  void compile_struct_set(const Instruction& instruction);
  // The new object's fields are stored between these two: only the second makes it one for the collector.
  void begin_allocation(TypeIndex type, std::uint64_t size, Builtin builtin, std::uint64_t operand);
  void finish_allocation();
  Mem field_of(Gpr object, const Instruction& instruction) const;
  void load_type_info(Gpr to, TypeIndex type);
  void check_not_null(Gpr reference, TrapCode code);
  void store_storage(const Mem& where, const Operand& value, ValType storage);
  void push_storage(const Mem& where, ValType storage, bool is_signed);

  // --- compile_array.cc ---
  void compile_array_new(TypeIndex type);
  void compile_array_new_default(TypeIndex type);
  void compile_array_new_fixed(const Instruction& instruction);
  void compile_array_new_segment(const Instruction& instruction, Builtin builtin);
  void compile_array_get(const Instruction& instruction);
  void compile_array_set(TypeIndex type);
  void compile_array_len();
  void compile_array_fill(TypeIndex type);
  void compile_array_copy();
  void compile_array_init_segment(const Instruction& instruction, Builtin builtin);
  void allocate_array(TypeIndex type);
  Mem pop_element(ValType storage);
  Mem element_of(Gpr array, const Operand& index, Gpr index_reg, ValType storage);
  void fill(Gpr to, Gpr count, const Operand& value, ValType storage);
  ValType element_storage(TypeIndex type) const { return wasm().types[type].fields[0].storage; }

  // --- compile_cast.cc ---
  void compile_ref_test(RefType target);
  void compile_ref_cast(RefType target);
  void compile_br_on_cast(const Instruction& instruction);
  void compile_br_on_cast_fail(const Instruction& instruction);
  TypeTest pop_type_test(RefType target);
  void test_type(const TypeTest& test, Label& no);
  void test_function(Gpr func_ref, TypeIndex target, Label& no);
  void test_object(Gpr object, Gpr spare, TypeIndex target, Label& no);
  void test_kind(Gpr object, HeapType target, Label& no);

  // --- compile_exception.cc ---
  void open_region(std::span<const CatchClause> clauses);
  void note_call(std::uint32_t begin, std::size_t regions);
  // Closes the region of the innermost block, and goes on where its exceptions arrive. False: there can be none.
  bool begin_handlers();
  // Jumps unless the exception at hand has this tag.
  void compare_tag(TagIndex tag, Label& other);
  void push_exception_values(TagIndex tag);
  void compile_throw(TagIndex tag);
  void compile_throw_ref();
  void take_exception_register(const Operand& exception);
  void throw_exception(std::size_t regions);
  void compile_catch_clauses();
  void compile_catch_clause(const CatchClause& clause);
  static Operand exception_of(const Block& block);
  bool begin_next_handler();
  void compile_legacy_catch(const Instruction& instruction);
  void compile_rethrow(std::uint32_t depth);
  void end_try(std::uint32_t depth);
  void compile_delegate(std::uint32_t depth);
  const FuncType& tag_type(TagIndex tag) const { return wasm().types[wasm().tags[tag].type.type].func; }

  // --- compile_simple.cc ---
  void compile_simple(const Instruction& instruction, const OpcodeInfo& info);
  bool compile_simple_float(const OpcodeInfo& info);
  bool compile_simple_integer(const OpcodeInfo& info);

  // --- compile_atomic.cc ---
  void compile_atomic(const Instruction& instruction, const OpcodeInfo& info);
  void check_alignment(const MemArg& memarg, Lane lane);
  Mem pop_atomic_address(const MemArg& memarg, Lane lane);
  void emit_atomic(std::uint32_t opcode, Lane lane, Gpr reg, const Mem& where);
  void push_lane(Gpr reg, const OpcodeInfo& info);
  void compile_atomic_store(const Instruction& instruction, const OpcodeInfo& info);
  void compile_atomic_exchange(const Instruction& instruction, const OpcodeInfo& info);
  void compile_atomic_logic(const Instruction& instruction, const OpcodeInfo& info, Alu which);
  void compile_atomic_cmpxchg(const Instruction& instruction, const OpcodeInfo& info);
  void compile_atomic_wait(const Instruction& instruction, const OpcodeInfo& info);

  // --- compile_vector.cc, and a file for each topic: those that answer false have no code for the meaning ---
  void compile_vector(const Instruction& instruction, const OpcodeInfo& info);
  bool compile_vector_memory(const Instruction& instruction, const OpcodeInfo& info);
  bool compile_vector_lanes(const Instruction& instruction, const OpcodeInfo& info);
  bool compile_vector_bits(const OpcodeInfo& info);
  bool compile_vector_integer(const OpcodeInfo& info);
  bool compile_vector_extend(const OpcodeInfo& info);
  bool compile_vector_compare(const OpcodeInfo& info);
  bool compile_vector_shift(const OpcodeInfo& info);
  bool compile_vector_convert(const OpcodeInfo& info);
  bool compile_vector_float(const OpcodeInfo& info);
  bool compile_vector_relaxed(const OpcodeInfo& info);
  void compile_v128_const(const std::array<std::uint8_t, 16>& bytes);
  // Those 128 bits, by way of kScratch.
  void load_constant(Xmm to, std::uint64_t low, std::uint64_t high);
  void load_splat(Xmm to, Lane lane, std::uint64_t value);
  void load_ones(Xmm to);
  // Where the result of an instruction that writes one register and reads another may go: there, but for a local's.
  Xmm result_of(Xmm source) { return (kOperandXmms & bit(source)) != 0 ? source : alloc_xmm(); }
  void push_vector(Xmm reg) { push_xmm(reg, ValType::V128); }
  // An instruction whose first operand is overwritten by the result. `commutes`: either operand may be that.
  void compile_vector_binary(Prefix prefix, std::uint32_t opcode, bool commutes = false);
  // Where the second operand is overwritten.
  void compile_vector_binary_swapped(Prefix prefix, std::uint32_t opcode);
  void compile_vector_unary(Prefix prefix, std::uint32_t opcode);
  void shift_lanes(VectorShift which, Lane lane, Xmm reg, std::uint8_t count);
  void shift_lanes(VectorShift which, Lane lane, Xmm reg, Xmm count);

  // --- compile_vector_memory.cc ---
  void compile_load_extend(const Instruction& instruction, const OpcodeInfo& info);
  void compile_load_splat(const Instruction& instruction, const OpcodeInfo& info);
  void compile_load_lane(const Instruction& instruction, const OpcodeInfo& info);
  void compile_store_lane(const Instruction& instruction, const OpcodeInfo& info);

  // --- compile_vector_lanes.cc ---
  void compile_shuffle(const std::array<std::uint8_t, 16>& indices);
  void shuffle_one(Xmm reg, const std::array<std::uint8_t, 16>& indices, std::uint8_t first);
  void compile_swizzle();
  void compile_splat(Lane lane);
  // The lowest lane into all lanes.
  void splat_lowest(Xmm reg, Lane lane);
  void compile_extract_lane(const OpcodeInfo& info, std::uint8_t lane);
  void compile_replace_lane(Lane lane, std::uint8_t index);
  void compile_all_true(Lane lane);
  void compile_bitmask(Lane lane);
  void compile_bitselect();
  // first = first where a bit of `mask` is set, second elsewhere.
  void select_bits(Xmm first, Xmm second, Xmm mask);

  // --- compile_vector_integer.cc, compile_vector_extend.cc ---
  void compile_mul_i64x2();
  void compile_vector_abs_i64x2();
  void compile_vector_neg(Lane lane);
  void compile_vector_popcnt();
  void compile_q15mulr_sat_s();
  void compile_vector_extend(Lane result, bool is_high, bool is_signed);
  void compile_ext_mul(Lane result, bool is_high, bool is_signed);
  void compile_ext_add_pairwise(Lane result, bool is_signed);

  // --- compile_vector_compare.cc ---
  void compile_vector_order_u(Meaning meaning, Lane lane);
  void compile_vector_order_s(Meaning meaning, Lane lane);
  void compile_vector_float_compare(Meaning meaning, Lane lane);
  void flip_bits(Xmm reg);

  // --- compile_vector_shift.cc ---
  void compile_vector_shift_known(VectorShift which, Lane lane, std::uint8_t count);
  void compile_shift_i8x16(VectorShift which, Gpr count);
  void compile_shr_s_i8x16(Gpr count);
  void compile_shr_s_i64x2(Xmm reg);
  void load_count(Xmm to, Gpr count, Lane lane);

  // --- compile_vector_convert.cc ---
  void compile_vector_convert_u();
  void compile_convert_low_u();
  void compile_vector_trunc_sat_s();
  void compile_vector_trunc_sat_u();
  void compile_trunc_sat_zero_s();
  void compile_trunc_sat_zero_u();

  // --- compile_vector_float.cc, compile_vector_relaxed.cc ---
  void compile_vector_float_sign(bool is_abs, Lane lane);
  void compile_vector_round(std::uint8_t mode, Lane lane);
  void compile_vector_min_max(bool is_min, Lane lane);
  void compile_relaxed_madd(bool negates, Lane lane);
  void compile_relaxed_laneselect(Lane lane);
  void compile_relaxed_dot_add();

  // --- compile_memory.cc ---
  void compile_load(const Instruction& instruction, const OpcodeInfo& info);
  void compile_store(const Instruction& instruction, const OpcodeInfo& info);
  // Pops an address; where the access is, after a check if the memory needs one.
  Mem pop_guest_address(const MemArg& memarg, std::uint32_t size);
  Gpr memory_base(MemoryIndex index);
  void check_bounds(AccessCheck check, const MemArg& memarg, Gpr address, std::uint32_t size);
  void check_end(const MemArg& memarg, Gpr address, std::uint32_t size);
  // Where the length of a memory is; in terms of the scratch register.
  Mem memory_length(MemoryIndex index);

  // --- compile_integer.cc ---
  void compile_arithmetic(Alu which, Width width);
  void compile_mul(Width width);
  void compile_compare(Condition condition, Width width);
  void compile_eqz(Width width);
  void compile_shift(Shift which, Width width);
  void compile_divide(Width width, bool is_signed, bool remainder);
  void compile_clz(Width width);
  void compile_ctz(Width width);
  void compile_popcnt(Width width);
  void compile_extend_s(Lane lane, ValType::Kind result);
  void compile_wide_add(bool subtract);
  void compile_wide_mul(bool is_signed);

  // --- compile_float.cc ---
  void compile_float_arithmetic(std::uint32_t opcode, Width width);
  void compile_float_min_max(bool is_min, Width width);
  void compile_float_compare(Meaning meaning, Width width);
  void compile_float_sign(Meaning meaning, Width width);
  void compile_copysign(Width width);
  void compile_float_round(std::uint8_t mode, Width width);
  void compile_sqrt(Width width);

  // --- compile_convert.cc ---
  void compile_wrap();
  void compile_extend_u();
  void compile_reinterpret(const OpcodeInfo& info);
  void compile_float_convert(bool promote);
  void compile_convert(const OpcodeInfo& info, bool is_signed);
  void compile_truncate(const OpcodeInfo& info, bool is_signed, bool saturates);
  void truncate_to_32(Xmm operand, Width from, bool is_signed, bool saturates);
  void truncate_to_64(Xmm operand, Width from, bool is_signed, bool saturates);
  void emit_truncation_failure(SlowPath& path, Xmm operand, Gpr result, Width from, Width to, bool is_signed,
                               bool saturates);

  // --- Traps ---
  void trap_if(Condition condition, TrapCode code, Gpr operand = Gpr::None);
  void trap(TrapCode code);
  void note_position(std::size_t wasm_offset);
  SlowPath& slow_path(std::function<void(SlowPath&)> emit);
  void emit_stubs();

  const Module& wasm() const { return context_.module; }

  const CodeContext& context_;
  LocalPlan plan_;
  Assembler asm_;
  FuncIndex function_ = 0;
  const FuncType* type_ = nullptr;
  bool with_positions_ = false;
  std::vector<ArtefactPosition> positions_;
  std::size_t offset_ = 0;  // of the instruction in hand

  std::vector<Operand> operands_;
  std::uint32_t local_operands_ = 0;  // with Place::Local
  std::uint32_t flushed_ = 0;         // so many operands from the bottom are in their slots, or known
  std::uint32_t operand_gprs_ = 0;    // the pool
  std::uint32_t busy_gprs_ = 0;       // owned by operands
  std::uint32_t held_gprs_ = 0;       // by the instruction in hand
  std::uint32_t busy_xmms_ = 0;
  std::uint32_t held_xmms_ = 0;
  bool has_flags_ = false;  // the top operand is in the flags

  std::vector<Block> blocks_;
  std::vector<TryRegion> regions_;           // the innermost last
  std::vector<std::uint32_t> landing_pads_;  // their positions, once they are known
  std::vector<CallSite> call_sites_;
  bool reachable_ = true;

  std::uint32_t slots_begin_ = 0;   // below the frame pointer
  std::uint32_t slot_size_ = 8;     // 16 where there are vectors
  std::uint32_t vmctx_offset_ = 0;  // below the frame pointer
  std::uint32_t most_operands_ = 0;
  std::uint32_t frame_size_use_ = 0;  // of the immediate in the prologue
  // Of displacements from the frame pointer to the stack pointer.
  std::vector<std::uint32_t> depth_uses_;
  std::uint32_t saved_count_ = 0;  // of the caller's registers
  Label epilogue_;
  Label takeover_;
  std::uint32_t open_loops_ = 0;
  std::size_t outermost_loop_ = 0;  // the offset of its instruction, if there is one
  std::vector<TrapStub> traps_;
  std::vector<SlowPath> slow_paths_;
  std::vector<FunctionCode::SlotUse> slot_uses_;
  std::vector<RegisterMove> moves_;
};

}  // namespace wrt::baseline
