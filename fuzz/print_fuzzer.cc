// Any bytes that decode as a module, printed as text. What is printed must be read again, and what that makes must
// print as the same text: so nothing is lost on the way, however unusual the encoding was. Memory must stay in
// proportion.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "lib/binary/decoder.h"
#include "lib/support/check.h"
#include "lib/text/module_printer.h"
#include "lib/text/parser.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const wrt::Result<wrt::Module> module = wrt::decode_module({data, size});
  if (!module) return 0;
  const wrt::Result<std::string> text = wrt::print_module(*module);
  if (!text) {
    WRT_CHECK(text.error().has_offset() ? text.error().offset() <= size : text.error().kind() == wrt::ErrorKind::Limit);
    return 0;
  }
  const wrt::Result<std::vector<std::uint8_t>> bytes = wrt::parse_text_module(*text);
  if (!bytes) {
    // Nesting has a limit in text, and so has the index of a type in a reference.
    WRT_CHECK(bytes.error().kind() != wrt::ErrorKind::Malformed);
    return 0;
  }
  const wrt::Result<wrt::Module> again = wrt::decode_module(*bytes);
  WRT_CHECK(again.has_value());
  const wrt::Result<std::string> text_again = wrt::print_module(*again);
  WRT_CHECK(text_again.has_value() && *text_again == *text);
  return 0;
}
