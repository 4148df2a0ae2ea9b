// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `wrt inspect`: what is in a module. Needs the module to be well-formed, not valid; an error inside a function shows
// where the listing of that function ends, but makes the module's whole text impossible. To be compiled, for --asm and
// --html, it must be valid.
#include <expected>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "api/native_code.h"
#include "api/program.h"
#include "lib/text/escape.h"
#include "lib/text/function_printer.h"
#include "lib/text/index_names.h"
#include "lib/text/module_printer.h"
#include "tools/wrt/byte_count.h"
#include "tools/wrt/command_line.h"
#include "tools/wrt/commands.h"
#include "tools/wrt/compile_options.h"
#include "tools/wrt/inspect/asm_listing.h"
#include "tools/wrt/inspect/choose_functions.h"
#include "tools/wrt/inspect/code_view.h"
#include "tools/wrt/inspect/page.h"
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
    "can be made a binary again. With --asm or --html the machine code beside it: FILE is compiled, and nothing of it "
    "written or run; or it is an artefact of 'wrt compile', for whichever machine.",
    "  wrt inspect app.wasm\n"
    "  wrt inspect --func main app.wasm     by its name or export name\n"
    "  wrt inspect --func 12 app.wasm       by its index\n"
    "  wrt inspect --wat app.wasm | less    the whole module\n"
    "  wrt inspect --wat app.wasm -o app.wat\n"
    "  wrt inspect --asm main -O1 app.wasm  machine code beside instructions\n"
    "  wrt inspect --html app.html app.wasm a page to look through\n"
    "  wrt inspect app.so                   what an artefact is for\n",
};

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
  const std::expected<std::vector<FuncIndex>, int> functions = choose_functions(file.name(), module, names, chosen);
  return functions ? print_functions(file, module, names, *functions) : functions.error();
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
  const Result<NativeCode> native = NativeCode::open(file.name());
  if (!native) {
    print_error(file, native.error());
    return kExitBadInput;
  }
  const ArtefactNote& note = native->note();
  std::string text = fmt::format(
      "{}: native code of a WebAssembly module\n\n"
      "Made by   wrt {} with {}, {}\nMade for  {}, tuned for {}\nModule    {}\nBeside    {} of skeleton, {} of memory "
      "image\n",
      escape_for_terminal(file.name()), note.wrt_version, note.compiler, note.settings, note.target, note.cpu,
      hash_text(note.wasm), human_size(native->skeleton_size()), human_size(native->image_size()));
  if (bounds_check_of(note.settings) == BoundsCheck::None)
    text += "Unsafe    its loads and stores are not checked (--bounds-check=none)\n";
  constexpr std::string_view kNeeds = "Needs     ";
  text += kNeeds;
  append_wrapped(text, fmt::format("{}", fmt::join(note.cpu_features, " ")), kNeeds.size(), kNeeds.size(),
                 terminal_width());
  return print_output(text + '\n') ? 0 : kExitBadInput;
}

// --- Machine code ---

int print_asm(CodeView& view, const std::vector<std::string>& chosen) {
  const std::expected<std::vector<FuncIndex>, int> functions =
      choose_functions(view.name(), view.module(), view.names(), chosen);
  if (!functions) return functions.error();
  for (const FuncIndex each : *functions) {
    const Result<FunctionListing> listing = view.list(each);
    if (!listing) {
      print_error(view.name(), listing.error());
      return kExitBadInput;
    }
    if (!print_output(asm_listing(view, each, *listing))) return kExitBadInput;
  }
  return 0;
}

int write_page(CodeView& view, const std::string& output) {
  const Result<PageData> data = make_page_data(view);
  if (!data) {
    print_error(view.name(), data.error());
    return kExitBadInput;
  }
  return write_output_file(output, make_page(*data)) ? 0 : kExitBadInput;
}

// What the command line says.
struct InspectCommand {
  std::vector<std::string> functions;
  bool as_text = false;
  std::vector<std::string> code;  // functions
  std::string page;               // a file
  std::string module;             // likewise, beside an artefact
  std::string output;
  CompileOptions options;
  bool has_options = false;  // whether any of them was given

  bool shows_code() const { return !code.empty() || !page.empty(); }
};

// What is wrong with the options together; empty if nothing is.
std::string_view conflict(const InspectCommand& command) {
  const int ways =
      int{command.as_text} + int{!command.functions.empty()} + int{!command.code.empty()} + int{!command.page.empty()};
  if (ways > 1) return "--func, --wat, --asm and --html exclude each other";
  if (!command.as_text && !command.output.empty()) return "-o goes with --wat";
  if (command.has_options && !command.shows_code()) return "options of compilation go with --asm and --html";
  if (!command.module.empty() && !command.shows_code()) return "--module goes with --asm and --html";
  return {};
}

int show_code(const InspectCommand& command, const std::string& path) {
  if (is_same_file(path, command.page) || is_same_file(command.module, command.page)) {
    print_message(fmt::format("{}: is what is to be inspected; --html names the page to write", command.page));
    return kExitBadInput;
  }
  const Result<std::shared_ptr<const InputFile>> input = InputFile::open(path);
  if (!input) {
    print_error(InputFile::display_name(path), input.error());
    return kExitBadInput;
  }
  if ((*input)->is_artefact() && command.has_options) {
    print_message(fmt::format("{}: is compiled already; options of compilation go with a module", (*input)->name()));
    return kExitBadInput;
  }
  if (!(*input)->is_artefact() && !command.module.empty()) {
    print_message(fmt::format("{}: is a module itself; --module goes with an artefact", (*input)->name()));
    return kExitBadInput;
  }
  std::expected<CodeView, int> view = CodeView::open(*input, command.module, command.options);
  if (!view) return view.error();
  return command.page.empty() ? print_asm(*view, command.code) : write_page(*view, command.page);
}

int show_module(const InspectCommand& command, const std::string& path) {
  const Result<std::shared_ptr<const InputFile>> input = InputFile::open(path);
  if (!input) {
    print_error(InputFile::display_name(path), input.error());
    return kExitBadInput;
  }
  if ((*input)->is_artefact()) {
    if (!command.as_text && command.functions.empty()) return print_note(**input);
    print_message(
        fmt::format("{}: holds machine code and no instructions; inspect the module, or use --asm", (*input)->name()));
    return kExitBadInput;
  }
  const Result<Module> module = decode_input(**input);
  if (!module) {
    print_error(**input, module.error());
    return kExitBadInput;
  }
  if (command.as_text) return print_text(**input, *module, command.output);
  if (!command.functions.empty()) return print_chosen(**input, *module, command.functions);
  return print_output(summarise_module((*input)->name(), *module)) ? 0 : kExitBadInput;
}

}  // namespace

int command_inspect(Arguments arguments) {
  CommandLine line(kHelp);
  InspectCommand command;
  constexpr const char* kShown = "What is shown";
  line.add_values("--func", command.functions, "NAME|INDEX",
                  "print this function's instructions; can be given several times")
      ->group(kShown);
  line.add_flag("--wat", command.as_text, "print the whole module in the text format")->group(kShown);
  line.add_value("-o,--output", command.output, "FILE", "with --wat: write this file instead of stdout")->group(kShown);
  line.add_values("--asm", command.code, "NAME|INDEX",
                  "print this function's instructions with the machine code that each becomes; can be given several "
                  "times")
      ->group(kShown);
  line.add_value("--html", command.page, "OUT",
                 "write a page for browsers: what takes how much room, and all functions with their machine code")
      ->group(kShown);
  line.add_value("--module", command.module, "MODULE",
                 "with --asm or --html of an artefact: the module that it was made of, to show its instructions")
      ->group(kShown);
  CompileOptionsReader reader(line, command.options);
  reader.add_target(line);
  std::vector<std::string> files;
  if (const std::optional<int> code = line.parse(arguments, files)) return *code;
  if (const std::optional<int> code = reader.read("inspect")) return *code;
  command.has_options = reader.was_used(line);
  if (files.size() != 1) return usage_error("inspect", files.empty() ? "no file to inspect" : "more than one file");
  if (const std::string_view problem = conflict(command); !problem.empty()) return usage_error("inspect", problem);
  return command.shows_code() ? show_code(command, files[0]) : show_module(command, files[0]);
}

}  // namespace wrt
