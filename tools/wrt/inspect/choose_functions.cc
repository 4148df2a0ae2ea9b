// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Looking a function up. A number is always an index: who has a function called "12" writes "$12".
#include "tools/wrt/inspect/choose_functions.h"

#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "tools/wrt/commands.h"
#include "tools/wrt/messages.h"

namespace wrt {

namespace {

// Nothing if there is none.
std::optional<FuncIndex> find_function(const Module& module, const IndexNames& names, std::string_view text) {
  FuncIndex index = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (error == std::errc() && end == text.data() + text.size()) {
    return index < module.functions.size() ? std::optional(index) : std::nullopt;
  }
  if (text.starts_with('$')) text.remove_prefix(1);
  for (index = 0; index < module.functions.size(); ++index) {
    if (names.find(NameSpace::Function, index) == text) return index;
  }
  for (const Export& each : module.exports) {
    if (each.kind == ExternKind::Func && each.name == text && each.index < module.functions.size()) return each.index;
  }
  return std::nullopt;
}

}  // namespace

std::expected<std::vector<FuncIndex>, int> choose_functions(std::string_view file, const Module& module,
                                                            const IndexNames& names,
                                                            const std::vector<std::string>& chosen) {
  std::vector<FuncIndex> functions;
  for (const std::string& each : chosen) {
    const std::optional<FuncIndex> index = find_function(module, names, each);
    if (!index) {
      print_message(fmt::format("{}: there is no function '{}' among its {}", file, each, module.functions.size()));
      return std::unexpected(kExitBadInput);
    }
    if (module.is_imported_function(*index)) {
      print_message(fmt::format("{}: function '{}' is imported and has no body here", file, each));
      return std::unexpected(kExitBadInput);
    }
    functions.push_back(*index);
  }
  return functions;
}

}  // namespace wrt
