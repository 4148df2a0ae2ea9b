// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `wrt wat2wasm`: the text format to a binary. Every command reads text; this one is for who needs the binary itself.
// The module is validated on the way, because a mistake is best told where it can still be shown in the text.
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "api/program.h"
#include "lib/text/parser.h"
#include "lib/valid/validator.h"
#include "tools/wrt/command_line.h"
#include "tools/wrt/commands.h"
#include "tools/wrt/messages.h"
#include "tools/wrt/output_file.h"

namespace wrt {

namespace {

constexpr CommandHelp kHelp = {
    "wat2wasm",
    "[OPTION…] FILE",
    "Makes a binary of a module in the text format, after checking that it is valid. Without -o, app.wat becomes "
    "app.wasm "
    "in the current folder, and standard input ('-') goes to standard output.",
    "  wrt wat2wasm app.wat                  makes app.wasm\n"
    "  wrt wat2wasm app.wat -o build/a.wasm\n"
    "  wrt wat2wasm --no-names app.wat       without the identifiers of the text\n"
    "  wrt wat2wasm app.wat -o - | sha256sum\n",
};

struct Wat2wasmOptions {
  std::string output;
  bool no_names = false;
  bool no_check = false;
};

Result<> check_valid(const InputFile& input) {
  WRT_ASSIGN(Module module, decode_input(input));
  return validate_module(module);
}

// The binary without a name section for identifiers. Precondition: the text is right.
Result<std::vector<std::uint8_t>> encode_nameless(const InputFile& input) {
  TextOptions options;
  options.names = false;
  return parse_text_module(input.text(), options);
}

int bad_input(const InputFile& input, const Error& error) {
  print_error(input, error);
  return kExitBadInput;
}

int translate(const InputFile& input, const std::string& path, Wat2wasmOptions& options) {
  if (!input.is_text()) {
    const Result<Module> module = decode_input(input);
    if (!module) return bad_input(input, module.error());
    print_message(fmt::format("{}: is a binary already", input.name()));
    return kExitBadInput;
  }
  if (const Error* error = input.text_error()) return bad_input(input, *error);
  if (!options.no_check) {
    if (const Result<> valid = check_valid(input); !valid) return bad_input(input, valid.error());
  }
  std::span<const std::uint8_t> bytes = input.bytes();
  Result<std::vector<std::uint8_t>> nameless;
  if (options.no_names) {
    nameless = encode_nameless(input);
    if (!nameless) return bad_input(input, nameless.error());
    bytes = *nameless;
  }
  if (options.output != "-" && is_same_file(path, options.output)) {
    print_message(fmt::format("{}: is the text itself; -o says where the binary goes", options.output));
    return kExitBadInput;
  }
  const std::string_view content(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return write_output_file(options.output, content) ? 0 : kExitBadInput;
}

}  // namespace

int command_wat2wasm(Arguments arguments) {
  CommandLine line(kHelp);
  Wat2wasmOptions options;
  line.add_value("-o,--output", options.output, "FILE", "write this file; '-' is standard output")->group("Output");
  line.add_flag("--no-names", options.no_names, "leave out the name section, in which identifiers are kept")
      ->group("Output");
  line.add_flag("--no-check", options.no_check, "do not ask whether the module is valid")->group("Output");
  std::vector<std::string> files;
  if (const std::optional<int> code = line.parse(arguments, files)) return *code;
  if (files.size() != 1) return usage_error("wat2wasm", files.empty() ? "no file to translate" : "more than one file");
  const std::string& path = files[0];
  if (options.output.empty()) {
    options.output = path == "-" ? "-" : std::filesystem::path(path).filename().replace_extension(".wasm").string();
  }
  if (options.output == "-" && ::isatty(STDOUT_FILENO) == 1) {
    return usage_error("wat2wasm", "a binary is nothing for a terminal; -o FILE says where it goes");
  }

  const Result<std::shared_ptr<const InputFile>> input = InputFile::open(path);
  if (!input) {
    print_error(InputFile::display_name(path), input.error());
    return kExitBadInput;
  }
  return translate(**input, path, options);
}

}  // namespace wrt
