// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The generator of random modules: what it makes is valid, repeatable, and holds all that it claims.
#include <cstdint>
#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "lib/binary/decoder.h"
#include "lib/valid/validator.h"
#include "test/random_module/claimed_rows.h"
#include "test/random_module/interesting_values.h"
#include "test/random_module/nan_bits.h"
#include "test/random_module/random_module.h"

namespace wrt::random_module {
namespace {

void require_valid(const RandomModule& made) {
  Result<Module> module = decode_module(made.bytes);
  if (!module) FAIL(module.error().message());
  const Result<> valid = validate_module(*module);
  if (!valid) FAIL(valid.error().offset() << ": " << valid.error().message());
}

TEST_CASE("Random modules are valid") {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    INFO("seed " << seed);
    require_valid(make_random_module(seed));
  }
}

TEST_CASE("A seed makes the same random module again, and another seed another one") {
  CHECK(make_random_module(7).bytes == make_random_module(7).bytes);
  CHECK(make_random_module(7).bytes != make_random_module(8).bytes);
}

TEST_CASE("Items can be left out of a random module") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    INFO("seed " << seed);
    const RandomModule whole = make_random_module(seed);
    std::set<BodyItem> all;
    for (std::uint32_t function = 0; function < whole.items.size(); ++function) {
      for (std::uint32_t item = 0; item < whole.items[function]; ++item) {
        const RandomModule part = make_random_module(seed, {{function, item}});
        require_valid(part);
        CHECK(part.items == whole.items);
        all.insert({function, item});
      }
    }
    const RandomModule nothing = make_random_module(seed, all);
    require_valid(nothing);
    CHECK(nothing.bytes.size() < whole.bytes.size());
  }
}

TEST_CASE("Random modules hold every claimed row of the opcode table, and no other") {
  OpcodeCounts counts{};
  for (std::uint64_t seed = 1; seed <= 600; ++seed) {
    const RandomModule made = make_random_module(seed);
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += made.counts[i];
  }
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const Opcode opcode = static_cast<Opcode>(i);
    INFO(opcode_info(opcode).text);
    CHECK((counts[i] > 0) == is_claimed(opcode));
  }
}

TEST_CASE("NaN bits: arithmetic makes them differ, and integers must not see that") {
  CHECK(result_bits(Opcode::F32Add, NanBits::Exact) == NanBits::AnyF32);
  CHECK(result_bits(Opcode::F64x2Sqrt, NanBits::Exact) == NanBits::AnyF64);
  CHECK(result_bits(Opcode::F32DemoteF64, NanBits::AnyF64) == NanBits::AnyF32);
  CHECK(result_bits(Opcode::I32x4Add, NanBits::Exact) == NanBits::Exact);
  CHECK(result_bits(Opcode::F32Eq, NanBits::AnyF32) == NanBits::Exact);
  CHECK(operand_bits(Opcode::F32Add, 0) == NanBits::AnyF32);
  CHECK(operand_bits(Opcode::I32x4Add, 0) == NanBits::Exact);
  CHECK(operand_bits(Opcode::V128And, 1) == NanBits::Exact);
  CHECK(operand_bits(Opcode::F32x4Add, 0) == NanBits::AnyF32);
  CHECK(operand_bits(Opcode::F64x2PromoteLowF32x4, 0) == NanBits::AnyF32);
}

TEST_CASE("NaN bits: what moves bits is as exact as its operands") {
  CHECK(result_bits(Opcode::F32Neg, NanBits::Exact) == NanBits::Exact);
  CHECK(result_bits(Opcode::F32Neg, NanBits::AnyF32) == NanBits::AnyF32);
  CHECK(result_bits(Opcode::F64x2Pmin, NanBits::AnyF64) == NanBits::AnyF64);
  CHECK(operand_bits(Opcode::F32Copysign, 0) == NanBits::AnyF32);
  CHECK(operand_bits(Opcode::F32Copysign, 1) == NanBits::Exact);
  CHECK(operand_bits(Opcode::F64Store, 1) == NanBits::Exact);
  CHECK(operand_bits(Opcode::I64ReinterpretF64, 0) == NanBits::Exact);
}

TEST_CASE("Interesting values include the ones at which compilers go wrong") {
  RandomSource random(1, 0, 0);
  std::set<std::uint32_t> seen;
  for (int i = 0; i < 5000; ++i) seen.insert(interesting_i32(random));
  for (const std::uint32_t value : {0u, 1u, 0xffffffffu, 0x7fffffffu, 0x80000000u, 31u, 32u, 33u, 0xffffu, 0x10001u}) {
    INFO(value);
    CHECK(seen.contains(value));
  }
}

}  // namespace
}  // namespace wrt::random_module
