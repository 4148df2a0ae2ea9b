// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A profile as a JSON document, which docs/profiling.md describes.
#pragma once

#include <string>

#include "api/profile.h"

namespace wrt {

// One document, with a newline at its end. Names with bytes that are no UTF-8 have replacement characters for them.
std::string profile_json(const Profile& profile);

}  // namespace wrt
