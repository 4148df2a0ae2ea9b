// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// All of it happens in the compiler: a letter that means nothing does not compile.
#include "lib/valid/simple_rules.h"

#include <bit>
#include <cstdlib>
#include <string_view>

namespace wrt {

namespace {

constexpr ValType type_of_letter(char letter) {
  switch (letter) {
    case 'a':
    case 'i': return ValType::I32;
    case 'I': return ValType::I64;
    case 'f': return ValType::F32;
    case 'F': return ValType::F64;
    case 'v': return ValType::V128;
    default: std::abort();
  }
}

// Bytes that the instruction touches in memory.
constexpr std::uint32_t access_size(Lane lane, Meaning meaning) {
  const bool half_vector = meaning == Meaning::LoadExtendS || meaning == Meaning::LoadExtendU;
  return half_vector ? 8 : lane_size(lane);
}

constexpr SimpleRule::Check check_of(Immediate immediate, Feature feature) {
  switch (immediate) {
    case Immediate::MemArg:
      return feature == Feature::Threads ? SimpleRule::Check::AtomicMemory : SimpleRule::Check::Memory;
    case Immediate::MemArgLane: return SimpleRule::Check::MemoryLane;
    case Immediate::Lane: return SimpleRule::Check::Lane;
    case Immediate::Shuffle: return SimpleRule::Check::Shuffle;
    default: return SimpleRule::Check::None;
  }
}

constexpr SimpleRule make_rule(std::string_view operands, std::string_view results, Immediate immediate, Lane lane,
                               Meaning meaning, Feature feature) {
  SimpleRule rule;
  for (const char letter : operands) rule.operands[rule.operand_count++] = type_of_letter(letter);
  for (const char letter : results) rule.results[rule.result_count++] = type_of_letter(letter);
  rule.check = check_of(immediate, feature);
  const std::uint32_t size = access_size(lane, meaning);
  if (size > 0) {
    rule.natural_align_log2 = static_cast<std::uint8_t>(std::countr_zero(size));
    rule.lane_count = static_cast<std::uint8_t>(16 / lane_size(lane));
  }
  return rule;
}

}  // namespace

constexpr std::array<SimpleRule, kOpcodeCount> kSimpleRules = {{
#define SIMPLE(name, code, text, immediate, operands, result, lane, meaning, feature) \
  make_rule(operands, result, Immediate::immediate, Lane::lane, Meaning::meaning, Feature::feature),
#define SPECIAL(name, code, text, immediate, feature) SimpleRule{},
#include "lib/wasm/opcodes.def"
#undef SIMPLE
#undef SPECIAL
}};

}  // namespace wrt
