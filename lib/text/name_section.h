// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The name section (appendix "Custom Sections and Annotations"), written from what a module's text named.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/text/names.h"

namespace wrt {

// Its content; empty if nothing has a name.
std::vector<std::uint8_t> encode_name_section(const ModuleNames& names);

}  // namespace wrt
