// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Vectors (section 4.3.5): from a row's meaning to code, and what all of them share.
//
// The processor is taken to have SSE4.2 and no more. Its instructions overwrite their first operand, and where they
// read memory, want it aligned: an operand in the frame is loaded first. Most of WebAssembly's instructions are one of
// the processor's; those are in the tables of this file and the next ones.
#include <algorithm>
#include <utility>

#include "compiler/baseline/function_compiler.h"
#include "compiler/baseline/vector_opcodes.h"
#include "lib/support/check.h"

namespace wrt::baseline {

void FunctionCompiler::compile_vector(const Instruction& instruction, const OpcodeInfo& info) {
  if (info.meaning == Meaning::Load) return compile_load(instruction, info);
  if (info.meaning == Meaning::Store) return compile_store(instruction, info);
  const bool is_float = info.lane == Lane::F32 || info.lane == Lane::F64;
  if (is_float && compile_vector_float(info)) return;
  if (compile_vector_integer(info) || compile_vector_compare(info) || compile_vector_bits(info) ||
      compile_vector_shift(info) || compile_vector_extend(info) || compile_vector_lanes(instruction, info) ||
      compile_vector_memory(instruction, info) || compile_vector_convert(info) || compile_vector_relaxed(info))
    return;
  WRT_UNREACHABLE();
}

// --- Instructions that are one of the processor's ---

void FunctionCompiler::compile_vector_binary(Prefix prefix, std::uint32_t opcode, bool commutes) {
  Operand rhs = pop();
  Operand lhs = pop();
  // What is in a register of its own may be overwritten.
  if (commutes && rhs.place == Place::Xmm && lhs.place != Place::Xmm) std::swap(lhs, rhs);
  const Xmm result = to_own_xmm(lhs);
  asm_.sse(prefix, opcode, result, to_xmm(rhs));
  push_vector(result);
}

void FunctionCompiler::compile_vector_binary_swapped(Prefix prefix, std::uint32_t opcode) {
  const Xmm result = to_own_xmm(pop());
  asm_.sse(prefix, opcode, result, pop_xmm());
  push_vector(result);
}

void FunctionCompiler::compile_vector_unary(Prefix prefix, std::uint32_t opcode) {
  const Xmm operand = pop_xmm();
  const Xmm result = result_of(operand);
  asm_.sse(prefix, opcode, result, operand);
  push_vector(result);
}

// --- Constants ---

void FunctionCompiler::compile_v128_const(const std::array<std::uint8_t, 16>& bytes) {
  std::uint64_t halves[2];
  static_assert(sizeof halves == sizeof bytes);
  __builtin_memcpy(halves, bytes.data(), sizeof halves);
  const Xmm result = alloc_xmm();
  load_constant(result, halves[0], halves[1]);
  push_vector(result);
}

void FunctionCompiler::load_constant(Xmm to, std::uint64_t low, std::uint64_t high) {
  if (low == 0 && high == 0) return asm_.zero(to);
  if (low == ~std::uint64_t{0} && high == low) return load_ones(to);
  const bool is_splat = low == high && low >> 32 == (low & 0xffffffff);
  if (is_splat) {
    asm_.mov_imm(kScratch, low & 0xffffffff);
    asm_.mov_bits(Width::W32, to, kScratch);
    return asm_.sse_imm(Prefix::P66, vector_opcode::kPshufd, to, to, 0);
  }
  asm_.mov_imm(kScratch, low);
  asm_.mov_bits(Width::W64, to, kScratch);
  if (low == high) return asm_.sse(Prefix::P66, vector_opcode::kPunpcklqdq, to, to);
  if (high == 0) return;
  asm_.mov_imm(kScratch, high);
  asm_.op(Prefix::P66, Width::W64, vector_opcode::kPinsrd, static_cast<std::uint8_t>(to), kScratch);
  asm_.byte(1);
}

void FunctionCompiler::load_splat(Xmm to, Lane lane, std::uint64_t value) {
  switch (lane_size(lane)) {
    case 1: value = (value & 0xff) * 0x0101010101010101; break;
    case 2: value = (value & 0xffff) * 0x0001000100010001; break;
    case 4: value = (value & 0xffffffff) * 0x0000000100000001; break;
    default: break;
  }
  load_constant(to, value, value);
}

void FunctionCompiler::load_ones(Xmm to) {
  asm_.sse(Prefix::P66, vector_opcode::kPcmpeqd, to, to);
}

}  // namespace wrt::baseline
