// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The version of wrt. The build gives it (CMakeLists.txt, project()); there is no second place that names it.
#pragma once

namespace wrt {

#ifdef WRT_VERSION
inline constexpr char kVersion[] = WRT_VERSION;
#else
inline constexpr char kVersion[] = "unknown";
#endif

}  // namespace wrt
