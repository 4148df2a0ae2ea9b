// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `wrt compile`: a module to native code in a file, which `wrt run` maps and calls without a compiler; or to a program
// that needs no wrt, or to what lies between the module and its code.
#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "api/program.h"
#include "api/replace_file.h"
#include "api/standalone_program.h"
#include "api/threaded_program.h"
#include "tools/wrt/command_line.h"
#include "tools/wrt/commands.h"
#include "tools/wrt/compile_options.h"
#include "tools/wrt/guest.h"
#include "tools/wrt/load_log.h"
#include "tools/wrt/log.h"
#include "tools/wrt/messages.h"
#include "tools/wrt/output_file.h"
#include "tools/wrt/progress_line.h"
#include "wasi/wasi.h"

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
    "  wrt compile --emit exe app.wasm              makes app, a program that needs no wrt\n"
    "  wrt compile --emit asm app.wasm -o -         shows the code\n"
    "  wrt compile --cpu baseline app.wasm          for any x86-64 processor since about 2009\n"
    "  wrt compile --target aarch64-linux-gnu app.wasm\n",
};

// A kind of output: what --emit calls it, and how its file is called.
struct Output {
  std::string_view name;
  Emit emit = Emit::Artefact;
  std::string_view extension;
  bool is_program = false;  // the artefact becomes one
  bool is_text = false;
  unsigned mode = 0666;
};

constexpr auto kOutputs = std::to_array<Output>({
    {"so", Emit::Artefact, ".so", false, false, 0777},
    {"exe", Emit::Artefact, "", true, false, 0777},
    {"obj", Emit::Object, ".o"},
    {"asm", Emit::Assembly, ".s", false, true},
    {"llvm-ir", Emit::Ir, ".ll", false, true},
});

struct CompileCommand {
  CompileOptions options;
  Output output = kOutputs[0];
  std::string path;  // of the output
};

std::string_view text_of(const std::vector<std::uint8_t>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Whether the module can be a program of its own, which nobody can give imports and for which nobody chooses a
// function.
bool check_program(const InputFile& input) {
  const Result<Module> module = decode_input(input);
  if (!module) {
    print_error(input, module.error());
    return false;
  }
  const FuncType* const start = exported_function(*module, "_start");
  const bool fits = start != nullptr && start->params.empty() && start->results.empty();
  if (!fits && (start != nullptr || !module->start)) {
    print_message(fmt::format("{}: it exports no function '_start' without parameters and results, as a program does",
                              input.name()));
    return false;
  }
  const Result<std::unique_ptr<Wasi>> wasi = Wasi::create({});
  if (!wasi) return print_error(input, wasi.error()), false;
  bool good = true;
  for (const Import& each : module->imports) {
    if ((*wasi)->find(each.module, each.name) != nullptr || ThreadedProgram::offers(*module, each)) continue;
    print_error(input, Error(ErrorKind::Unlinkable, each.offset,
                             fmt::format("a standalone program has no import {}", describe_import(*module, each))));
    good = false;
  }
  return good;
}

int cannot_write(const std::string& path, const Error& error) {
  print_message(fmt::format("cannot write {}: {}", path, error.message()));
  return kExitBadInput;
}

int write(const CompileCommand& command, const std::vector<std::uint8_t>& content) {
  std::error_code ignored;
  // A pipe or a device is written to; a file is replaced, because somebody may be running it.
  const bool is_file =
      !std::filesystem::exists(command.path, ignored) || std::filesystem::is_regular_file(command.path, ignored);
  if (command.path == "-" || !is_file) return write_output_file(command.path, text_of(content)) ? 0 : kExitBadInput;
  const Result<> written = replace_file(command.path, content, command.output.mode, false);
  return written ? 0 : cannot_write(command.path, written.error());
}

void tell_costs(const InputFile& input, const LoadStatistics& statistics) {
  log_statistics(input.name(), statistics);
  if (!log_enabled(LogLevel::Info)) return;
  if (const Result<Module> module = decode_input(input)) log_slowest_functions(*module, statistics);
}

int compile(const InputFile& input, const CompileCommand& command) {
  if (const Error* const error = input.text_error()) {
    print_error(input, *error);
    return kExitBadInput;
  }
  if (command.output.is_program && !check_program(input)) return kExitBadInput;
  LoadStatistics statistics;
  ProgressLine progress;
  CompileOptions options = command.options;
  options.progress = &progress;
  const Result<CompiledModule> compiled = compile_bytes(input.bytes(), Features(), options, &statistics);
  if (!compiled) {
    print_error(input, compiled.error());
    return kExitBadInput;
  }
  tell_costs(input, statistics);
  warn_of_unchecked_code(input.name(), options.bounds_check);
  if (!command.output.is_program) return write(command, compiled->artefact);
  const Result<std::vector<std::uint8_t>> program = make_standalone_program(compiled->artefact);
  return program ? write(command, *program) : cannot_write(command.path, program.error());
}

// What --emit and -o say, and what follows from them and the input's name.
std::optional<int> read_output(const std::string& emit, const std::string& input, CompileCommand& command) {
  const auto* const found = std::ranges::find(kOutputs, emit, &Output::name);
  if (found == kOutputs.end())
    return usage_error("compile", fmt::format("--emit {}: expected so, exe, obj, asm or llvm-ir", emit));
  command.output = *found;
  command.options.emit = found->emit;
  if (command.path.empty()) {
    if (input == "-") return usage_error("compile", "standard input has no name; -o FILE says where the code goes");
    command.path = std::filesystem::path(input).filename().replace_extension(found->extension).string();
  }
  if (command.path == "-" && !found->is_text && ::isatty(STDOUT_FILENO) == 1)
    return usage_error("compile", "machine code is nothing for a terminal; -o FILE says where it goes");
  return std::nullopt;
}

}  // namespace

int command_compile(Arguments arguments) {
  CommandLine line(kHelp);
  CompileCommand command;
  std::string emit = "so";
  int verbosity = 0;
  line.add_value("-o,--output", command.path, "FILE", "write this file; '-' is standard output")->group("Output");
  line.add_value(
          "--emit", emit, "KIND",
          "what to make: 'so', a shared object for 'wrt run' (if not given); 'exe', a program of its own; 'obj', "
          "an object file of which a linker makes the shared object; 'asm' or 'llvm-ir', text to read")
      ->group("Output");
  CompileOptionsReader reader(line, command.options);
  reader.add_target(line);
  line.add_flag("-v,--verbose", verbosity, "tell times and sizes, and the slowest functions; -vv tells more")
      ->group("Other");
  std::vector<std::string> files;
  if (const std::optional<int> code = line.parse(arguments, files)) return *code;
  if (const std::optional<int> code = reader.read("compile")) return *code;
  if (files.size() != 1) return usage_error("compile", files.empty() ? "no file to compile" : "more than one file");
  if (!set_log_level(verbosity)) return usage_error("compile", "the environment's WRT_LOG is none of off, info, debug");
  const std::string& path = files[0];
  if (const std::optional<int> code = read_output(emit, path, command)) return *code;
  if (is_same_file(path, command.path)) {
    print_message(fmt::format("{}: is the module itself; -o says where the code goes", command.path));
    return kExitBadInput;
  }
  const Result<std::shared_ptr<const InputFile>> input = InputFile::open(path);
  if (!input) {
    print_error(InputFile::display_name(path), input.error());
    return kExitBadInput;
  }
  return compile(**input, command);
}

}  // namespace wrt
