// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Small numbers of everything: what makes a compiler go wrong is in the bodies.
#include "test/random_module/module_plan.h"

#include <algorithm>
#include <utility>

namespace wrt::random_module {

namespace {

std::vector<ValType> random_types(RandomSource& random, std::uint32_t most) {
  std::vector<ValType> types(random.below(most + 1));
  for (ValType& type : types) type = random_type(random);
  return types;
}

TypeIndex add_type(std::vector<FuncType>& types, FuncType type) {
  const std::vector<FuncType>::iterator found = std::find(types.begin(), types.end(), type);
  const TypeIndex index = static_cast<TypeIndex>(found - types.begin());
  if (found == types.end()) types.push_back(std::move(type));
  return index;
}

void plan_functions(RandomSource& random, ModulePlan& plan) {
  const std::uint32_t types = 3 + random.below(4);
  for (std::uint32_t i = 0; i < types; ++i) {
    const std::uint32_t most_params = random.percent(10) ? 12 : 4;
    const std::uint32_t most_results = random.percent(20) ? 5 : 2;
    FuncType type;
    type.params = random_types(random, most_params);
    type.results = random_types(random, most_results);
    add_type(plan.types, std::move(type));
  }
  const std::uint32_t types_in_use = static_cast<std::uint32_t>(plan.types.size());
  const std::uint32_t functions = 2 + random.below(3);
  for (std::uint32_t i = 0; i < functions; ++i) plan.functions.push_back(random.below(types_in_use));
  plan.tag_type = add_type(plan.types, FuncType{{ValType::I32}, {}});
}

void plan_tables(RandomSource& random, ModulePlan& plan) {
  plan.tables.push_back({ValType::funcref(), 5 + random.below(6), 14});
  plan.tables.push_back({ValType::externref(), 1 + random.below(4), 6});
  if (random.percent(30)) plan.tables.push_back({ValType::funcref(), random.below(8), 10});
  const std::uint32_t segments = 2 + random.below(2);
  for (std::uint32_t i = 0; i < segments; ++i) {
    std::vector<FuncIndex> segment(2 + random.below(4));
    for (FuncIndex& element : segment) {
      element = random.percent(20) ? kNullElement : random.below(static_cast<std::uint32_t>(plan.functions.size()));
    }
    plan.elements.push_back(std::move(segment));
  }
}

void plan_memories(RandomSource& random, ModulePlan& plan) {
  const std::uint32_t memories = random.percent(25) ? 2 + random.below(2) : 1;
  for (std::uint32_t i = 0; i < memories; ++i) {
    MemoryPlan memory;
    memory.address = i > 0 && random.percent(50) ? AddressType::I64 : AddressType::I32;
    memory.max_pages = memory.min_pages + random.below(3);
    plan.memories.push_back(memory);
  }
  const std::uint32_t segments = 2 + random.below(2);
  for (std::uint32_t i = 0; i < segments; ++i) plan.data.push_back(i == 0 ? 512 : random.below(80));
}

}  // namespace

ValType random_type(RandomSource& random) {
  const std::uint32_t choice = random.below(100);
  if (choice < 28) return ValType::I32;
  if (choice < 50) return ValType::I64;
  if (choice < 64) return ValType::F32;
  if (choice < 78) return ValType::F64;
  if (choice < 94) return ValType::V128;
  return choice < 98 ? ValType::funcref() : ValType::externref();
}

ModulePlan make_plan(RandomSource& random) {
  ModulePlan plan;
  plan.careful = random.percent(75);
  plan_functions(random, plan);
  plan_memories(random, plan);
  plan_tables(random, plan);
  plan.globals.push_back({ValType::I32, true});
  const std::uint32_t globals = random.below(6);
  for (std::uint32_t i = 0; i < globals; ++i) plan.globals.push_back({random_type(random), random.percent(85)});
  return plan;
}

}  // namespace wrt::random_module
