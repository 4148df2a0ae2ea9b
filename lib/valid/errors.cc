// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Long lists of types are cut: a message is one line.
#include "lib/valid/errors.h"

#include <fmt/format.h>

#include "lib/wasm/limits.h"

namespace wrt::errors {

std::string type_list(std::span<const ValType> types) {
  constexpr std::size_t kMaxShown = 16;
  std::string text = "[";
  // The last ones matter: they are on top of the stack.
  const std::size_t first = types.size() > kMaxShown ? types.size() - kMaxShown : 0;
  if (first > 0) text += "… ";
  for (const ValType type : types.subspan(first)) {
    if (text.size() > 1 && text.back() != ' ') text += ' ';
    text += to_string(type);
  }
  return text + ']';
}

std::string unknown(std::string_view what, std::uint32_t index) {
  // A type index in a heap type is cut to what fits (lib/binary/type_reader.h).
  if (what == "type" && index > kMaxTypes) return "unknown type";
  return fmt::format("unknown {} {}", what, index);
}

std::string type_mismatch(std::span<const ValType> required, std::span<const ValType> actual) {
  return type_mismatch("instruction", required, "stack", actual);
}

std::string type_mismatch(std::string_view subject, std::span<const ValType> required, std::string_view other,
                          std::span<const ValType> actual) {
  return fmt::format("type mismatch: {} requires {} but {} has {}", subject, type_list(required), other,
                     type_list(actual));
}

std::string operand_mismatch(std::string_view required, ValType actual) {
  return fmt::format("type mismatch: instruction requires {} but stack has {}", required, to_string(actual));
}

}  // namespace wrt::errors
