// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The keywords that are no instructions, in one sorted list. Instructions are opcodes.def's.
#include "lib/text/keywords.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "lib/text/number.h"
#include "lib/wasm/opcodes.h"

namespace wrt {

namespace {

// clang-format off
constexpr std::array kKeywords = std::to_array<std::string_view>({
  "after", "any", "anyref", "array", "arrayref", "assert_exception", "assert_exhaustion", "assert_invalid",
  "assert_invalid_custom", "assert_malformed", "assert_malformed_custom", "assert_return", "assert_suspension",
  "assert_trap", "assert_uninstantiable", "assert_unlinkable", "before", "binary", "catch", "catch_all",
  "catch_all_ref", "catch_ref", "code", "data", "datacount", "declare", "definition", "delegate", "do", "either",
  "elem", "eq", "eqref", "exn", "exnref", "export", "extern", "externref", "f32", "f32x4", "f64", "f64x2", "field",
  "final", "first", "func", "funcref", "get", "global", "i16", "i16x8", "i31", "i31ref", "i32", "i32x4", "i64",
  "i64x2", "i8", "i8x16", "import", "input", "instance", "invoke", "item", "last", "local", "memory", "module", "mut",
  "nan:arithmetic", "nan:canonical", "noexn", "noextern", "nofunc", "none", "null", "nullexnref", "nullexternref",
  "nullfuncref", "nullref", "offset", "output", "pagesize", "param", "quote", "rec", "ref", "ref.any", "ref.array",
  "ref.exn", "ref.extern", "ref.host", "ref.struct", "register", "result", "rethrow", "script", "shared", "start",
  "struct", "structref", "sub", "table", "tag", "then", "thread", "try", "type", "v128", "wait",
});
// clang-format on
static_assert(std::is_sorted(kKeywords.begin(), kKeywords.end()));

bool is_assignment(std::string_view word, std::string_view key) {
  return word.starts_with(key) && classify_number(word.substr(key.size())) == NumberClass::Nat;
}

}  // namespace

bool is_known_keyword(std::string_view word) {
  return std::binary_search(kKeywords.begin(), kKeywords.end(), word) || opcode_from_text(word).has_value() ||
         is_assignment(word, "offset=") || is_assignment(word, "align=");
}

}  // namespace wrt
