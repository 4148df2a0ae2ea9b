// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Puts a module together: the plan, the random bodies, and the exports around them.
#include "test/random_module/random_module.h"

#include <array>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "lib/binary/module_builder.h"
#include "test/random_module/harness.h"
#include "test/random_module/interesting_values.h"

namespace wrt::random_module {

namespace {

constexpr std::uint32_t kCallsOfEach = 3;

Instruction instruction(Opcode opcode, std::uint64_t number) {
  Instruction made;
  made.opcode = opcode;
  made.bits = number;
  made.index = static_cast<std::uint32_t>(number);
  return made;
}

// What a global starts with; extended constant expressions where they are possible.
ConstExpr initial_value(ModuleBuilder& builder, ValType type, RandomSource& random) {
  const bool is_i32 = type == ValType::I32;
  if (is_i32 || type == ValType::I64) {
    const Opcode number = is_i32 ? Opcode::I32Const : Opcode::I64Const;
    const Opcode combine = is_i32 ? random.one_of({Opcode::I32Add, Opcode::I32Sub, Opcode::I32Mul})
                                  : random.one_of({Opcode::I64Add, Opcode::I64Sub, Opcode::I64Mul});
    const std::uint64_t left = is_i32 ? interesting_i32(random) : interesting_i64(random);
    if (random.percent(50)) return builder.const_expr(std::array{instruction(number, left)});
    const std::uint64_t right = is_i32 ? interesting_i32(random) : interesting_i64(random);
    return builder.const_expr(
        std::array{instruction(number, left), instruction(number, right), instruction(combine, 0)});
  }
  Instruction constant;
  if (type.is_ref()) {
    constant.opcode = Opcode::RefNull;
    constant.ref = type;
  } else if (type == ValType::V128) {
    constant.opcode = Opcode::V128Const;
    constant.v128 = interesting_v128(random);
  } else {
    const bool is_f32 = type == ValType::F32;
    constant.opcode = is_f32 ? Opcode::F32Const : Opcode::F64Const;
    constant.bits = is_f32 ? interesting_f32(random) : interesting_f64(random);
  }
  return builder.const_expr(std::array{constant});
}

void add_globals(ModuleBuilder& builder, const ModulePlan& plan, RandomSource& random) {
  for (const GlobalType& global : plan.globals) builder.add_global(global, initial_value(builder, global.type, random));
}

void add_memories(ModuleBuilder& builder, const ModulePlan& plan, RandomSource& random) {
  for (const MemoryPlan& memory : plan.memories) {
    builder.add_memory({{memory.min_pages, memory.max_pages}, memory.address, false, 16});
  }
  for (const std::uint32_t size : plan.data) {
    std::vector<std::uint8_t> bytes(size);
    for (std::uint8_t& byte : bytes) {
      byte = static_cast<std::uint8_t>(random.percent(40) ? random.one_of({0, 1, 0x7f, 0x80, 0xff}) : random.bits());
    }
    DataSegment segment;
    segment.bytes = builder.keep(std::move(bytes));
    builder.module().data.push_back(segment);
  }
  builder.module().data_count = static_cast<std::uint32_t>(plan.data.size());
}

void add_tables(ModuleBuilder& builder, const ModulePlan& plan) {
  for (const TablePlan& table : plan.tables) {
    builder.add_table({table.element, {table.min, table.max}, AddressType::I32});
  }
  for (const std::vector<FuncIndex>& elements : plan.elements) {
    ElementSegment segment;
    segment.type = ValType::funcref();
    for (const FuncIndex function : elements) {
      Instruction element = instruction(Opcode::RefFunc, function);
      if (function == kNullElement) {
        element.opcode = Opcode::RefNull;
        element.ref = ValType::funcref();
      }
      segment.expressions.push_back(builder.const_expr(std::array{element}));
    }
    builder.module().elements.push_back(std::move(segment));
  }
  // Whatever ref.func names must be declared.
  ElementSegment declared;
  declared.mode = SegmentMode::Declarative;
  declared.type = ValType::ref(HeapType::Func, false);  // what a list of indices is
  for (FuncIndex function = 0; function < plan.functions.size(); ++function) declared.functions.push_back(function);
  builder.module().elements.push_back(std::move(declared));
}

void add_exports(ModuleBuilder& builder, const ModulePlan& plan, RandomSource& random) {
  const auto add = [&](const HarnessFunction& function) {
    return builder.add_function(builder.add_func_type(function.type), function.body);
  };
  const auto show = [&](const std::string& name, FuncIndex function) {
    builder.add_export(name, ExternKind::Func, function);
  };
  const FuncIndex state = add(make_state_function(plan));
  const FuncIndex reset = add(make_reset_function(plan, random));
  show("reset", reset);
  for (FuncIndex function = 0; function < plan.functions.size(); ++function) {
    for (std::uint32_t i = 0; i < kCallsOfEach; ++i) {
      show(fmt::format("call_{}_{}", function, i), add(make_call_function(plan, function, random)));
      show(fmt::format("state_{}_{}", function, i), state);
      show(fmt::format("reset_{}_{}", function, i), reset);
    }
  }
}

}  // namespace

RandomModule make_random_module(std::uint64_t seed, const std::set<BodyItem>& left_out) {
  RandomModule made;
  RandomSource random(seed, 0, 0);
  const ModulePlan plan = make_plan(random);
  ModuleBuilder builder;
  for (const FuncType& type : plan.types) builder.add_func_type(type);
  add_memories(builder, plan, random);
  add_tables(builder, plan);
  add_globals(builder, plan, random);
  builder.add_tag(plan.tag_type);
  for (FuncIndex function = 0; function < plan.functions.size(); ++function) {
    FunctionGenerator generator(plan, function, seed, left_out, made.counts);
    builder.add_function(plan.functions[function], generator.generate());
    made.items.push_back(generator.items());
  }
  add_exports(builder, plan, random);
  made.bytes = builder.encode();
  return made;
}

}  // namespace wrt::random_module
