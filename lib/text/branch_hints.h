// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The section metadata.code.branch_hint (appendix "Custom Sections and Annotations"): which way branches are likely
// to go, by function and by the instruction's offset in its body. In text they are annotations of the branches.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/text/custom_annotation.h"
#include "lib/wasm/types.h"

namespace wrt {

inline constexpr std::string_view kBranchHintSection = "metadata.code.branch_hint";

// Where the hinted instruction is, counted from the start of the body, and whether the branch is likely to be taken.
struct BranchHint {
  std::size_t offset = 0;
  bool likely = false;
};

// By function, in ascending order.
using BranchHints = std::vector<std::pair<FuncIndex, std::vector<BranchHint>>>;

// The section and its place, before the code.
PlacedSection encode_branch_hints(const BranchHints& hints);

// The hints of a section with this content. Nothing if it is not exactly what encode_branch_hints() makes of them.
std::optional<BranchHints> read_branch_hints(std::span<const std::uint8_t> content);

}  // namespace wrt
