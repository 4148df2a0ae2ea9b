// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A name may be bound again by an inner block, so each name has a stack of its own.
#include "lib/text/label_stack.h"

namespace wrt {

void LabelStack::push(std::string_view id) {
  if (!id.empty()) positions_[id].push_back(static_cast<std::uint32_t>(stack_.size()));
  stack_.push_back(id);
}

void LabelStack::pop() {
  const std::string_view id = stack_.back();
  if (!id.empty()) positions_[id].pop_back();
  stack_.pop_back();
}

void LabelStack::clear() {
  stack_.clear();
  positions_.clear();
}

std::optional<std::uint32_t> LabelStack::find(std::string_view id) const {
  const auto found = positions_.find(id);
  if (found == positions_.end() || found->second.empty()) return std::nullopt;
  return static_cast<std::uint32_t>(stack_.size() - 1 - found->second.back());
}

}  // namespace wrt
