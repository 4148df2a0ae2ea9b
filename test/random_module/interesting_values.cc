// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Small tables, and vectors put together from the values of one lane type.
#include "test/random_module/interesting_values.h"

#include <bit>
#include <cstddef>

namespace wrt::random_module {

namespace {

constexpr std::array<float, 22> kFloats = {
    0.0f,         -0.0f,          1.0f,         -1.0f,         0.5f,          -0.5f,         1.5f,        2.5f,
    -2.5f,        0.99999994f,    -0.99999994f, 2147483648.0f, -2147483648.f, 2147483520.0f, 16777216.0f, 16777217.0f,
    4294967296.f, -2147483904.0f, 9.223372e18f, -9.223372e18f, 1.8446744e19f, 3.4028235e38f};
constexpr std::array<std::uint32_t, 10> kFloatBits = {0x00000001, 0x807fffff, 0x00800000, 0x7f800000, 0xff800000,
                                                      0x7fc00000, 0xffc00000, 0x7f800001, 0xffa00000, 0x7fffffff};
constexpr std::array<double, 26> kDoubles = {0.0,
                                             -0.0,
                                             1.0,
                                             -1.0,
                                             0.5,
                                             -0.5,
                                             1.5,
                                             -2.5,
                                             0.9999999999999999,
                                             2147483647.0,
                                             2147483648.0,
                                             -2147483648.0,
                                             -2147483648.9,
                                             -2147483649.0,
                                             4294967295.5,
                                             4294967296.0,
                                             9007199254740993.0,
                                             9223372036854775808.0,
                                             -9223372036854775808.0,
                                             18446744073709551616.0,
                                             3.4028234663852886e38,
                                             3.4028235677973366e38,
                                             1e-45,
                                             1.401298464324817e-46,
                                             1.7976931348623157e308,
                                             4503599627370496.5};
constexpr std::array<std::uint64_t, 10> kDoubleBits = {
    0x0000000000000001, 0x800fffffffffffff, 0x0010000000000000, 0x7ff0000000000000, 0xfff0000000000000,
    0x7ff8000000000000, 0xfff8000000000000, 0x7ff0000000000001, 0xfff4000000000000, 0x7fffffffffffffff};

// A power of two, its neighbours, and the negatives of all these.
std::uint64_t near_power_of_two(RandomSource& random, std::uint32_t width) {
  const std::uint64_t power = std::uint64_t{1} << random.below(width);
  const std::uint64_t value = power + random.below(3) - 1;
  return random.percent(30) ? 0 - value : value;
}

template <typename T>
void fill_lanes(RandomSource& random, std::array<std::uint8_t, 16>& bytes, std::uint64_t (*value)(RandomSource&)) {
  const bool splat = random.percent(30);
  std::uint64_t lane = value(random);
  for (std::size_t i = 0; i < bytes.size(); i += sizeof(T)) {
    if (!splat) lane = value(random);
    for (std::size_t j = 0; j < sizeof(T); ++j) bytes[i + j] = static_cast<std::uint8_t>(lane >> (8 * j));
  }
}

}  // namespace

std::uint32_t interesting_i32(RandomSource& random) {
  switch (random.below(6)) {
    case 0: return random.one_of<std::uint32_t>({0, 1, 0xffffffff, 2});
    case 1: return random.one_of<std::uint32_t>({0x7fffffff, 0x80000000, 0x80000001, 0xfffffffe});
    case 2: return random.one_of<std::uint32_t>({31, 32, 33, 63, 64, 7, 8, 15, 16});
    case 3: return static_cast<std::uint32_t>(near_power_of_two(random, 32));
    case 4: return random.below(256);
    default: return static_cast<std::uint32_t>(random.bits());
  }
}

std::uint64_t interesting_i64(RandomSource& random) {
  switch (random.below(6)) {
    case 0: return random.one_of<std::uint64_t>({0, 1, ~std::uint64_t{0}, 2});
    case 1: return (std::uint64_t{1} << 63) - random.below(3) + 1;
    case 2: return random.one_of<std::uint64_t>({31, 32, 63, 64, 65, 127, 0xffffffff, 0x100000000});
    case 3: return near_power_of_two(random, 64);
    case 4: return std::bit_cast<std::uint64_t>(std::int64_t{std::bit_cast<std::int32_t>(interesting_i32(random))});
    default: return random.bits();
  }
}

std::uint32_t interesting_f32(RandomSource& random) {
  switch (random.below(5)) {
    case 0:
    case 1: return std::bit_cast<std::uint32_t>(random.one_of(std::span<const float>(kFloats)));
    case 2: return random.one_of(std::span<const std::uint32_t>(kFloatBits));
    case 3:
      return std::bit_cast<std::uint32_t>(static_cast<float>(static_cast<std::int32_t>(random.below(2001)) - 1000));
    default: return static_cast<std::uint32_t>(random.bits());
  }
}

std::uint64_t interesting_f64(RandomSource& random) {
  switch (random.below(5)) {
    case 0:
    case 1: return std::bit_cast<std::uint64_t>(random.one_of(std::span<const double>(kDoubles)));
    case 2: return random.one_of(std::span<const std::uint64_t>(kDoubleBits));
    case 3: return std::bit_cast<std::uint64_t>(static_cast<std::int32_t>(random.below(2001)) / 8.0 - 125);
    default: return random.bits();
  }
}

std::array<std::uint8_t, 16> interesting_v128(RandomSource& random) {
  std::array<std::uint8_t, 16> bytes{};
  const auto small = [](RandomSource& source) -> std::uint64_t { return interesting_i32(source); };
  const auto byte = [](RandomSource& source) -> std::uint64_t {
    return source.one_of<std::uint64_t>({0, 1, 0x7f, 0x80, 0xff, 0x81, 0x10, 0x0f, source.below(256)});
  };
  const auto half = [](RandomSource& source) -> std::uint64_t {
    return source.one_of<std::uint64_t>({0, 1, 0x7fff, 0x8000, 0xffff, 0x8001, 0x100, 0xff, source.below(65536)});
  };
  const auto single = [](RandomSource& source) -> std::uint64_t { return interesting_f32(source); };
  switch (random.below(6)) {
    case 0: fill_lanes<std::uint8_t>(random, bytes, byte); break;
    case 1: fill_lanes<std::uint16_t>(random, bytes, half); break;
    case 2: fill_lanes<std::uint32_t>(random, bytes, small); break;
    case 3: fill_lanes<std::uint64_t>(random, bytes, interesting_i64); break;
    case 4: fill_lanes<std::uint32_t>(random, bytes, single); break;
    default: fill_lanes<std::uint64_t>(random, bytes, interesting_f64); break;
  }
  return bytes;
}

}  // namespace wrt::random_module
