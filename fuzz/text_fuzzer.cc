// Any text, as a module. One that parses must be one that decodes, and what is printed of it must give the same bytes,
// unless custom sections were written by hand: names and hints in them may be encoded in other ways, but are the same
// again from then on. Every instruction must have a place in the text. Everything else must end in an error with a
// place inside of the text.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/binary/decoder.h"
#include "lib/support/check.h"
#include "lib/text/module_printer.h"
#include "lib/text/parser.h"
#include "lib/text/text_position.h"

namespace {

using Bytes = std::vector<std::uint8_t>;

void check_error(const wrt::Error& error, std::string_view source) {
  WRT_CHECK(error.has_offset() && error.offset() <= source.size());
  WRT_CHECK(!error.message().empty() && error.message().find('\n') == std::string::npos);
  wrt::render_text_error("fuzz.wat", source, error);
}

void check_map(const wrt::SourceMap& map, const wrt::Module& module, std::string_view source) {
  for (const wrt::ByteRange& body : module.bodies) {
    const std::optional<std::size_t> last = map.find(module, body.offset + body.bytes.size() - 1);
    WRT_CHECK(last && *last <= source.size());
    WRT_CHECK(map.find(module, body.offset).has_value());
  }
}

// The bytes of the module's text; nothing if it has none.
std::optional<Bytes> through_text(const Bytes& bytes) {
  const wrt::Result<wrt::Module> module = wrt::decode_module(bytes);
  // The text has no limits of its own on how many of a thing there are.
  WRT_CHECK(module.has_value() || module.error().kind() != wrt::ErrorKind::Malformed);
  if (!module) return std::nullopt;
  const wrt::Result<std::string> text = wrt::print_module(*module);
  if (!text) {
    WRT_CHECK(text.error().kind() != wrt::ErrorKind::Malformed);
    return std::nullopt;
  }
  const wrt::Result<Bytes> again = wrt::parse_text_module(*text);
  WRT_CHECK(again.has_value());
  return *again;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view source(reinterpret_cast<const char*>(data), size);
  wrt::SourceMap map;
  const wrt::Result<Bytes> bytes = wrt::parse_text_module(source, {}, &map);
  if (!bytes) {
    check_error(bytes.error(), source);
    return 0;
  }
  if (const wrt::Result<wrt::Module> module = wrt::decode_module(*bytes)) check_map(map, *module, source);
  const std::optional<Bytes> again = through_text(*bytes);
  if (!again) return 0;
  if (source.find("custom") == source.npos) WRT_CHECK(*again == *bytes);
  WRT_CHECK(through_text(*again) == again);
  return 0;
}
