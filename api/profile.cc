// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Adding up stacks by function.
#include "api/profile.h"

#include <algorithm>
#include <numeric>
#include <unordered_set>
#include <utility>

#include "lib/support/check.h"

namespace wrt {

std::uint32_t ProfileBuilder::add_function(ProfiledFunction function) {
  const auto number = static_cast<std::uint32_t>(functions_.size());
  const auto [place, is_new] = numbers_.try_emplace(Key{function.kind, function.module, function.index}, number);
  if (is_new) functions_.push_back(std::move(function));
  return place->second;
}

void ProfileBuilder::add_stack(const std::vector<std::uint32_t>& functions, std::uint64_t samples,
                               bool innermost_is_baseline) {
  WRT_CHECK(!functions.empty());
  stacks_[functions] += samples;
  ProfiledFunction& innermost = functions_.at(functions.back());
  innermost.self += samples;
  if (innermost_is_baseline) innermost.baseline += samples;
  for (const std::uint32_t each : std::unordered_set(functions.begin(), functions.end()))
    functions_.at(each).total += samples;
}

void ProfileBuilder::finish(Profile& profile) {
  // Equal ones in an order that does not depend on which came first.
  const auto rank = [this](std::uint32_t number) {
    const ProfiledFunction& function = functions_[number];
    return std::tuple(~function.self, ~function.total, function.kind, function.module, function.index);
  };
  std::vector<std::uint32_t> order(functions_.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, {}, rank);
  std::vector<std::uint32_t> new_number(order.size());
  profile.functions.clear();
  for (const std::uint32_t old : order) {
    new_number[old] = static_cast<std::uint32_t>(profile.functions.size());
    profile.functions.push_back(std::move(functions_[old]));
  }
  profile.stacks.clear();
  profile.samples = 0;
  for (const auto& [functions, samples] : stacks_) {
    ProfiledStack& stack = profile.stacks.emplace_back();
    stack.samples = samples;
    for (const std::uint32_t each : functions) stack.functions.push_back(new_number[each]);
    profile.samples += samples;
  }
  std::ranges::sort(profile.stacks, {},
                    [](const ProfiledStack& stack) { return std::tie(stack.samples, stack.functions); });
  std::ranges::reverse(profile.stacks);
  *this = ProfileBuilder();
}

}  // namespace wrt
