// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Comparison and rendering of outcomes.
#include "test/second_opinion/call_outcome.h"

#include <algorithm>

#include <fmt/format.h>

namespace wrt::second_opinion {

bool agree(const CallOutcome& ours, const CallOutcome& theirs) {
  if (ours.name != theirs.name || ours.end != theirs.end || ours.values != theirs.values) return false;
  if (ours.end != CallOutcome::End::Trapped) return true;
  return std::any_of(ours.traps.begin(), ours.traps.end(), [&](TrapCode code) {
    return std::find(theirs.traps.begin(), theirs.traps.end(), code) != theirs.traps.end();
  });
}

std::string to_string(const CallOutcome& outcome) {
  std::string text = outcome.name;
  switch (outcome.end) {
    case CallOutcome::End::Thrown: return text + " threw";
    case CallOutcome::End::Returned:
      text += " returned";
      for (const std::uint64_t value : outcome.values) text += fmt::format(" {:#x}", value);
      return text;
    case CallOutcome::End::Trapped:
      text += " trapped:";
      for (const TrapCode code : outcome.traps) text += fmt::format(" {}", trap_text(code));
      return text;
  }
  return text;
}

std::vector<Difference> compare(const std::vector<CallOutcome>& ours, const std::vector<CallOutcome>& theirs,
                                bool state_after_trap) {
  std::vector<Difference> differences;
  if (ours.size() != theirs.size()) {
    differences.push_back({fmt::format("{} calls", ours.size()), fmt::format("{} calls", theirs.size())});
  }
  const std::size_t count = std::min(ours.size(), theirs.size());
  for (std::size_t i = 0; i < count; ++i) {
    const bool behind_trap = i > 0 && theirs[i - 1].end != CallOutcome::End::Returned;
    if (behind_trap && !state_after_trap) continue;
    if (!agree(ours[i], theirs[i])) differences.push_back({to_string(ours[i]), to_string(theirs[i])});
  }
  return differences;
}

}  // namespace wrt::second_opinion
