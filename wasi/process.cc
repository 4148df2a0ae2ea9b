// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// proc_exit, proc_raise, sched_yield, random_get: what a program asks of the system as a whole.
//
// A guest cannot send signals to the host's processes. proc_raise does to the guest what the signal's default action
// would: nothing, or its end with the exit code by which shells report it (128 + number).

#include <sched.h>
#include <sys/random.h>

#include <span>

#include "wasi/errno.h"
#include "wasi/functions.h"

namespace wrt::wasi {
namespace {

enum class SignalAction : std::uint8_t { Ignore, Terminate, Unsupported };

// By WASI's number, 0 (none) to 30 (sys), which are Linux's but for the last rows.
SignalAction default_action(Flags signal) {
  switch (signal) {
    case 0:   // none
    case 16:  // chld
    case 17:  // cont
    case 22:  // urg
    case 27:  // winch
      return SignalAction::Ignore;
    case 18:  // stop
    case 19:  // tstp
    case 20:  // ttin
    case 21:  // ttou
      return SignalAction::Unsupported;
    default: return SignalAction::Terminate;
  }
}

constexpr Flags kSignals = 31;
constexpr int kExitBySignal = 128;

}  // namespace

Errno proc_exit(Call& call, Flags code) {
  call.stop = Stop::exit(static_cast<int>(code));
  return Errno::Success;
}

Errno proc_raise(Call& call, Flags signal) {
  if (signal >= kSignals) return Errno::Inval;
  switch (default_action(signal)) {
    case SignalAction::Ignore: return Errno::Success;
    case SignalAction::Unsupported: return Errno::Notsup;
    case SignalAction::Terminate: call.stop = Stop::exit(kExitBySignal + static_cast<int>(signal));
  }
  return Errno::Success;
}

Errno sched_yield(Call& /*call*/) {
  ::sched_yield();
  return Errno::Success;
}

Errno random_get(Call& call, Pointer buf, Size buf_len) {
  WRT_WASI_ASSIGN(std::span<std::uint8_t> bytes, call.memory.range(buf, buf_len));
  while (!bytes.empty()) {
    ssize_t size = ::getrandom(bytes.data(), bytes.size(), 0);
    if (size < 0) {
      if (should_retry()) continue;
      return host_failure().error();
    }
    bytes = bytes.subspan(static_cast<std::size_t>(size));
  }
  return Errno::Success;
}

}  // namespace wrt::wasi
