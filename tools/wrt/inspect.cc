// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `wrt inspect`: what is in a module. Needs the module to be well-formed, not valid; an error inside a function shows
// where the listing of that function ends.
#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "api/program.h"
#include "lib/text/function_printer.h"
#include "lib/text/index_names.h"
#include "tools/wrt/command_line.h"
#include "tools/wrt/commands.h"
#include "tools/wrt/inspect_summary.h"
#include "tools/wrt/messages.h"

namespace wrt {

namespace {

constexpr CommandHelp kHelp = {
    "inspect",
    "[OPTION…] FILE",
    "Shows a module's sections with their offsets and sizes, its imports and exports with their types, its memories, "
    "tables and globals, and who made it; or, with --func or --wat, the instructions of its functions.",
    "  wrt inspect app.wasm\n"
    "  wrt inspect --func main app.wasm     by its name or export name\n"
    "  wrt inspect --func 12 app.wasm       by its index\n"
    "  wrt inspect --wat app.wasm | less    all functions\n",
};

// The function that `text` names: an index, a name of the name section, or an export's. Nothing if there is none.
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

// Prints the functions; returns the exit code.
int print_functions(const std::string& file, const Module& module, const IndexNames& names,
                    const std::vector<FuncIndex>& functions) {
  std::string text;
  int code = 0;
  for (const FuncIndex index : functions) {
    const Result<> printed = print_function(module, names, index, text);
    const bool long_enough = text.size() > (std::size_t{1} << 16);
    if (!printed || long_enough || index == functions.back()) {
      if (!print_output(text)) return kExitBadInput;
      text.clear();
    }
    if (!printed) {
      print_error(file, printed.error());
      code = kExitBadInput;
    }
  }
  return code;
}

int print_chosen(const std::string& file, const Module& module, const std::vector<std::string>& chosen) {
  const IndexNames names(module);
  std::vector<FuncIndex> functions;
  for (const std::string& each : chosen) {
    const std::optional<FuncIndex> index = find_function(module, names, each);
    if (!index) {
      print_message(fmt::format("{}: there is no function '{}' among its {}", file, each, module.functions.size()));
      return kExitBadInput;
    }
    if (module.is_imported_function(*index)) {
      print_message(fmt::format("{}: function '{}' is imported and has no body here", file, each));
      return kExitBadInput;
    }
    functions.push_back(*index);
  }
  return print_functions(file, module, names, functions);
}

int print_all(const std::string& file, const Module& module) {
  std::vector<FuncIndex> functions;
  for (FuncIndex i = module.imported_functions; i < module.functions.size(); ++i) functions.push_back(i);
  return print_functions(file, module, IndexNames(module), functions);
}

int bad_input(const std::string& file, const Error& error) {
  print_error(file, error);
  return kExitBadInput;
}

}  // namespace

int command_inspect(Arguments arguments) {
  CommandLine line(kHelp);
  std::vector<std::string> functions;
  bool all = false;
  line.add_values("--func", functions, "NAME|INDEX", "print this function's instructions; can be given several times")
      ->group("What is shown");
  line.app().add_flag("--wat", all, "print the instructions of all functions")->group("What is shown");
  std::vector<std::string> files;
  if (const std::optional<int> code = line.parse(arguments, files)) return *code;
  if (files.size() != 1) return usage_error("inspect", files.empty() ? "no file to inspect" : "more than one file");

  const std::string name = InputFile::display_name(files[0]);
  const Result<std::shared_ptr<const InputFile>> input = InputFile::open(files[0]);
  if (!input) return bad_input(name, input.error());
  const Result<Module> module = decode_input(**input);
  if (!module) return bad_input(name, module.error());
  if (all) return print_all(name, *module);
  if (!functions.empty()) return print_chosen(name, *module, functions);
  return print_output(summarise_module(name, *module)) ? 0 : kExitBadInput;
}

}  // namespace wrt
