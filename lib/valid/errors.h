// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The validator's messages that need putting together, in the official suite's words: what the suite expects is a
// prefix of ours. Messages without arguments stand where they are reported.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "lib/wasm/types.h"

namespace wrt::errors {

// "[i32 (ref 3)]".
std::string type_list(std::span<const ValType> types);
// "unknown global 3"; `what` is the suite's word. No number where the binary's is beyond what any module can have.
std::string unknown(std::string_view what, std::uint32_t index);
// "type mismatch: instruction requires [i32] but stack has [i64]".
std::string type_mismatch(std::span<const ValType> required, std::span<const ValType> actual);
// "type mismatch: <subject> requires [..] but <other> has [..]".
std::string type_mismatch(std::string_view subject, std::span<const ValType> required, std::string_view other,
                          std::span<const ValType> actual);
// "type mismatch: instruction requires reference type but stack has i32".
std::string operand_mismatch(std::string_view required, ValType actual);

}  // namespace wrt::errors
