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
    "Checks that modules are well-formed and valid. Says nothing about a valid one; for any other prints one line with "
    "the offset of the first error, and exits with 1. The file '-' is standard input.",
    "  wrt validate app.wasm\n"
    "  wrt validate build/*.wasm && echo all valid\n"
    "  wat2wasm app.wat -o - | wrt validate -\n",
};

double milliseconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

Result<> validate_file(const std::string& path) {
  const std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
  WRT_ASSIGN(const std::shared_ptr<const InputFile> input, InputFile::open(path));
  WRT_ASSIGN(Module module, decode_input(*input));
  const double decoded = milliseconds_since(start);
  WRT_TRY(validate_module(module));
  const double all = milliseconds_since(start);
  log_info("{}: valid; {} bytes, {} function{}; decoded in {:.2f} ms, validated in {:.2f} ms", input->name(),
           input->bytes().size(), module.bodies.size(), module.bodies.size() == 1 ? "" : "s", decoded, all - decoded);
  return {};
}

}  // namespace

int command_validate(Arguments arguments) {
  CommandLine line(kHelp);
  int verbosity = 0;
  line.app().add_flag("-v,--verbose", verbosity, "say what is done, and how long it takes")->group("Other");
  std::vector<std::string> files;
  if (const std::optional<int> code = line.parse(arguments, files)) return *code;
  if (files.empty()) return usage_error("validate", "no file to validate");
  if (!set_log_level(verbosity))
    return usage_error("validate", "the environment's WRT_LOG is none of off, info, debug");

  int code = 0;
  for (const std::string& path : files) {
    const Result<> result = validate_file(path);
    if (result) continue;
    print_error(InputFile::display_name(path), result.error());
    code = kExitBadInput;
  }
  return code;
}

}  // namespace wrt
