// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Adding up laps, and telling the progress that they mean.
#include "compiler/llvm/function_costs.h"

#include <time.h>

#include <algorithm>

namespace wrt::llvm_compiler {

namespace {

// What of a byte's work is still to be done after a step.
std::uint64_t work_after(FunctionCosts::Step step) {
  switch (step) {
    case FunctionCosts::Step::Translate: return kWorkPerByte;
    case FunctionCosts::Step::Optimise: return kWorkPerByte - 1;
    case FunctionCosts::Step::Emit: break;
  }
  return 0;
}

}  // namespace

double thread_seconds() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

void FunctionCosts::add(const llvm::Function& function, FuncIndex index, std::size_t wasm_bytes) {
  places_[&function] = costs_.size();
  costs_.push_back({index, wasm_bytes, 0});
  work_left_.push_back(wasm_bytes * kWorkPerByte);
}

void FunctionCosts::lap(const llvm::Function& function, Step step) {
  const double now = thread_seconds();
  const double seconds = now - start_;
  start_ = now;
  const auto place = places_.find(&function);
  if (place == places_.end()) return;
  FunctionCost& cost = costs_[place->second];
  cost.seconds += seconds;
  if (progress_ == nullptr) return;
  std::uint64_t& left = work_left_[place->second];
  const std::uint64_t now_left = std::min(left, cost.wasm_bytes * work_after(step));
  const std::size_t done = step == Step::Emit ? 1 : 0;
  if (done != 0 || now_left != left) progress_->advance(done, left - now_left);
  left = now_left;
}

}  // namespace wrt::llvm_compiler
