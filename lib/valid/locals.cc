// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The slow halves of Locals: locals beyond the first ones, and those that must be set before they are read.
#include "lib/valid/locals.h"

#include <algorithm>

namespace wrt {

void Locals::start(std::span<const ValType> params) {
  spread_.assign(params.begin(), params.end());
  runs_.clear();
  set_order_.clear();
  size_ = params_ = static_cast<std::uint32_t>(params.size());
  tracks_ = false;
  // No function may look like one of four thousand million functions ago.
  if (++function_ == 0) {
    std::ranges::fill(set_in_, 0);
    function_ = 1;
  }
}

void Locals::add(const LocalRun& run) {
  if (run.count == 0) return;
  const std::uint32_t spread = size_ < kSpread ? std::min(run.count, kSpread - size_) : 0;
  // Parameters are all spread, so that nothing is when they alone are more.
  spread_.insert(spread_.end(), spread, run.type);
  size_ += run.count;
  runs_.push_back({size_, run.type});
  if (!run.type.defaultable()) tracks_ = true;
}

ValType Locals::find_type(LocalIndex index) const {
  return std::ranges::upper_bound(runs_, index, {}, &Run::end)->type;
}

bool Locals::is_set_slow(LocalIndex index) const {
  if (index < params_ || type(index).defaultable()) return true;
  return index < set_in_.size() && set_in_[index] == function_;
}

void Locals::note_set(LocalIndex index) {
  if (index >= set_in_.size()) set_in_.resize(size_, 0);
  set_in_[index] = function_;
  set_order_.push_back(index);
}

void Locals::reset(std::uint32_t mark) {
  for (; set_order_.size() > mark; set_order_.pop_back()) set_in_[set_order_.back()] = 0;
}

}  // namespace wrt
