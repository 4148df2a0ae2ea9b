// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Clocks: WASI's numbers for them and its one word for time, nanoseconds, against the host's.
#pragma once

#include <ctime>

#include "wasi/types.h"

namespace wrt::wasi {

inline constexpr std::uint64_t kNanosecondsPerSecond = 1'000'000'000;

// The host's clock for a Clockid. Error: Inval.
Fallible<clockid_t> host_clock(Flags id);

// Times before 1970, which WASI cannot say, become 0, and those beyond 2^64 ns the last that it can.
Timestamp to_timestamp(const timespec& time);
timespec to_timespec(Timestamp time);
// What the clock shows. Precondition: host_clock() gave it.
Timestamp now(clockid_t clock);

}  // namespace wrt::wasi
