// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// ModulePlan: everything of a random module but its code, decided first, so that a function body can name any other
// part of the module.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/wasm/types.h"
#include "test/random_module/random_source.h"

namespace wrt::random_module {

struct MemoryPlan {
  AddressType address = AddressType::I32;
  std::uint32_t min_pages = 1;
  std::uint32_t max_pages = 1;
};

struct TablePlan {
  ValType element;
  std::uint32_t min = 0;
  std::uint32_t max = 0;
};

struct ModulePlan {
  // Whether code mostly avoids traps, so that much of it runs; or else meets them everywhere.
  bool careful = true;
  // Function types for functions, blocks and indirect calls. Type i of the module is types[i]; no two are equal.
  std::vector<FuncType> types;
  // The type of each random function; they come first in the module's index space.
  std::vector<TypeIndex> functions;
  std::vector<MemoryPlan> memories;  // the first has 32-bit addresses and is never missing
  std::vector<TablePlan> tables;     // the first is of functions, the second of external references
  std::vector<GlobalType> globals;   // the first is the fuel: calls of random functions that are left
  // Sizes of the passive data segments; the first one fills memories again and is never dropped.
  std::vector<std::uint32_t> data;
  // Each passive element segment: functions, or null where kNullElement. The first one is never dropped.
  std::vector<std::vector<FuncIndex>> elements;
  TypeIndex tag_type = 0;  // of the only tag

  const FuncType& signature(FuncIndex function) const { return types[functions[function]]; }
};

inline constexpr FuncIndex kNullElement = ~FuncIndex{0};
inline constexpr GlobalIndex kFuelGlobal = 0;
inline constexpr TableIndex kFuncTable = 0;
inline constexpr TableIndex kExternTable = 1;
// What a call from the host may spend.
inline constexpr std::uint32_t kFuel = 24;

ModulePlan make_plan(RandomSource& random);

// Any type that values have here.
ValType random_type(RandomSource& random);

}  // namespace wrt::random_module
