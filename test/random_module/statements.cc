// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Statements that do not branch: they store, drop, and work in bulk.
#include <array>

#include "test/random_module/function_generator.h"
#include "test/random_module/interesting_values.h"
#include "test/random_module/row_lists.h"

namespace wrt::random_module {

namespace {

constexpr std::uint32_t kDeepestNesting = 3;

// One way to walk over an array: an element's load and store, and the type in between.
struct ArrayAccess {
  Opcode load;
  Opcode store;
  ValType::Kind type;
  std::uint32_t size_log2;
};

constexpr std::array kArrayAccesses = {
    ArrayAccess{Opcode::I32Load8U, Opcode::I32Store8, ValType::I32, 0},
    ArrayAccess{Opcode::I32Load8S, Opcode::I32Store8, ValType::I32, 0},
    ArrayAccess{Opcode::I32Load16U, Opcode::I32Store16, ValType::I32, 1},
    ArrayAccess{Opcode::I32Load16S, Opcode::I32Store16, ValType::I32, 1},
    ArrayAccess{Opcode::I32Load, Opcode::I32Store, ValType::I32, 2},
    ArrayAccess{Opcode::I64Load, Opcode::I64Store, ValType::I64, 3},
    ArrayAccess{Opcode::I64Load32S, Opcode::I64Store32, ValType::I64, 2},
    ArrayAccess{Opcode::F32Load, Opcode::F32Store, ValType::F32, 2},
    ArrayAccess{Opcode::F64Load, Opcode::F64Store, ValType::F64, 3},
    ArrayAccess{Opcode::V128Load, Opcode::V128Store, ValType::V128, 4},
};

}  // namespace

void FunctionGenerator::statement() {
  ++spent_;
  const bool may_nest = nesting_ < kDeepestNesting;
  const std::uint32_t choice = random_.below(100);
  if (choice < 22) return local_set();
  if (choice < 28) return global_set();
  if (choice < 35) return drop_value();
  if (choice < 53) return store();
  if (choice < 58) return bulk_memory();
  if (choice < 64) return bulk_table();
  if (choice < 68) return call_statement();
  if (choice < 73) return branch_if();
  if (!may_nest) return store();
  if (choice < 78) return if_statement();
  if (choice < 83) return block_statement();
  if (choice < 88) return loop_statement();
  if (choice < 91) return switch_statement();
  if (choice < 94) return array_loop();
  if (choice < 99) return early_exit();
  code_.emit(Opcode::Nop);
}

void FunctionGenerator::statements(std::uint32_t count) {
  for (std::uint32_t i = 0; i < count; ++i) statement();
}

void FunctionGenerator::local_set() {
  if (chosen_locals_ == 0) return;
  const LocalIndex local = random_.below(static_cast<std::uint32_t>(chosen_locals_));
  set_local(local, expression(locals_[local].type, kDepth));
}

void FunctionGenerator::global_set() {
  const GlobalIndex global = random_.below(static_cast<std::uint32_t>(plan_.globals.size()));
  if (global == kFuelGlobal || !plan_.globals[global].is_mutable) return drop_value();
  const ValType type = plan_.globals[global].type;
  require(type, expression(type, kDepth), NanBits::Exact);
  code_.emit(Opcode::GlobalSet, global);
}

// A trap must happen even when nobody wants the value.
void FunctionGenerator::drop_value() {
  expression(random_type(random_), kDepth);
  code_.emit(Opcode::Drop);
}

void FunctionGenerator::store() {
  simple(random_.one_of(rows_without_result()), kDepth);
}

void FunctionGenerator::bulk_memory() {
  const MemoryIndex index = random_memory();
  const MemoryPlan& memory = plan_.memories[index];
  switch (random_.below(8)) {
    case 0:
    case 1:
      bulk_address(memory);
      expression(ValType::I32, 2);
      short_length(memory.address);
      return code_.emit(Opcode::MemoryFill, index);
    case 2:
    case 3:
    case 4:
      bulk_address(memory);
      bulk_address(memory);
      short_length(memory.address);
      return code_.emit(Opcode::MemoryCopy, index, index);
    case 5:
    case 6: {
      const std::uint32_t segment = random_.below(static_cast<std::uint32_t>(plan_.data.size()));
      const std::uint32_t size = plan_.data[segment];
      const std::uint32_t start = random_.below(size / 2 + 1);
      bulk_address(memory);
      code_.i32_const(start);
      code_.i32_const(random_.below(size - start + (plan_.careful ? 1 : 3)));
      return code_.emit(Opcode::MemoryInit, segment, index);
    }
    default: return code_.emit(Opcode::DataDrop, 1 + random_.below(static_cast<std::uint32_t>(plan_.data.size()) - 1));
  }
}

void FunctionGenerator::bulk_table() {
  const TableIndex table = random_.below(static_cast<std::uint32_t>(plan_.tables.size()));
  const bool holds_functions = plan_.tables[table].element == ValType::funcref();
  const std::uint32_t segments = static_cast<std::uint32_t>(plan_.elements.size());
  switch (random_.below(9)) {
    case 0:
    case 1:
    case 2:
      table_index(table);
      expression(plan_.tables[table].element, 2);
      return code_.emit(Opcode::TableSet, table);
    case 3:
    case 4:
      table_index(table);
      expression(plan_.tables[table].element, 2);
      code_.i32_const(random_.below(plan_.careful ? 2 : 4));
      return code_.emit(Opcode::TableFill, table);
    case 5:
    case 6: {
      TableIndex source = table;
      if (holds_functions && random_.percent(30)) source = kFuncTable;
      table_index(table);
      table_index(source);
      code_.i32_const(random_.below(plan_.careful ? 2 : 4));
      return code_.emit(Opcode::TableCopy, table, source);
    }
    case 7: {
      const TableIndex target = holds_functions ? table : kFuncTable;
      table_index(target);
      code_.i32_const(random_.below(2));
      code_.i32_const(random_.below(plan_.careful ? 2 : 4));
      return code_.emit(Opcode::TableInit, random_.below(segments), target);
    }
    default: return code_.emit(Opcode::ElemDrop, 1 + random_.below(segments - 1));
  }
}

// a[i] = f(a[i + k], b[i] or a local): what vectorisers look for.
void FunctionGenerator::array_loop() {
  const std::uint32_t bound = 3 + random_.below(60);
  if (iterations_ > 1) return store();
  const ArrayAccess& access = random_.one_of(std::span<const ArrayAccess>(kArrayAccesses));
  const ValType type = access.type;
  const MemoryIndex memory = random_memory();
  const LocalIndex index = new_local(ValType::I32);
  const auto element = [&](std::uint32_t offset) {
    code_.emit(Opcode::LocalGet, index);
    code_.i32_const(access.size_log2);
    code_.emit(Opcode::I32Shl);
    to_address(plan_.memories[memory]);
    return MemArg{access.size_log2, memory, offset};
  };
  const std::uint32_t base = random_.below(600);
  code_.i32_const(0);
  code_.emit(Opcode::LocalSet, index);
  open(Opcode::Loop, {}, {});
  labels_.back().is_loop = true;
  const MemArg target = element(base);
  code_.access(access.load, element(base + random_.below(3) * (1u << access.size_log2)));
  NanBits bits = NanBits::Exact;
  if (random_.percent(50)) {
    code_.access(access.load, element(random_.below(600)));
  } else {
    bits = leaf(type);
  }
  const Opcode combine = random_.one_of(rows_combining(type));
  bits = require(type, bits, operand_bits(combine, 1));
  code_.emit(combine);
  require(type, result_bits(combine, bits), NanBits::Exact);
  code_.access(access.store, target);
  continue_loop({index, bound}, 0);
  close();
}

}  // namespace wrt::random_module
