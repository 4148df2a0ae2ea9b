// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Arguments, results, and help for those who have called nothing yet.
#include "tools/wrt/invoke.h"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "lib/text/escape.h"
#include "tools/wrt/commands.h"
#include "tools/wrt/messages.h"
#include "tools/wrt/values.h"

namespace wrt {

namespace {

constexpr std::size_t kMostFunctionsShown = 20;

std::string list_types(const std::vector<ValType>& types) {
  std::string text;
  for (const ValType each : types) text += (text.empty() ? "" : ", ") + to_string(each);
  return text;
}

std::string expected_arguments(const FuncType& type) {
  const std::size_t count = type.params.size();
  if (count == 0) return "no arguments";
  return fmt::format("{} argument{} ({})", count, count == 1 ? "" : "s", list_types(type.params));
}

}  // namespace

OrExit<std::vector<Value>> parse_arguments(std::string_view function, const FuncType& type,
                                           std::span<const std::string> words) {
  if (words.size() != type.params.size()) {
    return std::unexpected(
        usage_error("run", fmt::format("function '{}' takes {}, but {} given", function, expected_arguments(type),
                                       words.empty()       ? "none is"
                                       : words.size() == 1 ? "1 is"
                                                           : fmt::format("{} are", words.size()))));
  }
  std::vector<Value> values;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::optional<Value> value = parse_value(words[i], type.params[i]);
    if (!value) {
      return std::unexpected(usage_error("run", fmt::format("argument {} of function '{}': '{}' is no {}", i + 1,
                                                            function, words[i], to_string(type.params[i]))));
    }
    values.push_back(*value);
  }
  return values;
}

bool print_results(const FuncType& type, std::span<const Value> results) {
  std::string text;
  for (std::size_t i = 0; i < results.size(); ++i) text += format_value(results[i], type.results[i]) + '\n';
  return text.empty() || print_output(text);
}

void print_callable_functions(const std::string& path, const Module& module, std::string_view complaint) {
  std::vector<const Export*> functions;
  for (const Export& each : module.exports) {
    if (each.kind == ExternKind::Func) functions.push_back(&each);
  }
  if (functions.empty()) {
    print_message(fmt::format("{}: {}, and it exports no other function", path, complaint));
    return;
  }
  print_message(fmt::format("{}: {}; --invoke NAME calls one of these:", path, complaint));
  std::string text;
  const std::size_t shown = std::min(functions.size(), kMostFunctionsShown);
  for (std::size_t i = 0; i < shown; ++i) {
    const std::string type = to_string(module.function_type(functions[i]->index));
    text += fmt::format("  {}{}{}\n", escape_for_terminal(functions[i]->name), type.empty() ? "" : " ", type);
  }
  if (functions.size() > shown) text += fmt::format("  … and {} more\n", functions.size() - shown);
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace wrt
