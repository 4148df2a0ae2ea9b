// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the modules of a script may use depends on the folder that it lies in: the official suite's core scripts want
// refused what only a proposal allows, and a proposal's scripts want refused what only a later standard does.
#pragma once

#include <filesystem>

#include "lib/wasm/features.h"

namespace wrt {

// The features for a script: those of the proposal NAME if it lies in a folder proposals/NAME, and of NAME if it lies
// in legacy; else those of the standard.
Features script_features(const std::filesystem::path& script);

}  // namespace wrt
