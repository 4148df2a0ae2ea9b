// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What `--profile` says: FORMAT[,rate=HZ][,file=PATH], the latter two in any order. The path may hold commas.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lib/support/result.h"

namespace wrt {

struct ProfileOptions {
  enum class Format : std::uint8_t {
    Perf,  // nothing is written but the names that perf looks for
    Json,
    Svg,
  };

  Format format = Format::Svg;
  unsigned rate = 0;  // samples for each second of processor time
  std::string path;   // of what is written; empty with Format::Perf
};

// Errors: Invalid, with a sentence for whoever wrote it.
Result<ProfileOptions> parse_profile_options(const std::string& text);

}  // namespace wrt
