// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reads the name section's function names (appendix "Name Section", subsection 1) and makes symbols of them.
#include "compiler/llvm/function_names.h"

#include <algorithm>
#include <string_view>

#include "lib/support/byte_reader.h"

namespace wrt::llvm_compiler {

namespace {

constexpr std::size_t kMaxSymbolLength = 200;
constexpr std::uint8_t kFunctionNames = 1;

// Keeps what assemblers and profilers print as it is; one '_' for any other byte. Never starts with "llvm.", which
// LLVM reserves, or with a byte that it gives a meaning.
std::string clean(std::string_view name) {
  std::string symbol(name.substr(0, kMaxSymbolLength));
  for (char& byte : symbol) {
    const bool printable = byte > ' ' && byte < 0x7f && byte != '"' && byte != '\\' && byte != '@';
    if (!printable) byte = '_';
  }
  if (symbol.starts_with("llvm.")) symbol.insert(0, "_");
  return symbol;
}

void read_names(const ByteRange& section, const std::vector<bool>& wanted, std::vector<std::string>& symbols) {
  ByteReader reader(section.bytes, section.offset);
  while (!reader.at_end() && !reader.failed()) {
    const std::uint8_t id = reader.read_u8();
    ByteReader content(reader.read_bytes(reader.read_u32()));
    if (id != kFunctionNames) continue;
    const std::uint32_t count = content.read_u32();
    for (std::uint32_t i = 0; i < count && !content.failed(); ++i) {
      const std::uint32_t index = content.read_u32();
      const std::string_view name = content.read_name();
      if (!content.failed() && index < symbols.size() && wanted[index] && !name.empty()) symbols[index] = clean(name);
    }
  }
}

}  // namespace

std::vector<std::string> function_symbols(const Module& module, const std::vector<bool>& wanted) {
  std::vector<std::string> symbols(module.functions.size());
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    if (wanted[i]) symbols[i] = "func";
  }
  const auto section = std::ranges::find(module.customs, "name", &CustomSection::name);
  if (section != module.customs.end()) read_names(section->content, wanted, symbols);
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    if (wanted[i]) symbols[i] += ".w" + std::to_string(i);
  }
  return symbols;
}

}  // namespace wrt::llvm_compiler
