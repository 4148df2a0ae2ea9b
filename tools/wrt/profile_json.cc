// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Writing a profile as JSON: functions once, and stacks as their numbers.
#include "tools/wrt/profile_json.h"

#include <nlohmann/json.hpp>

namespace wrt {

namespace {

using Json = nlohmann::ordered_json;

Json function_json(const ProfiledFunction& function) {
  using Kind = ProfiledFunction::Kind;
  Json json;
  json["kind"] = function.kind == Kind::Function ? "function" : function.kind == Kind::Host ? "host" : "truncated";
  json["label"] = function.label;
  if (function.kind == Kind::Function) {
    json["module"] = function.module;
    json["index"] = function.index;
    json["name"] = function.name;
  }
  json["self"] = function.self;
  json["total"] = function.total;
  if (function.kind == Kind::Function) json["baseline"] = function.baseline;
  return json;
}

}  // namespace

std::string profile_json(const Profile& profile) {
  Json json;
  json["format"] = "wrt-profile-1";
  json["rate"] = profile.rate;
  json["cpu_seconds"] = profile.cpu_seconds;
  json["samples"] = profile.samples;
  json["lost"] = profile.lost;
  json["outside"] = profile.outside;
  json["functions"] = Json::array();
  for (const ProfiledFunction& each : profile.functions) json["functions"].push_back(function_json(each));
  json["stacks"] = Json::array();
  for (const ProfiledStack& each : profile.stacks)
    json["stacks"].push_back(Json{{"functions", each.functions}, {"samples", each.samples}});
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace wrt
