// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `wrt compile`: a module to native code in a file, which `wrt run` maps and calls without a compiler.
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "api/program.h"
#include "api/replace_file.h"
#include "tools/wrt/command_line.h"
#include "tools/wrt/commands.h"
#include "tools/wrt/compile_options.h"
#include "tools/wrt/load_log.h"
#include "tools/wrt/log.h"
#include "tools/wrt/messages.h"
#include "tools/wrt/output_file.h"

namespace wrt {

namespace {

constexpr CommandHelp kHelp = {
    "compile",
    "[OPTION…] FILE",
    "Compiles the module FILE to native code, in a file that 'wrt run' starts within a millisecond: an ELF shared "
    "object that holds the machine code and what else of the module it takes to run. Without -o, app.wasm becomes "
    "app.so in the current folder. Running such a file is trusting it like any executable.",
    "  wrt compile app.wasm                         makes app.so\n"
    "  wrt run app.so                               runs it\n"
    "  wrt compile -O3 app.wasm -o build/app.so\n"
    "  wrt compile --cpu baseline app.wasm          for any x86-64 processor since about 2009\n"
    "  wrt compile --target aarch64-linux-gnu app.wasm\n",
};

int compile(const InputFile& input, const std::string& output, const CompileOptions& options) {
  if (const Error* const error = input.text_error()) {
    print_error(input, *error);
    return kExitBadInput;
  }
  LoadStatistics statistics;
  const Result<CompiledModule> compiled = compile_bytes(input.bytes(), Features(), options, &statistics);
  if (!compiled) {
    print_error(input, compiled.error());
    return kExitBadInput;
  }
  log_statistics(input.name(), statistics);
  std::error_code ignored;
  // A pipe or a device is written to; a file is replaced, because somebody may be running it.
  if (std::filesystem::exists(output, ignored) && !std::filesystem::is_regular_file(output, ignored)) {
    const std::string_view content(reinterpret_cast<const char*>(compiled->artefact.data()), compiled->artefact.size());
    return write_output_file(output, content) ? 0 : kExitBadInput;
  }
  if (const Result<> written = replace_file(output, compiled->artefact, 0777, false); !written) {
    print_message(fmt::format("cannot write {}: {}", output, written.error().message()));
    return kExitBadInput;
  }
  return 0;
}

}  // namespace

int command_compile(Arguments arguments) {
  CommandLine line(kHelp);
  CompileOptions options;
  std::string output;
  int verbosity = 0;
  line.add_value("-o,--output", output, "FILE", "write this file")->group("Output");
  CompileOptionsReader reader(line, options);
  line.add_value("--target", options.target, "TRIPLE",
                 "compile for another machine: x86_64-linux-gnu or aarch64-linux-gnu")
      ->group("Compilation");
  line.app().add_flag("-v,--verbose", verbosity, "tell times and sizes; -vv tells more")->group("Other");
  std::vector<std::string> files;
  if (const std::optional<int> code = line.parse(arguments, files)) return *code;
  if (const std::optional<int> code = reader.read("compile")) return *code;
  if (files.size() != 1) return usage_error("compile", files.empty() ? "no file to compile" : "more than one file");
  if (!set_log_level(verbosity)) return usage_error("compile", "the environment's WRT_LOG is none of off, info, debug");
  const std::string& path = files[0];
  if (output.empty()) {
    if (path == "-") return usage_error("compile", "standard input has no name; -o FILE says where the code goes");
    output = std::filesystem::path(path).filename().replace_extension(".so").string();
  }
  if (is_same_file(path, output)) {
    print_message(fmt::format("{}: is the module itself; -o says where the code goes", output));
    return kExitBadInput;
  }
  const Result<std::shared_ptr<const InputFile>> input = InputFile::open(path);
  if (!input) {
    print_error(InputFile::display_name(path), input.error());
    return kExitBadInput;
  }
  return compile(**input, output, options);
}

}  // namespace wrt
