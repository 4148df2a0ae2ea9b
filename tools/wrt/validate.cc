// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `wrt validate`: reads modules and says what is wrong with them. It compiles nothing, and so never maps LLVM.
#include <chrono>
#include <string>
#include <vector>

#include "api/program.h"
#include "lib/valid/validator.h"
#include "tools/wrt/command_line.h"
#include "tools/wrt/commands.h"
#include "tools/wrt/log.h"
#include "tools/wrt/messages.h"

namespace wrt {

namespace {

constexpr CommandHelp kHelp = {
    "validate",
    "[OPTION…] FILE…",
    "Checks that modules, binaries or text, are well-formed and valid. Says nothing about a valid one; for any other "
    "tells the first error and its place, and exits with 1. The file '-' is standard input.",
    "  wrt validate app.wasm\n"
    "  wrt validate app.wat\n"
    "  wrt validate build/*.wasm && echo all valid\n",
};

double milliseconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

Result<> validate_input(const InputFile& input) {
  if (input.is_text()) log_info("{}: text, parsed in {:.2f} ms", input.name(), input.encode_seconds() * 1e3);
  const std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
  WRT_ASSIGN(Module module, decode_input(input));
  const double decoded = milliseconds_since(start);
  WRT_TRY(validate_module(module));
  const double all = milliseconds_since(start);
  log_info("{}: valid; {} bytes, {} function{}; decoded in {:.2f} ms, validated in {:.2f} ms", input.name(),
           input.bytes().size(), module.bodies.size(), module.bodies.size() == 1 ? "" : "s", decoded, all - decoded);
  return {};
}

// Reports what is wrong with the file; returns whether nothing is.
bool validate_file(const std::string& path) {
  const Result<std::shared_ptr<const InputFile>> input = InputFile::open(path);
  if (!input) {
    print_error(InputFile::display_name(path), input.error());
    return false;
  }
  const Result<> result = validate_input(**input);
  if (!result) print_error(**input, result.error());
  return result.has_value();
}

}  // namespace

int command_validate(Arguments arguments) {
  CommandLine line(kHelp);
  int verbosity = 0;
  line.add_flag("-v,--verbose", verbosity, "say what is done, and how long it takes")->group("Other");
  std::vector<std::string> files;
  if (const std::optional<int> code = line.parse(arguments, files)) return *code;
  if (files.empty()) return usage_error("validate", "no file to validate");
  if (!set_log_level(verbosity))
    return usage_error("validate", "the environment's WRT_LOG is none of off, info, debug");

  int code = 0;
  for (const std::string& path : files) {
    if (!validate_file(path)) code = kExitBadInput;
  }
  return code;
}

}  // namespace wrt
