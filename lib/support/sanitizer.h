// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Whether wrt was built with a sanitizer, as a constant, so that both kinds of build compile the same code. Compilers
// say it in different ways: GCC defines macros, clang answers questions.
#pragma once

namespace wrt {

#if defined(__has_feature)
inline constexpr bool kSanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace wrt
