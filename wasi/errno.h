// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Between the host's errno, WASI's, and WASI's names: one table, in errno.cc.
#pragma once

#include <cerrno>
#include <string_view>

#include "wasi/types.h"

namespace wrt::wasi {

// The errno for a value of the host's <errno.h>; Io for one that WASI has no word for. 0 is Success.
Errno errno_from_host(int host);
// errno_from_host(errno), as a failure: for the line behind a system call.
Failure host_failure();
// Behind a system call that failed: whether that was because of a signal, and the call is to be made again. It is not
// if the signal ends the guest's call (runtime/interrupter.h); then whatever the host function returns is lost.
bool should_retry();
// For a system call that returns nothing but whether it failed.
Errno host_status(int result);
// Makes a system call until it is not a signal that ends it, but for the one that ends the guest.
template <typename F>
auto retry_interrupted(F system_call) {
  decltype(system_call()) result;
  do {
    result = system_call();
  } while (result < 0 && should_retry());
  return result;
}
// WASI's name: "badf", "2big".
std::string_view errno_name(Errno value);

}  // namespace wrt::wasi
