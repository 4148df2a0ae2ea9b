// Any text, as a script. Its commands must come in order, whatever is wrong with them, and each module in it must be
// encoded or end in an error with a place inside of its text.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/support/check.h"
#include "lib/text/script.h"
#include "lib/text/text_position.h"

namespace {

void check_error(const wrt::Error& error, std::string_view source) {
  WRT_CHECK(error.has_offset() && error.offset() <= source.size());
  WRT_CHECK(!error.message().empty() && error.message().find('\n') == std::string::npos);
  wrt::render_text_error("fuzz.wast", source, error);
}

void check_commands(const std::vector<wrt::ScriptCommand>& commands, std::string_view source) {
  std::size_t line = 1;
  for (const wrt::ScriptCommand& command : commands) {
    WRT_CHECK(command.offset <= source.size() && command.line >= line);
    line = command.line;
    if (command.error) check_error(*command.error, source);
    check_commands(command.commands, source);
    if (!command.module) continue;
    const bool in_source = command.module->kind == wrt::ScriptModule::Kind::Text;
    const wrt::Result<std::vector<std::uint8_t>> bytes = wrt::encode_script_module(source, *command.module);
    if (!bytes) check_error(bytes.error(), in_source ? source : std::string_view(command.module->content));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view source(reinterpret_cast<const char*>(data), size);
  check_commands(wrt::parse_script(source), source);
  return 0;
}
