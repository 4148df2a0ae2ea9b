// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Vector instructions that move lanes, that treat the 128 bits as bits, and that ask all lanes a question. Lane numbers
// are constants, which the validator has checked, except for swizzle's.
#include <algorithm>

#include "compiler/baseline/function_compiler.h"
#include "compiler/baseline/vector_opcodes.h"

namespace wrt::baseline {

using namespace vector_opcode;

namespace {

// The high half, for pshufd.
constexpr std::uint8_t kHighTwice = 0xee;

// Shuffles of whole 32-bit lanes of one vector: what pshufd wants.
bool moves_words(const std::array<std::uint8_t, 16>& indices, std::uint8_t& order) {
  order = 0;
  for (std::size_t word = 0; word < 4; ++word) {
    const std::uint8_t first = indices[word * 4];
    if (first % 4 != 0) return false;
    for (std::size_t i = 1; i < 4; ++i) {
      if (indices[word * 4 + i] != first + i) return false;
    }
    order = static_cast<std::uint8_t>(order | (first / 4 & 3) << (2 * word));
  }
  return true;
}

// Shuffles that take a lane of each vector by turns, from the low or the high halves on: punpck… of that opcode; 0: it
// is none of them.
std::uint32_t interleaving(const std::array<std::uint8_t, 16>& indices) {
  constexpr std::array<std::array<std::uint32_t, 2>, 4> kOpcodes = {
      {{kPunpcklbw, kPunpckhbw}, {kPunpcklwd, kPunpckhwd}, {kPunpckldq, 0x0f6a}, {kPunpcklqdq, 0x0f6d}}};
  for (unsigned size_log2 = 0; size_log2 < 4; ++size_log2) {
    const unsigned size = 1u << size_log2;
    const bool is_high = indices[0] == 8;
    const auto expected = [&](unsigned at) {
      const unsigned lane = at / size;
      return (is_high ? 8 : 0) + lane / 2 * size + at % size + (lane % 2 != 0 ? 16 : 0);
    };
    bool matches = true;
    for (unsigned at = 0; at < 16; ++at) matches &= indices[at] == expected(at);
    if (matches) return kOpcodes[size_log2][is_high ? 1 : 0];
  }
  return 0;
}

// Shuffles that cut sixteen bytes out of both vectors, one behind the other.
bool is_consecutive(const std::array<std::uint8_t, 16>& indices) {
  for (std::size_t at = 1; at < 16; ++at) {
    if (indices[at] != indices[0] + at) return false;
  }
  return true;
}

}  // namespace

bool FunctionCompiler::compile_vector_lanes(const Instruction& instruction, const OpcodeInfo& info) {
  switch (info.meaning) {
    case Meaning::Shuffle: compile_shuffle(instruction.v128); return true;
    case Meaning::Swizzle: compile_swizzle(); return true;
    case Meaning::Splat: compile_splat(info.lane); return true;
    case Meaning::ExtractLane:
    case Meaning::ExtractLaneS:
    case Meaning::ExtractLaneU: compile_extract_lane(info, instruction.lane); return true;
    case Meaning::ReplaceLane: compile_replace_lane(info.lane, instruction.lane); return true;
    default: return false;
  }
}

bool FunctionCompiler::compile_vector_bits(const OpcodeInfo& info) {
  switch (info.meaning) {
    case Meaning::And: compile_vector_binary(Prefix::P66, kPand, true); return true;
    case Meaning::Or: compile_vector_binary(Prefix::P66, kPor, true); return true;
    case Meaning::Xor: compile_vector_binary(Prefix::P66, kPxor, true); return true;
    case Meaning::AndNot: compile_vector_binary_swapped(Prefix::P66, kPandn); return true;
    case Meaning::Not: {
      const Xmm result = to_own_xmm(pop());
      flip_bits(result);
      push_vector(result);
      return true;
    }
    case Meaning::Bitselect: compile_bitselect(); return true;
    case Meaning::AnyTrue: {
      const Xmm operand = pop_xmm();
      asm_.sse(Prefix::P66, kPtest, operand, operand);
      push_flags(Condition::NotEqual);
      return true;
    }
    case Meaning::AllTrue: compile_all_true(info.lane); return true;
    case Meaning::Bitmask: compile_bitmask(info.lane); return true;
    default: return false;
  }
}

// --- Lanes that move ---

// Of one vector, those bytes that indices from `first` on name; zero elsewhere.
void FunctionCompiler::shuffle_one(Xmm reg, const std::array<std::uint8_t, 16>& indices, std::uint8_t first) {
  std::uint8_t bytes[16];
  for (std::size_t i = 0; i < 16; ++i) {
    const bool is_of_this = indices[i] >= first && indices[i] < first + 16;
    bytes[i] = is_of_this ? static_cast<std::uint8_t>(indices[i] - first) : std::uint8_t{0x80};
  }
  std::uint64_t halves[2];
  __builtin_memcpy(halves, bytes, sizeof halves);
  load_constant(kScratchXmm, halves[0], halves[1]);
  asm_.sse(Prefix::P66, kPshufb, reg, kScratchXmm);
}

void FunctionCompiler::compile_shuffle(const std::array<std::uint8_t, 16>& indices) {
  const auto is_left = [](std::uint8_t index) { return index < 16; };
  const bool all_left = std::ranges::all_of(indices, is_left);
  const bool all_right = std::ranges::none_of(indices, is_left);
  if (const std::uint32_t opcode = interleaving(indices); opcode != 0)
    return compile_vector_binary(Prefix::P66, opcode);
  if (!all_left && !all_right && is_consecutive(indices)) {
    // palignr
    compile_vector_binary_swapped(Prefix::P66, 0x0f3a0f);
    return asm_.byte(indices[0]);
  }
  const Operand rhs = pop();
  const Operand lhs = pop();
  if (all_left || all_right) {
    const Operand& operand = all_left ? lhs : rhs;
    std::uint8_t order;
    if (moves_words(indices, order)) {
      const Xmm source = to_xmm(operand);
      const Xmm result = result_of(source);
      asm_.sse_imm(Prefix::P66, kPshufd, result, source, order);
      return push_vector(result);
    }
    const Xmm result = to_own_xmm(operand);
    shuffle_one(result, indices, all_left ? 0 : 16);
    return push_vector(result);
  }
  const Xmm result = to_own_xmm(lhs);
  const Xmm other = to_xmm(rhs);
  shuffle_one(result, indices, 0);
  asm_.movaps(kScratchXmm2, other);
  shuffle_one(kScratchXmm2, indices, 16);
  asm_.sse(Prefix::P66, kPor, result, kScratchXmm2);
  push_vector(result);
}

// pshufb gives 0 where an index has its top bit set: adding 0x70 sets it from 16 on, and saturation keeps it.
void FunctionCompiler::compile_swizzle() {
  const Xmm indices = pop_xmm();
  const Xmm result = to_own_xmm(pop());
  load_splat(kScratchXmm, Lane::I8, 0x70);
  asm_.sse(Prefix::P66, 0x0fdc, kScratchXmm, indices);  // paddusb
  asm_.sse(Prefix::P66, kPshufb, result, kScratchXmm);
  push_vector(result);
}

void FunctionCompiler::splat_lowest(Xmm reg, Lane lane) {
  switch (lane) {
    case Lane::I8: asm_.zero(kScratchXmm); return asm_.sse(Prefix::P66, kPshufb, reg, kScratchXmm);
    case Lane::I16:
      // pshuflw
      asm_.sse_imm(Prefix::PF2, kPshufd, reg, reg, 0);
      return asm_.sse_imm(Prefix::P66, kPshufd, reg, reg, 0);
    case Lane::I32:
    case Lane::F32: return asm_.sse_imm(Prefix::P66, kPshufd, reg, reg, 0);
    default: return asm_.sse(Prefix::P66, kPunpcklqdq, reg, reg);
  }
}

void FunctionCompiler::compile_splat(Lane lane) {
  const Operand operand = pop();
  if (operand.is_const()) {
    const Xmm result = alloc_xmm();
    load_splat(result, lane, operand.bits);
    return push_vector(result);
  }
  if (lane == Lane::F32 || lane == Lane::F64) {
    const Xmm result = to_own_xmm(operand);
    splat_lowest(result, lane);
    return push_vector(result);
  }
  const Gpr from = to_gpr(operand);
  const Xmm result = alloc_xmm();
  asm_.mov_bits(lane == Lane::I64 ? Width::W64 : Width::W32, result, from);
  splat_lowest(result, lane);
  push_vector(result);
}

void FunctionCompiler::compile_extract_lane(const OpcodeInfo& info, std::uint8_t lane) {
  const Xmm vector = pop_xmm();
  if (info.lane == Lane::F32 || info.lane == Lane::F64) {
    // What lies above a float in its register means nothing.
    const Xmm result = result_of(vector);
    const std::uint8_t order = info.lane == Lane::F32 ? lane : lane == 0 ? std::uint8_t{0x44} : kHighTwice;
    if (lane != 0) {
      asm_.sse_imm(Prefix::P66, kPshufd, result, vector, order);
    } else if (result != vector) {
      asm_.movaps(result, vector);
    }
    return push_xmm(result, info.lane == Lane::F32 ? ValType::F32 : ValType::F64);
  }
  const Gpr result = alloc_gpr();
  const Width width = info.lane == Lane::I64 ? Width::W64 : Width::W32;
  const bool is_word = info.lane == Lane::I32 || info.lane == Lane::I64;
  if (is_word && lane == 0) {
    asm_.mov_bits(width, result, vector);
  } else {
    asm_.op(Prefix::P66, width, by_lane(info.lane, kPextrb, kPextrw, kPextrd, kPextrd),
            static_cast<std::uint8_t>(vector), result);
    asm_.byte(lane);
  }
  if (info.meaning == Meaning::ExtractLaneS) {
    if (info.lane == Lane::I8) asm_.movsx8(Width::W32, result, result);
    if (info.lane == Lane::I16) asm_.movsx16(Width::W32, result, result);
  }
  push_gpr(result, info.lane == Lane::I64 ? ValType::I64 : ValType::I32);
}

void FunctionCompiler::compile_replace_lane(Lane lane, std::uint8_t index) {
  const Operand element = pop();
  const Xmm result = to_own_xmm(pop());
  if (lane == Lane::F32) {
    // insertps
    asm_.sse_imm(Prefix::P66, 0x0f3a21, result, to_xmm(element), static_cast<std::uint8_t>(index << 4));
  } else if (lane == Lane::F64) {
    // movsd leaves the high half alone.
    const bool is_low = index == 0;
    asm_.sse(is_low ? Prefix::PF2 : Prefix::P66, is_low ? 0x0f10 : kPunpcklqdq, result, to_xmm(element));
  } else {
    const Width width = lane == Lane::I64 ? Width::W64 : Width::W32;
    asm_.op(Prefix::P66, width, by_lane(lane, kPinsrb, kPinsrw, kPinsrd, kPinsrd), static_cast<std::uint8_t>(result),
            to_gpr(element));
    asm_.byte(index);
  }
  push_vector(result);
}

// --- 128 bits ---

void FunctionCompiler::flip_bits(Xmm reg) {
  load_ones(kScratchXmm);
  asm_.sse(Prefix::P66, kPxor, reg, kScratchXmm);
}

// What differs, as far as the mask says that it counts, changes the second into the first.
void FunctionCompiler::select_bits(Xmm first, Xmm second, Xmm mask) {
  asm_.sse(Prefix::P66, kPxor, first, second);
  asm_.sse(Prefix::P66, kPand, first, mask);
  asm_.sse(Prefix::P66, kPxor, first, second);
}

void FunctionCompiler::compile_bitselect() {
  const Xmm mask = pop_xmm();
  const Xmm second = pop_xmm();
  const Xmm first = to_own_xmm(pop());
  select_bits(first, second, mask);
  push_vector(first);
}

// --- Questions, answered by an i32 ---

// No lane equals zero.
void FunctionCompiler::compile_all_true(Lane lane) {
  const Xmm operand = pop_xmm();
  asm_.zero(kScratchXmm);
  asm_.sse(Prefix::P66, pcmpeq(lane), kScratchXmm, operand);
  asm_.sse(Prefix::P66, kPtest, kScratchXmm, kScratchXmm);
  push_flags(Condition::Equal);
}

void FunctionCompiler::compile_bitmask(Lane lane) {
  Xmm operand = pop_xmm();
  const Gpr result = alloc_gpr();
  if (lane == Lane::I16) {
    // To bytes of the same sign, and zeros behind.
    asm_.zero(kScratchXmm2);
    asm_.movaps(kScratchXmm, operand);
    asm_.sse(Prefix::P66, kPacksswb, kScratchXmm, kScratchXmm2);
    operand = kScratchXmm;
  }
  // pmovmskb, movmskps, movmskpd
  const Prefix prefix = lane == Lane::I32 ? Prefix::None : Prefix::P66;
  const std::uint32_t opcode = lane == Lane::I8 || lane == Lane::I16 ? 0x0fd7 : 0x0f50;
  asm_.op(prefix, Width::W32, opcode, static_cast<std::uint8_t>(result), static_cast<Gpr>(operand));
  push_gpr(result, ValType::I32);
}

}  // namespace wrt::baseline
