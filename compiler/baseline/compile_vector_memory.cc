// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Loads and stores of parts of vectors (section 4.6.9). What these instructions read is smaller than a vector, and they
// do not ask for alignment.
#include "compiler/baseline/function_compiler.h"
#include "compiler/baseline/vector_opcodes.h"

namespace wrt::baseline {

using namespace vector_opcode;

bool FunctionCompiler::compile_vector_memory(const Instruction& instruction, const OpcodeInfo& info) {
  switch (info.meaning) {
    case Meaning::LoadExtendS:
    case Meaning::LoadExtendU: compile_load_extend(instruction, info); return true;
    case Meaning::LoadSplat: compile_load_splat(instruction, info); return true;
    case Meaning::LoadLane: compile_load_lane(instruction, info); return true;
    case Meaning::StoreLane: compile_store_lane(instruction, info); return true;
    case Meaning::LoadZero: {
      const Mem where = pop_guest_address(instruction.memarg, lane_size(info.lane));
      const Xmm result = alloc_xmm();
      asm_.load_float(info.lane == Lane::I32 ? Width::W32 : Width::W64, result, where);
      push_vector(result);
      return true;
    }
    default: return false;
  }
}

// Eight bytes. The row's lane is that in memory.
void FunctionCompiler::compile_load_extend(const Instruction& instruction, const OpcodeInfo& info) {
  const Mem where = pop_guest_address(instruction.memarg, 8);
  const Xmm result = alloc_xmm();
  const Lane wide = info.lane == Lane::I8 ? Lane::I16 : info.lane == Lane::I16 ? Lane::I32 : Lane::I64;
  asm_.sse(Prefix::P66, pmovx(wide, info.meaning == Meaning::LoadExtendS), result, where);
  push_vector(result);
}

void FunctionCompiler::compile_load_splat(const Instruction& instruction, const OpcodeInfo& info) {
  const Mem where = pop_guest_address(instruction.memarg, lane_size(info.lane));
  const Xmm result = alloc_xmm();
  if (info.lane == Lane::I64) {
    asm_.sse(Prefix::PF2, kMovddup, result, where);
    return push_vector(result);
  }
  if (info.lane == Lane::I32) {
    asm_.load_float(Width::W32, result, where);
  } else {
    // movzx
    asm_.op(Prefix::None, Width::W32, info.lane == Lane::I8 ? 0x0fb6 : 0x0fb7, static_cast<std::uint8_t>(kScratch),
            where);
    asm_.mov_bits(Width::W32, result, kScratch);
  }
  splat_lowest(result, info.lane);
  push_vector(result);
}

void FunctionCompiler::compile_load_lane(const Instruction& instruction, const OpcodeInfo& info) {
  const Xmm result = to_own_xmm(pop());
  const Mem where = pop_guest_address(instruction.memarg, lane_size(info.lane));
  const Width width = info.lane == Lane::I64 ? Width::W64 : Width::W32;
  asm_.op(Prefix::P66, width, by_lane(info.lane, kPinsrb, kPinsrw, kPinsrd, kPinsrd), static_cast<std::uint8_t>(result),
          where);
  asm_.byte(instruction.lane);
  push_vector(result);
}

void FunctionCompiler::compile_store_lane(const Instruction& instruction, const OpcodeInfo& info) {
  const Xmm vector = pop_xmm();
  const Mem where = pop_guest_address(instruction.memarg, lane_size(info.lane));
  const Width width = info.lane == Lane::I64 ? Width::W64 : Width::W32;
  const bool is_word = info.lane == Lane::I32 || info.lane == Lane::I64;
  if (is_word && instruction.lane == 0) return asm_.store_float(width, where, vector);
  asm_.op(Prefix::P66, width, by_lane(info.lane, kPextrb, kPextrw, kPextrd, kPextrd), static_cast<std::uint8_t>(vector),
          where);
  asm_.byte(instruction.lane);
}

}  // namespace wrt::baseline
