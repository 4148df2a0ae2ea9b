// Any text, as a module and as a script. A module that parses must be one that decodes, and what is printed of it must
// give the same bytes; everything else must end in an error with a place inside the text. Commands of scripts must come
// in order, whatever is wrong with them.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/binary/decoder.h"
#include "lib/support/check.h"
#include "lib/text/module_printer.h"
#include "lib/text/parser.h"
#include "lib/text/script.h"
#include "lib/text/text_position.h"

namespace {

void check_error(const wrt::Error& error, std::string_view source) {
  WRT_CHECK(error.has_offset() && error.offset() <= source.size());
  WRT_CHECK(!error.message().empty() && error.message().find('\n') == std::string::npos);
  wrt::render_text_error("fuzz.wat", source, error);
}

void parse_module(std::string_view source) {
  const wrt::Result<std::vector<std::uint8_t>> bytes = wrt::parse_text_module(source);
  if (!bytes) return check_error(bytes.error(), source);
  const wrt::Result<wrt::Module> module = wrt::decode_module(*bytes);
  // The text has no limits of its own on how many of a thing there are.
  WRT_CHECK(module.has_value() || module.error().kind() != wrt::ErrorKind::Malformed);
  if (!module) return;
  const wrt::Result<std::string> text = wrt::print_module(*module);
  if (!text) {
    WRT_CHECK(text.error().kind() != wrt::ErrorKind::Malformed);
    return;
  }
  const wrt::Result<std::vector<std::uint8_t>> again = wrt::parse_text_module(*text);
  WRT_CHECK(again.has_value() && *again == *bytes);
}

void parse_commands(std::string_view source) {
  std::size_t line = 1;
  for (const wrt::ScriptCommand& command : wrt::parse_script(source)) {
    WRT_CHECK(command.offset <= source.size() && command.line >= line);
    line = command.line;
    if (command.error) check_error(*command.error, source);
    if (!command.module) continue;
    const bool in_source = command.module->kind == wrt::ScriptModule::Kind::Text;
    const wrt::Result<std::vector<std::uint8_t>> bytes = wrt::encode_script_module(source, *command.module);
    if (!bytes) check_error(bytes.error(), in_source ? source : std::string_view(command.module->content));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view source(reinterpret_cast<const char*>(data), size);
  parse_module(source);
  parse_commands(source);
  return 0;
}
