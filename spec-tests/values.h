// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Values as the JSON form of the official scripts writes them: arguments become Values, and results are compared with
// patterns (NaN classes, lanes, any reference of a kind, one of several).
//
//   {"type": "i32", "value": "4294967295"}                integers in decimal, signed or not
//   {"type": "f32", "value": "1065353216"}                the bits of a float, or nan:canonical, nan:arithmetic
//   {"type": "v128", "lane_type": "i8", "value": [...]}   lane by lane
//   {"type": "externref", "value": "7"}                   the host's reference number 7; "null"; without value: any
//   {"type": "either", "values": [...]}                   one of these
#pragma once

#include <expected>
#include <span>
#include <string>

#include <nlohmann/json.hpp>

#include "lib/abi/value.h"
#include "lib/wasm/types.h"
#include "runtime/store.h"

namespace wrt::spec {

using Json = nlohmann::json;

// An argument of type `type`, for a function of that store: a host reference is an object there. Error: why it is none.
std::expected<Value, std::string> parse_argument(const Json& json, ValType type, Store& store);

// Whether a result of type `type` is what `pattern` wants.
bool matches(const Json& pattern, const Value& value, ValType type);

// For messages: "i32:0x2a", "v128:0x…".
std::string show(const Value& value, ValType type);

}  // namespace wrt::spec
