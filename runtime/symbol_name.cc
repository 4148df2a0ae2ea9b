// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Names without characters that end a name in a line of text.
#include "runtime/symbol_name.h"

#include <fmt/format.h>

#include "runtime/code_map.h"
#include "runtime/loaded_module.h"

namespace wrt {

std::string symbol_name(const LoadedModule& module, FuncIndex function) {
  if (function == CodePiece::kThunk) return "wrt.thunk";
  std::string name(module.function_name(function));
  for (char& each : name) {
    if (static_cast<unsigned char>(each) <= ' ') each = '_';
  }
  return fmt::format("{}.w{}", name.empty() ? "func" : name, function);
}

}  // namespace wrt
