// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// All modules of a file: the one that a .wasm or .wat file is, or every one in a script, wherever it stands there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/support/result.h"

namespace wrt::test {

struct FoundModule {
  std::string place;  // "i32.wast:12"
  // The text, if it is text; views into the file, or into what the callback must not keep.
  std::string_view text;
  bool is_text = false;
  // Whether the script expects it to be malformed.
  bool may_be_malformed = false;
  Result<std::vector<std::uint8_t>> bytes;
};

// Calls `visit` for each module of the file, in order. `names`: whether identifiers make a name section. False if the
// file cannot be read, or is a script with a command that is not understood; stderr says so.
bool for_each_module(const std::string& path, bool names, const std::function<void(const FoundModule&)>& visit);

}  // namespace wrt::test
