// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The SIMPLE rows of opcodes.def, their letters compiled to types: what the one generic rule of FuncValidator reads.
#pragma once

#include <array>
#include <cstdint>

#include "lib/wasm/opcodes.h"
#include "lib/wasm/types.h"

namespace wrt {

struct SimpleRule {
  // What of the immediate is checked beside the operands.
  enum class Check : std::uint8_t { None, Memory, AtomicMemory, MemoryLane, Lane, Shuffle };

  std::uint8_t operand_count = 0;
  std::uint8_t result_count = 0;
  Check check = Check::None;
  std::uint8_t natural_align_log2 = 0;  // of the memory access
  std::uint8_t lane_count = 0;          // lanes of that size in a vector
  // Where the row says `a`, i32 stands: only operand 0 is ever an address.
  std::array<ValType, 4> operands;
  std::array<ValType, 2> results;
};

// By opcode; an empty rule for SPECIAL rows.
extern const std::array<SimpleRule, kOpcodeCount> kSimpleRules;

}  // namespace wrt
