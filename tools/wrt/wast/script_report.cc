// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Adding up reports, and their words.
#include "tools/wrt/wast/script_report.h"

#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "lib/text/escape.h"

namespace wrt {

void ScriptCounts::add(const ScriptCounts& other) {
  passed += other.passed;
  failed += other.failed;
}

void ScriptReport::count(std::string kind, bool is_assertion, bool passed) {
  const ScriptCounts one = {passed ? 1u : 0u, passed ? 0u : 1u};
  (is_assertion ? assertions : others).add(one);
  kinds[std::move(kind)].add(one);
}

void ScriptReport::add(ScriptReport&& other) {
  for (const auto& [kind, counts] : other.kinds) kinds[kind].add(counts);
  assertions.add(other.assertions);
  others.add(other.others);
  failures.insert(failures.end(), std::make_move_iterator(other.failures.begin()),
                  std::make_move_iterator(other.failures.end()));
  other.failures.clear();
}

std::string describe(const ScriptFailure& failure) {
  const std::string head = fmt::format("{}{}{}: ", failure.kind, failure.subject.empty() ? "" : " ", failure.subject);
  const std::string expected = failure.expected.empty() ? "" : fmt::format("expected {}, got ", failure.expected);
  return escape_for_terminal(head + expected + failure.got);
}

std::string summary(const ScriptReport& report) {
  return fmt::format("{} assertions passed, {} failed; {} other commands passed, {} failed", report.assertions.passed,
                     report.assertions.failed, report.others.passed, report.others.failed);
}

}  // namespace wrt
