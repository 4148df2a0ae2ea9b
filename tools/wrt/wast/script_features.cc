// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The table of folders. A row says how a folder differs from the standard; a folder without a row does not.
#include "tools/wrt/wast/script_features.h"

#include <span>
#include <string>
#include <string_view>
#include <system_error>

namespace wrt {

namespace {

struct Folder {
  std::string_view name;
  std::span<const Feature> with;
  std::span<const Feature> without;
};

// What is in wrt's default set, but not in the standard, and makes modules valid that the core scripts want refused.
constexpr Feature kNotInStandard[] = {Feature::CustomPageSizes};
constexpr Feature kCustomPageSizes[] = {Feature::CustomPageSizes};
// The proposal is written against a standard of before 2.0.
constexpr Feature kLaterThanThreads[] = {Feature::MultiMemory, Feature::Memory64, Feature::ReferenceTypes};

constexpr Folder kFolders[] = {
    {"proposals/custom-page-sizes", kCustomPageSizes, {}},
    {"proposals/threads", {}, kLaterThanThreads},
};

}  // namespace

Features script_features(const std::filesystem::path& script) {
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::absolute(script, error).lexically_normal().parent_path();
  const std::string last = folder.filename().string();
  const std::string both = (folder.parent_path().filename() / folder.filename()).string();
  Features features;
  for (const Feature each : kNotInStandard) features.set(each, false);
  for (const Folder& each : kFolders) {
    if (each.name != last && each.name != both) continue;
    for (const Feature feature : each.with) features.set(feature, true);
    for (const Feature feature : each.without) features.set(feature, false);
  }
  return features;
}

}  // namespace wrt
