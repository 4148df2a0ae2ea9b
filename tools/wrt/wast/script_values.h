// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Values of scripts and values of the store: the first become arguments, or are patterns that results must match (NaN
// classes, lanes, any reference of a kind, one of several). Both are shown alike, so that a difference can be seen.
// Types are in canonical ids (runtime/type_registry.h).
#pragma once

#include <expected>
#include <span>
#include <string>

#include "lib/abi/value.h"
#include "lib/text/script.h"
#include "lib/wasm/types.h"
#include "runtime/store.h"

namespace wrt {

// `value` as an argument of type `type`, for a function of that store: `(ref.extern 1)` becomes an object there, which
// nothing keeps alive but the call. Error: why it is none.
std::expected<Value, std::string> make_argument(const ScriptValue& value, ValType type, Store& store);

// Whether a value of type `type` is what `pattern` wants.
bool matches(const ScriptValue& pattern, const Value& value, ValType type);

// In the script's own notation: "(i32.const 1)"; "nothing" for none of them.
std::string show(std::span<const ScriptValue> values);
// The same for values that a function returned; a vector is shown with the lanes of the pattern in its place.
std::string show(std::span<const Value> values, std::span<const ValType> types, std::span<const ScriptValue> patterns);

}  // namespace wrt
