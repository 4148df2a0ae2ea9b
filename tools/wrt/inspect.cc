// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `wrt inspect`: what is in a module. Needs the module to be well-formed, not valid; an error inside a function shows
// where the listing of that function ends, but makes the module's whole text impossible.
#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "api/program.h"
#include "lib/text/escape.h"
#include "lib/text/function_printer.h"
#include "lib/text/index_names.h"
#include "lib/text/module_printer.h"
#include "tools/wrt/byte_count.h"
#include "tools/wrt/command_line.h"
#include "tools/wrt/commands.h"
#include "tools/wrt/inspect_summary.h"
#include "tools/wrt/messages.h"
#include "tools/wrt/output_file.h"

namespace wrt {

namespace {

constexpr CommandHelp kHelp = {
    "inspect",
    "[OPTION…] FILE",
    "Shows a module's sections with their offsets and sizes, its imports and exports with their types, its memories, "
    "tables and globals, and who made it; with --func the instructions of functions; with --wat all of it as text that "
    "can be made a binary again.",
    "  wrt inspect app.wasm\n"
    "  wrt inspect --func main app.wasm     by its name or export name\n"
    "  wrt inspect --func 12 app.wasm       by its index\n"
    "  wrt inspect --wat app.wasm | less    the whole module\n"
    "  wrt inspect --wat app.wasm -o app.wat\n"
    "  wrt inspect app.so                   what an artefact is for\n",
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
int print_functions(const InputFile& file, const Module& module, const IndexNames& names,
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

int print_chosen(const InputFile& file, const Module& module, const std::vector<std::string>& chosen) {
  const IndexNames names(module);
  std::vector<FuncIndex> functions;
  for (const std::string& each : chosen) {
    const std::optional<FuncIndex> index = find_function(module, names, each);
    if (!index) {
      print_message(
          fmt::format("{}: there is no function '{}' among its {}", file.name(), each, module.functions.size()));
      return kExitBadInput;
    }
    if (module.is_imported_function(*index)) {
      print_message(fmt::format("{}: function '{}' is imported and has no body here", file.name(), each));
      return kExitBadInput;
    }
    functions.push_back(*index);
  }
  return print_functions(file, module, names, functions);
}

// The whole module as text, to stdout or the file `output`.
int print_text(const InputFile& file, const Module& module, const std::string& output) {
  const Result<std::string> text = print_module(module);
  if (text) return write_output_file(output.empty() ? "-" : output, *text) ? 0 : kExitBadInput;
  print_error(file, text.error());
  return kExitBadInput;
}

// What the note of an artefact says.
int print_note(const InputFile& file) {
  const Result<Artefact> artefact = Artefact::open(file.name());
  if (!artefact) {
    print_error(file, artefact.error());
    return kExitBadInput;
  }
  const ArtefactNote& note = artefact->note();
  std::string text = fmt::format(
      "{}: native code of a WebAssembly module\n\n"
      "Made by   wrt {} with {}, {}\nMade for  {}, tuned for {}\nModule    {}\nBeside    {} of skeleton, {} of memory "
      "image\n",
      escape_for_terminal(file.name()), note.wrt_version, note.compiler, note.settings, note.target, note.cpu,
      hash_text(note.wasm), human_size(artefact->skeleton()->size()), human_size(artefact->image_size()));
  constexpr std::string_view kNeeds = "Needs     ";
  text += kNeeds;
  append_wrapped(text, fmt::format("{}", fmt::join(note.cpu_features, " ")), kNeeds.size(), kNeeds.size(),
                 terminal_width());
  return print_output(text + '\n') ? 0 : kExitBadInput;
}

}  // namespace

int command_inspect(Arguments arguments) {
  CommandLine line(kHelp);
  std::vector<std::string> functions;
  std::string output;
  bool as_text = false;
  line.add_values("--func", functions, "NAME|INDEX", "print this function's instructions; can be given several times")
      ->group("What is shown");
  line.app().add_flag("--wat", as_text, "print the whole module in the text format")->group("What is shown");
  line.add_value("-o,--output", output, "FILE", "with --wat: write this file instead of stdout")
      ->group("What is shown");
  std::vector<std::string> files;
  if (const std::optional<int> code = line.parse(arguments, files)) return *code;
  if (files.size() != 1) return usage_error("inspect", files.empty() ? "no file to inspect" : "more than one file");

  if (as_text && !functions.empty()) return usage_error("inspect", "--func and --wat exclude each other");
  if (!as_text && !output.empty()) return usage_error("inspect", "-o goes with --wat");

  const Result<std::shared_ptr<const InputFile>> input = InputFile::open(files[0]);
  if (!input) {
    print_error(InputFile::display_name(files[0]), input.error());
    return kExitBadInput;
  }
  if ((*input)->is_artefact()) {
    if (!as_text && functions.empty()) return print_note(**input);
    print_message(fmt::format("{}: holds machine code and no instructions; inspect the module", (*input)->name()));
    return kExitBadInput;
  }
  const Result<Module> module = decode_input(**input);
  if (!module) {
    print_error(**input, module.error());
    return kExitBadInput;
  }
  if (as_text) return print_text(**input, *module, output);
  if (!functions.empty()) return print_chosen(**input, *module, functions);
  return print_output(summarise_module((*input)->name(), *module)) ? 0 : kExitBadInput;
}

}  // namespace wrt
