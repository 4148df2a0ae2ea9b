// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The baseline tier's vectors: for every row of the table, functions that hold nothing but its instruction, with
// operands in all the places where that tier may find them; and both tiers must compute the same.
#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "api/baseline_program.h"
#include "compiler/baseline/baseline.h"
#include "lib/wasm/opcodes.h"
#include "test/random_module/interesting_values.h"
#include "test/random_module/nan_bits.h"
#include "test/unit/runtime/guest.h"

namespace wrt {

namespace {

using random_module::RandomSource;
using Bytes = std::vector<std::uint8_t>;

// Where operands are before the instruction.
enum class Placement : std::uint8_t { Frame, LocalRegister, OwnRegister, Pressed, Same, Constant };

constexpr std::array kPlacements = {Placement::Frame,   Placement::LocalRegister, Placement::OwnRegister,
                                    Placement::Pressed, Placement::Same,          Placement::Constant};

constexpr std::uint8_t kLocalGet = 0x20;
constexpr std::uint8_t kDrop = 0x1a;
constexpr std::uint8_t kEnd = 0x0b;

struct Trial {
  std::string name;
  Opcode opcode = Opcode::Nop;
  FuncType type;
};

ValType type_of(char letter) {
  switch (letter) {
    case 'I': return ValType::I64;
    case 'f': return ValType::F32;
    case 'F': return ValType::F64;
    case 'v': return ValType::V128;
    default: return ValType::I32;
  }
}

void append(Bytes& to, std::initializer_list<std::uint8_t> bytes) {
  to.insert(to.end(), bytes);
}

// Lanes at both ends, shuffles of every kind: the immediates that a row is tried with.
std::vector<Bytes> immediates(const OpcodeInfo& row) {
  const std::uint8_t last = static_cast<std::uint8_t>(16 / std::max(lane_size(row.lane), 1u) - 1);
  switch (row.immediate) {
    case Immediate::MemArg: return {{0, 0}, {0, 3}};
    case Immediate::MemArgLane: return {{0, 0, 0}, {0, 1, last}};
    case Immediate::Lane: return {{0}, {1}, {last}};
    case Immediate::Shuffle:
      return {{0, 17, 2, 19, 4, 21, 6, 23, 8, 25, 10, 27, 12, 29, 14, 31},
              {15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0},
              {31, 30, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29},
              {12, 13, 14, 15, 0, 1, 2, 3, 8, 9, 10, 11, 4, 5, 6, 7},
              {16, 17, 18, 19, 28, 29, 30, 31, 16, 17, 18, 19, 20, 21, 22, 23},
              {0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23},
              {8, 9, 24, 25, 10, 11, 26, 27, 12, 13, 28, 29, 14, 15, 30, 31},
              {8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31},
              {8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31},
              {3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18},
              {0, 1, 2, 3, 4, 5, 6, 7, 24, 25, 26, 27, 28, 29, 30, 31}};
    default: return {{}};
  }
}

bool applies(Placement placement, const OpcodeInfo& row) {
  if (placement == Placement::Same) return std::ranges::count(row.operands, 'v') > 1;
  return placement != Placement::Constant || row.operands.ends_with('i');
}

// An instruction that gives what is on top a register of its own, and changes nothing.
void append_move(Bytes& code, char letter) {
  switch (letter) {
    case 'v': return append(code, {0xfd, 0x4d, 0xfd, 0x4d});  // v128.not, twice
    case 'I': return append(code, {0x42, 0, 0x7c});           // plus 0
    case 'f': return append(code, {0x8c, 0x8c});              // f32.neg, twice
    case 'F': return append(code, {0x9a, 0x9a});
    default: return append(code, {0x41, 0, 0x6a});
  }
}

void append_operands(Bytes& code, const OpcodeInfo& row, Placement placement, std::uint8_t constant) {
  for (std::size_t i = 0; i < row.operands.size(); ++i) {
    const char letter = row.operands[i];
    const bool is_last = i + 1 == row.operands.size();
    if (placement == Placement::Constant && is_last) {
      append(code, {0x41, constant});
      continue;
    }
    const std::size_t local = placement == Placement::Same && letter == 'v' ? row.operands.find('v') : i;
    append(code, {kLocalGet, static_cast<std::uint8_t>(local)});
    if (placement == Placement::OwnRegister || placement == Placement::Pressed) append_move(code, letter);
  }
}

Bytes body_of(const OpcodeInfo& row, const Bytes& immediate, Placement placement, std::uint8_t constant) {
  const std::uint8_t params = static_cast<std::uint8_t>(row.operands.size());
  const char result = row.result.empty() ? 'v' : row.result.front();
  // A local for the result.
  constexpr std::array<std::uint8_t, 5> kTypes = {0x7f, 0x7e, 0x7d, 0x7c, 0x7b};
  Bytes code = {1, 1, kTypes[std::string_view("iIfFv").find(result)]};
  constexpr int kMany = 10;
  if (placement == Placement::LocalRegister) {
    for (std::uint8_t i = 0; i < params; ++i) {
      for (int uses = 0; uses < 3; ++uses) append(code, {kLocalGet, i, kDrop});
    }
  }
  if (placement == Placement::Pressed) {
    for (int i = 0; i < kMany; ++i) append(code, {0x41, 7, 0xfd, 0x0f, 0xfd, 0x4d});  // i8x16.splat, v128.not
  }
  append_operands(code, row, placement, constant);
  const std::uint32_t number = row.code & 0xffff;
  append(code, {0xfd, static_cast<std::uint8_t>(number < 128 ? number : (number & 127) | 128)});
  if (number >= 128) append(code, {static_cast<std::uint8_t>(number >> 7)});
  code.insert(code.end(), immediate.begin(), immediate.end());
  // What a store has done is loaded again.
  if (row.result.empty()) append(code, {kLocalGet, 0, 0xfd, 0, 0, 0});
  append(code, {0x21, params});
  if (placement == Placement::Pressed) {
    for (int i = 0; i < kMany; ++i) append(code, {kDrop});
  }
  append(code, {kLocalGet, params, kEnd});
  return code;
}

bool is_vector_row(Opcode opcode) {
  const OpcodeInfo& row = opcode_info(opcode);
  return row.simple && row.code >> 16 == 0xfd;
}

void add_trials(ModuleBuilder& builder, Opcode opcode, std::vector<Trial>& trials) {
  const OpcodeInfo& row = opcode_info(opcode);
  FuncType type;
  for (const char letter : row.operands) type.params.push_back(type_of(letter));
  type.results.push_back(type_of(row.result.empty() ? 'v' : row.result.front()));
  for (const Bytes& immediate : immediates(row)) {
    for (const Placement placement : kPlacements) {
      if (!applies(placement, row)) continue;
      for (const std::uint8_t constant : {0, 1, 5, 8, 31, 33, 63}) {
        if (placement != Placement::Constant && constant != 0) break;
        const std::string name = fmt::format("{} {}", row.text, trials.size());
        const FuncIndex function =
            builder.add_function(builder.add_func_type(type), body_of(row, immediate, placement, constant));
        builder.add_export(builder.keep(name), ExternKind::Func, function);
        trials.push_back({name, opcode, type});
      }
    }
  }
}

std::vector<Trial> add_all_trials(ModuleBuilder& builder) {
  builder.add_memory(MemoryType{{1, 1}});
  // i64.store
  const FuncIndex fill = builder.add_function(builder.add_func_type({{ValType::I32, ValType::I64}, {}}),
                                              Bytes{0, kLocalGet, 0, kLocalGet, 1, 0x37, 3, 0, kEnd});
  builder.add_export("fill", ExternKind::Func, fill);
  std::vector<Trial> trials;
  for (std::size_t i = 0; i < kOpcodeCount; ++i) {
    if (is_vector_row(static_cast<Opcode>(i))) add_trials(builder, static_cast<Opcode>(i), trials);
  }
  return trials;
}

// Floats of about the same size, so that the last bit of a sum depends on all of them: what tells one rounding from
// two.
Value floats_near_one(Lane lane, RandomSource& random) {
  Value value;
  for (std::size_t half = 0; half < 2; ++half) {
    std::uint64_t bits = 0x3ff0'0000'0000'0000 | (random.bits() & 0x000f'ffff'ffff'ffff);
    if (lane == Lane::F32) bits = 0x3f80'0000'3f80'0000 | (random.bits() & 0x007f'ffff'007f'ffff);
    if (random.percent(50)) bits ^= 0x8000'0000'0000'0000;
    std::memcpy(value.v128 + half * sizeof bits, &bits, sizeof bits);
  }
  return value;
}

std::vector<Value> random_arguments(const Trial& trial, RandomSource& random) {
  const OpcodeInfo& row = opcode_info(trial.opcode);
  std::vector<Value> arguments(row.operands.size());
  const bool is_float = row.lane == Lane::F32 || row.lane == Lane::F64;
  const bool near_one = is_float && random.percent(50);
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    switch (row.operands[i]) {
      case 'a': arguments[i].u32 = random.below(100); break;
      case 'i': arguments[i].u32 = random_module::interesting_i32(random); break;
      case 'I': arguments[i].u64 = random_module::interesting_i64(random); break;
      case 'f': arguments[i].u32 = random_module::interesting_f32(random); break;
      case 'F': arguments[i].u64 = random_module::interesting_f64(random); break;
      default:
        std::ranges::copy(random_module::interesting_v128(random), arguments[i].v128);
        if (near_one) arguments[i] = floats_near_one(row.lane, random);
        break;
    }
  }
  return arguments;
}

// Where both are quiet NaNs, the specification does not say which.
template <typename Bits>
bool same_lanes(const Value& a, const Value& b, Bits quiet_nan) {
  for (std::size_t at = 0; at < sizeof(Value); at += sizeof(Bits)) {
    Bits lanes[2];
    std::memcpy(&lanes[0], a.v128 + at, sizeof(Bits));
    std::memcpy(&lanes[1], b.v128 + at, sizeof(Bits));
    const bool both_nan = (lanes[0] & quiet_nan) == quiet_nan && (lanes[1] & quiet_nan) == quiet_nan;
    if (lanes[0] != lanes[1] && !both_nan) return false;
  }
  return true;
}

bool same(const Trial& trial, const Value& a, const Value& b) {
  const OpcodeInfo& row = opcode_info(trial.opcode);
  if (type_of(row.result.empty() ? 'v' : row.result.front()) != ValType::V128) {
    const bool is_small = row.result == "i" || row.result == "f";
    return is_small ? a.u32 == b.u32 : a.u64 == b.u64;
  }
  const bool is_fused = row.meaning == Meaning::RelaxedMadd || row.meaning == Meaning::RelaxedNmadd;
  const bool any_nan = is_fused || random_module::result_bits(trial.opcode, random_module::NanBits::Exact) !=
                                       random_module::NanBits::Exact;
  if (any_nan && row.lane == Lane::F32) return same_lanes<std::uint32_t>(a, b, 0x7fc00000);
  if (any_nan) return same_lanes<std::uint64_t>(a, b, 0x7ff8000000000000);
  return std::memcmp(a.v128, b.v128, sizeof(Value)) == 0;
}

std::string show(const Value& value) {
  std::string text;
  for (std::size_t i = sizeof(Value); i > 0; --i) text += fmt::format("{:02x}", value.v128[i - 1]);
  return text;
}

Value result_of(Instance& instance, const Trial& trial, std::span<const Value> arguments) {
  const Outcome<std::vector<Value>> outcome = test::call(instance, trial.name, arguments);
  if (!outcome) FAIL(trial.name << ": " << outcome.error().message);
  return outcome->front();
}

}  // namespace

TEST_CASE("Baseline and LLVM compute the same of every vector instruction") {
  if (!baseline::is_supported()) return;
  ModuleBuilder builder;
  const std::vector<Trial> trials = add_all_trials(builder);
  LoadStatistics statistics;
  const ModuleBytes bytes = std::make_shared<const std::vector<std::uint8_t>>(builder.encode());
  const auto loaded = load_baseline(bytes, Features(), false, statistics);
  if (!loaded) FAIL(loaded.error().message());
  Store store;
  Instance& tested = test::instantiate(store, *loaded);
  Instance& reference = test::instantiate(store, test::compile(builder));
  RandomSource random(1, 0, 0);
  for (std::uint32_t at = 0; at < 128; at += 8) {
    const std::array<Value, 2> arguments = {test::i32(at), test::i64(random.bits())};
    for (Instance* const each : {&tested, &reference}) REQUIRE(test::call(*each, "fill", arguments));
  }
  std::string failures;
  for (const Trial& trial : trials) {
    constexpr int kRounds = 24;
    for (int round = 0; round < kRounds; ++round) {
      const std::vector<Value> arguments = random_arguments(trial, random);
      const Value expected = result_of(reference, trial, arguments);
      const Value actual = result_of(tested, trial, arguments);
      if (same(trial, expected, actual)) continue;
      failures += trial.name + ":";
      for (const Value& each : arguments) failures += " " + show(each);
      failures += fmt::format(": {}, not {}\n", show(actual), show(expected));
      break;
    }
  }
  CHECK(failures == "");
}

}  // namespace wrt
