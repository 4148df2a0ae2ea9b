// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// clock_res_get and clock_time_get. The precision that a guest allows is not used: asking the host's clock through
// its vDSO costs less than remembering an answer.

#include "wasi/clock.h"

#include <limits>

#include "wasi/errno.h"
#include "wasi/functions.h"

namespace wrt::wasi {

Fallible<clockid_t> host_clock(Flags id) {
  switch (id) {
    case Clockid::Realtime: return CLOCK_REALTIME;
    case Clockid::Monotonic: return CLOCK_MONOTONIC;
    case Clockid::ProcessCputime: return CLOCK_PROCESS_CPUTIME_ID;
    case Clockid::ThreadCputime: return CLOCK_THREAD_CPUTIME_ID;
    default: return Failure(Errno::Inval);
  }
}

Timestamp to_timestamp(const timespec& time) {
  if (time.tv_sec < 0) return 0;
  std::uint64_t seconds = static_cast<std::uint64_t>(time.tv_sec);
  constexpr std::uint64_t kMax = std::numeric_limits<Timestamp>::max();
  if (seconds >= kMax / kNanosecondsPerSecond) return kMax;
  return seconds * kNanosecondsPerSecond + static_cast<std::uint64_t>(time.tv_nsec);
}

timespec to_timespec(Timestamp time) {
  timespec result{};
  result.tv_sec = static_cast<time_t>(time / kNanosecondsPerSecond);
  result.tv_nsec = static_cast<long>(time % kNanosecondsPerSecond);
  return result;
}

Timestamp now(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return to_timestamp(time);
}

Errno clock_res_get(Call& call, Flags id, Pointer resolution) {
  WRT_WASI_ASSIGN(clockid_t clock, host_clock(id));
  timespec time{};
  if (::clock_getres(clock, &time) != 0) return host_failure().error();
  return call.memory.write(resolution, to_timestamp(time));
}

Errno clock_time_get(Call& call, Flags id, Timestamp /*precision*/, Pointer time) {
  WRT_WASI_ASSIGN(clockid_t clock, host_clock(id));
  return call.memory.write(time, now(clock));
}

template struct DirectEntry<clock_time_get>;

}  // namespace wrt::wasi
