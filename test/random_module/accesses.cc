// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where memories and tables are touched: inside mostly, at the ends often, outside sometimes.
#include "test/random_module/function_generator.h"
#include "test/random_module/interesting_values.h"

namespace wrt::random_module {

namespace {

constexpr std::uint32_t kPage = 65536;

}  // namespace

MemoryIndex FunctionGenerator::random_memory() {
  return random_.below(static_cast<std::uint32_t>(plan_.memories.size()));
}

// From the i32 on top.
void FunctionGenerator::to_address(const MemoryPlan& memory) {
  if (memory.address == AddressType::I64) code_.emit(Opcode::I64ExtendI32U);
}

MemArg FunctionGenerator::address(Opcode opcode) {
  const OpcodeInfo& row = opcode_info(opcode);
  const bool is_atomic = row.feature == Feature::Threads;
  std::uint32_t width = lane_size(row.lane);
  if (row.meaning == Meaning::LoadExtendS || row.meaning == Meaning::LoadExtendU) width = 8;
  std::uint32_t natural = 0;
  while ((1u << natural) < width) ++natural;

  MemArg memarg;
  memarg.memory = random_memory();
  // Atomic accesses have no other alignment.
  memarg.align_log2 = is_atomic ? natural : random_.below(natural + 1);
  const MemoryPlan& memory = plan_.memories[memarg.memory];
  const std::uint32_t choice = random_.below(100);
  const std::uint32_t aligned = is_atomic && random_.percent(97) ? width : 1;
  if (choice < (plan_.careful ? 98u : 65u)) {
    memarg.offset = random_.percent(50) ? 0 : random_.below(64) * aligned;
    in_bounds_address(memory, aligned);
  } else if (choice < (plan_.careful || random_.percent(60) ? 100u : 90u)) {
    edge_address(memory);
    memarg.offset = random_.percent(70) ? 0 : random_.below(16);
  } else {
    expression(address_val_type(memory.address), 2);
    memarg.offset = random_.one_of<std::uint64_t>({0, 1, kPage - 1, kPage, 0x7fffffff, 0xfffffff0, 0xffffffff});
  }
  return memarg;
}

// Below 4 KiB or 63 KiB, so that the offsets above stay inside as well.
void FunctionGenerator::in_bounds_address(const MemoryPlan& memory, std::uint32_t alignment) {
  const std::uint32_t mask = (random_.percent(60) ? 0xfff : 0xf7ff) & ~(alignment - 1);
  if (random_.percent(25)) {
    code_.i32_const(static_cast<std::uint32_t>(random_.bits()) & mask);
  } else {
    expression(ValType::I32, 2);
    code_.i32_const(mask);
    code_.emit(Opcode::I32And);
  }
  to_address(memory);
}

// Around the start and the ends of pages.
void FunctionGenerator::edge_address(const MemoryPlan& memory) {
  const std::uint32_t pages = memory.min_pages + random_.below(memory.max_pages - memory.min_pages + 1);
  const std::uint32_t end = pages * kPage;
  const std::uint32_t back = random_.one_of<std::uint32_t>({1, 2, 4, 8, 16, 3, 7, 15, 0, 32});
  code_.address_const(memory.address, random_.percent(85) ? end - back : random_.below(3));
}

void FunctionGenerator::table_index(TableIndex table) {
  const TablePlan& plan = plan_.tables[table];
  if (plan.min > 0 && random_.percent(plan_.careful ? 99 : 60)) {
    if (random_.percent(50)) return code_.i32_const(random_.below(plan.min));
    expression(ValType::I32, 1);
    code_.i32_const(plan.min);
    code_.emit(Opcode::I32RemU);
    return;
  }
  code_.i32_const(random_.percent(50) ? plan.min + random_.below(3) : interesting_i32(random_));
}

void FunctionGenerator::short_length(AddressType type) {
  if (random_.percent(plan_.careful ? 1 : 10)) return code_.address_const(type, interesting_i32(random_));
  if (random_.percent(60)) {
    return code_.address_const(type, random_.one_of<std::uint32_t>({0, 1, 2, 3, 7, 8, 15, 16, 17, 31, 32, 33, 100}));
  }
  expression(ValType::I32, 1);
  code_.i32_const(0x7f);
  code_.emit(Opcode::I32And);
  if (type == AddressType::I64) code_.emit(Opcode::I64ExtendI32U);
}

void FunctionGenerator::bulk_address(const MemoryPlan& memory) {
  if (random_.percent(plan_.careful ? 1 : 25)) return edge_address(memory);
  in_bounds_address(memory, 1);
}

}  // namespace wrt::random_module
