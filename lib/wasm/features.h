// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A set of features (features.def). What is not in the set is refused as if the proposal did not exist: an old
// interpreter's verdict can be reproduced, and a host can allow less than wrt knows.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "lib/wasm/opcodes.h"

namespace wrt {

inline constexpr std::uint32_t kFeatureCount = 0
#define FEATURE(name, flag, enabled, help) +1
#include "lib/wasm/features.def"
#undef FEATURE
    ;
static_assert(kFeatureCount < 32);

class Features {
 public:
  // The features that are on by default.
  constexpr Features() {
#define FEATURE(name, flag, enabled, help) set(Feature::name, enabled);
#include "lib/wasm/features.def"
#undef FEATURE
  }
  static constexpr Features all() {
    Features features;
    features.bits_ = (1u << kFeatureCount) - 1;
    return features;
  }

  constexpr bool has(Feature feature) const { return (bits_ >> static_cast<unsigned>(feature) & 1) != 0; }
  constexpr void set(Feature feature, bool on) {
    const std::uint32_t bit = 1u << static_cast<unsigned>(feature);
    bits_ = on ? bits_ | bit : bits_ & ~bit;
  }
  friend constexpr bool operator==(Features, Features) = default;

 private:
  std::uint32_t bits_ = 0;
};

// The feature's word for the command line, "multi-memory", and what it is.
std::string_view feature_flag(Feature feature);
std::string_view feature_help(Feature feature);
std::optional<Feature> feature_from_flag(std::string_view flag);

}  // namespace wrt
