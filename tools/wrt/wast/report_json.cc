// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reports as JSON.
#include "tools/wrt/wast/report_json.h"

#include <cstddef>
#include <map>

#include <nlohmann/json.hpp>

namespace wrt {

namespace {

using Json = nlohmann::ordered_json;

Json counts_json(const ScriptCounts& counts) {
  return {{"passed", counts.passed}, {"failed", counts.failed}};
}

Json kinds_json(const std::map<std::string, ScriptCounts>& kinds) {
  Json json = Json::object();
  for (const auto& [kind, counts] : kinds) json[kind] = counts_json(counts);
  return json;
}

Json failure_json(const ScriptFailure& failure) {
  return {{"line", failure.line},       {"column", failure.column},     {"kind", failure.kind},
          {"subject", failure.subject}, {"expected", failure.expected}, {"got", failure.got}};
}

Json result_json(const ScriptResult& result) {
  if (!result.report) return {{"file", result.path}, {"error", result.report.error().message()}};
  Json failures = Json::array();
  for (const ScriptFailure& each : result.report->failures) failures.push_back(failure_json(each));
  return {{"file", result.path},
          {"assertions", counts_json(result.report->assertions)},
          {"commands", counts_json(result.report->others)},
          {"kinds", kinds_json(result.report->kinds)},
          {"failures", std::move(failures)}};
}

}  // namespace

std::string report_json(std::span<const ScriptResult> results) {
  Json files = Json::array();
  ScriptCounts assertions;
  ScriptCounts others;
  std::size_t unreadable = 0;
  for (const ScriptResult& each : results) {
    files.push_back(result_json(each));
    if (!each.report) {
      ++unreadable;
      continue;
    }
    assertions.add(each.report->assertions);
    others.add(each.report->others);
  }
  const Json document = {{"files", std::move(files)},
                         {"total",
                          {{"files", results.size() - unreadable},
                           {"unreadable", unreadable},
                           {"assertions", counts_json(assertions)},
                           {"commands", counts_json(others)}}}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace wrt
