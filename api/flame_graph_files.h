// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The files of flame_graph/ as they are in the repository. The definitions are generated when the build is configured.
#pragma once

#include <string_view>

namespace wrt {

extern const std::string_view kFlameGraphStyle;
extern const std::string_view kFlameGraphScript;

}  // namespace wrt
