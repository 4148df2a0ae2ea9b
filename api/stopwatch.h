// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the steps from bytes to running code take.
#pragma once

#include <chrono>

namespace wrt {

class Stopwatch {
 public:
  // Seconds since the last lap, or since construction.
  double lap() {
    const Clock::time_point now = Clock::now();
    const double seconds = std::chrono::duration<double>(now - start_).count();
    start_ = now;
    return seconds;
  }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_ = Clock::now();
};

}  // namespace wrt
