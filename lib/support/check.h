// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// WRT_CHECK states what must hold unless wrt itself is wrong. It is always on, it aborts, and no input of any
// kind can make it fail: what input can cause is an Error (lib/support/result.h).
#pragma once

#include <cstdio>
#include <cstdlib>

namespace wrt {

[[noreturn]] inline void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "wrt: internal error: %s:%d: %s does not hold\n", file, line, condition);
  std::abort();
}

}  // namespace wrt

#define WRT_CHECK(condition) ((condition) ? static_cast<void>(0) : ::wrt::check_failed(#condition, __FILE__, __LINE__))
#define WRT_UNREACHABLE() ::wrt::check_failed("unreachable code", __FILE__, __LINE__)
