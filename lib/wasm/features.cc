// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The words of features.def, by number.
#include "lib/wasm/features.h"

#include <array>

namespace wrt {

namespace {

struct FeatureInfo {
  std::string_view flag;
  std::string_view help;
};

constexpr std::array<FeatureInfo, kFeatureCount> kFeatures = {{
#define FEATURE(name, flag, enabled, help) {flag, help},
#include "lib/wasm/features.def"
#undef FEATURE
}};

}  // namespace

std::string_view feature_flag(Feature feature) {
  return kFeatures[static_cast<std::size_t>(feature)].flag;
}

std::string_view feature_help(Feature feature) {
  return kFeatures[static_cast<std::size_t>(feature)].help;
}

std::optional<Feature> feature_from_flag(std::string_view flag) {
  for (std::size_t i = 0; i < kFeatures.size(); ++i) {
    if (kFeatures[i].flag == flag) return static_cast<Feature>(i);
  }
  return std::nullopt;
}

}  // namespace wrt
