// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Numbers: what is one, the edges of ranges, and rounding, against the C library and by hand where the hand knows best.
#include "lib/text/number.h"

#include <bit>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>

#include <fmt/format.h>

namespace wrt {

TEST_CASE("numbers are told from words by their whole text") {
  for (const char* text : {"0", "123", "1_000", "0x0", "0xAbC_dEf"}) {
    INFO(text);
    CHECK(classify_number(text) == NumberClass::Nat);
  }
  for (const char* text : {"+1", "-0", "-0x1_0"}) {
    INFO(text);
    CHECK(classify_number(text) == NumberClass::Int);
  }
  for (const char* text : {"1.", "1.5", "1e1", "1.e+1", "1E-1", "0x1p1", "0x1.", "0x1.8P-1", "-inf", "nan", "+nan",
                           "nan:0x1", "1_0.0_1e1_0"}) {
    INFO(text);
    CHECK(classify_number(text) == NumberClass::Float);
  }
  for (const char* text : {"",     "+",    "_1",    "1_",     "1__0",          "0x",       "0x_1", "0xg",
                           ".5",   "1e",   "1e+",   "1._0",   "1_.0",          "1e_1",     "0x1p", "0x1pA",
                           "0x.8", "nan:", "nan:1", "nan:0x", "nan:canonical", "infinity", "1x",   "1.0f"}) {
    INFO(text);
    CHECK(classify_number(text) == NumberClass::None);
  }
}

TEST_CASE("integers are signed or unsigned up to their width") {
  CHECK(parse_int("4294967295", 32) == 0xffffffffu);
  CHECK(parse_int("-2147483648", 32) == 0x80000000u);
  CHECK(parse_int("-1", 8) == 0xffu);
  CHECK(parse_int("-0x80", 8) == 0x80u);
  CHECK(parse_int("+0xffff_ffff_ffff_ffff", 64) == ~std::uint64_t{0});
  CHECK(parse_int("-9223372036854775808", 64) == std::uint64_t{1} << 63);
  CHECK(parse_nat("0x0000_0000_0000_0000_0001", 32) == 1u);
  CHECK_FALSE(parse_int("4294967296", 32));
  CHECK_FALSE(parse_int("-2147483649", 32));
  CHECK_FALSE(parse_int("-0x81", 8));
  CHECK_FALSE(parse_int("18446744073709551616", 64));
  CHECK_FALSE(parse_int("-9223372036854775809", 64));
}

TEST_CASE("decimal floats round once, straight to their width") {
  CHECK(parse_f32("1.000000059604644775390625") == 0x3f800000u);  // halfway: to even
  CHECK(parse_f32("1.000000059604644775390626") == 0x3f800001u);  // by way of f64 this would be halfway
  CHECK(parse_f32("0.1") == 0x3dcccccdu);
  CHECK(parse_f64("0.1") == 0x3fb999999999999au);
  CHECK(parse_f64("-0") == std::uint64_t{1} << 63);
  CHECK(parse_f64("4.9e-324") == 1u);
  CHECK(parse_f64("2.4e-324") == 0u);
  CHECK(parse_f32("7.1e-46") == 1u);
  CHECK(parse_f32("1e-100") == 0u);
  CHECK(parse_f64("1e-999999999999999999999") == 0u);
  CHECK(parse_f64("0e999999999999999999999") == 0u);
  CHECK(parse_f64("1." + std::string(100'000, '0') + "1") == std::bit_cast<std::uint64_t>(1.0));
  CHECK(parse_f64("0." + std::string(100'000, '0') + "1e100001") == std::bit_cast<std::uint64_t>(1.0));
  CHECK(parse_f64("1" + std::string(100'000, '0') + "e-100000") == std::bit_cast<std::uint64_t>(1.0));
}

TEST_CASE("floats that round beyond the largest are out of range") {
  CHECK(parse_f32("340282356779733661637539395458142568447") == 0x7f7fffffu);
  CHECK_FALSE(parse_f32("340282356779733661637539395458142568448"));
  CHECK(parse_f32("0x1.fffffefp127") == 0x7f7fffffu);
  CHECK_FALSE(parse_f32("0x1.ffffffp127"));
  CHECK_FALSE(parse_f32("-0x1p128"));
  CHECK_FALSE(parse_f64("1e309"));
  CHECK_FALSE(parse_f64("-1e99999999999999999999"));
  CHECK_FALSE(parse_f64("0x1p1024"));
  CHECK_FALSE(parse_f64("0x1p999999999999999999999"));
}

TEST_CASE("NaN payloads fill the fraction and are not zero") {
  CHECK(parse_f32("nan") == 0x7fc00000u);
  CHECK(parse_f32("-nan") == 0xffc00000u);
  CHECK(parse_f32("nan:0x1") == 0x7f800001u);
  CHECK(parse_f32("-nan:0x7f_ffff") == 0xffffffffu);
  CHECK(parse_f64("nan:0xfffffffffffff") == 0x7fffffffffffffffu);
  CHECK(parse_f64("inf") == 0x7ff0000000000000u);
  CHECK_FALSE(parse_f32("nan:0x0"));
  CHECK_FALSE(parse_f32("nan:0x800000"));
  CHECK_FALSE(parse_f64("nan:0x10000000000000"));
}

TEST_CASE("hexadecimal floats round to nearest, ties to even") {
  CHECK(parse_f32("0x1.000001p0") == 0x3f800000u);
  CHECK(parse_f32("0x1.000003p0") == 0x3f800002u);
  CHECK(parse_f32("0x1.00000100000000000000000000000000001p0") == 0x3f800001u);
  CHECK(parse_f32("0x1p-149") == 1u);
  CHECK(parse_f32("0x1p-150") == 0u);
  CHECK(parse_f32("0x1.0001p-150") == 1u);
  CHECK(parse_f32("0x1p-151") == 0u);
  CHECK(parse_f32("0x0.fffffffp-126") == 0x00800000u);  // a subnormal that rounds up to a normal number
  CHECK(parse_f64("0x0." + std::string(10'000, '0') + "1p40004") == std::bit_cast<std::uint64_t>(1.0));
  CHECK(parse_f64("0x1" + std::string(10'000, '0') + "p-40000") == std::bit_cast<std::uint64_t>(1.0));
  CHECK(parse_f64("0x0p999999999999") == 0u);
  CHECK(parse_f64("0x1p-999999999999") == 0u);
}

TEST_CASE("random floats are what the C library makes of them") {
  std::mt19937_64 random(20'260'101);
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t digits = random();
    const int exponent = static_cast<int>(random() % 340) - 190;
    const std::string hex = fmt::format("0x{:x}.{:x}p{}", digits >> 40, random() >> (random() % 64), exponent);
    const std::string decimal = fmt::format("{}.{}e{}", digits >> 50, random() >> (random() % 64), exponent / 5);
    for (const std::string& text : {hex, decimal}) {
      INFO(text);
      const float f32 = std::strtof(text.c_str(), nullptr);
      if (f32 > std::numeric_limits<float>::max()) {
        CHECK_FALSE(parse_f32(text));
      } else {
        CHECK(parse_f32(text) == std::bit_cast<std::uint32_t>(f32));
      }
      CHECK(parse_f64(text) == std::bit_cast<std::uint64_t>(std::strtod(text.c_str(), nullptr)));
    }
  }
}

}  // namespace wrt
