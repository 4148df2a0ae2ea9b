// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// WRT_UNINSTRUMENTED: a function that sanitizers must not know. Its frame may be left by a jump, where they count
// entries and exits or mark frames in memory; or it runs in a signal handler, where their own code may be what the
// signal came in; then they must not know what it calls either.
#pragma once

#if defined(__clang__)
#define WRT_UNINSTRUMENTED __attribute__((noinline, disable_sanitizer_instrumentation, no_sanitize("all")))
#else
#define WRT_UNINSTRUMENTED __attribute__((noinline, no_sanitize("address", "thread", "undefined")))
#endif
