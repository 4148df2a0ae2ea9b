// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// FAST: the hash tables of libstdc++ round a number up, and nothing else in wrt asks for libm. With this one function
// in the program the dynamic loader has no second library to find, map and relocate: 45 us of each start.
#include <cmath>

extern "C" double ceil(double value) noexcept {
  // From here on every number is an integer; NaN is returned by the same way.
  constexpr double kAllInteger = 0x1p52;
  if (!(value > -kAllInteger && value < kAllInteger)) return value;
  const double truncated = static_cast<double>(static_cast<long long>(value));
  return std::copysign(truncated < value ? truncated + 1 : truncated, value);
}
