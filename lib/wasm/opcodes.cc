// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The array behind opcodes.h, and the ways back from bytes and from text.
#include "lib/wasm/opcodes.h"

#include <unordered_map>

namespace wrt {

constexpr std::array<OpcodeInfo, kOpcodeCount> kOpcodes = {{
#define SIMPLE(name, code, text, immediate, operands, result, lane, meaning, feature) \
  {text, operands, result, code, Meaning::meaning, Immediate::immediate, Lane::lane, Feature::feature, true},
#define SPECIAL(name, code, text, immediate, feature) \
  {text, "", "", code, Meaning::name, Immediate::immediate, Lane::None, Feature::feature, false},
#include "lib/wasm/opcodes.def"
#undef SIMPLE
#undef SPECIAL
}};

namespace {

constexpr std::uint16_t kNoOpcode = 0xffff;
// The largest number behind a prefix, rounded up.
constexpr std::size_t kCodesPerPage = 0x120;

// Page 0 holds the single bytes, pages 1 to 4 the prefixes 0xfb to 0xfe.
constexpr std::size_t page_of(std::uint32_t code) {
  return code < 0x10000 ? 0 : (code >> 16) - 0xfa;
}

using CodePages = std::array<std::array<std::uint16_t, kCodesPerPage>, 5>;

constexpr CodePages make_pages() {
  CodePages pages{};
  for (auto& page : pages) page.fill(kNoOpcode);
  for (std::size_t i = 0; i < kOpcodeCount; ++i) {
    const std::uint32_t code = kOpcodes[i].code;
    pages[page_of(code)][code & 0xffff] = static_cast<std::uint16_t>(i);
  }
  return pages;
}

constexpr CodePages kPages = make_pages();

}  // namespace

std::optional<Opcode> opcode_from_code(std::uint32_t code) {
  const std::size_t page = page_of(code);
  const std::uint32_t number = code & 0xffff;
  if (page >= kPages.size() || number >= kCodesPerPage || kPages[page][number] == kNoOpcode) return std::nullopt;
  return static_cast<Opcode>(kPages[page][number]);
}

std::optional<Opcode> opcode_from_text(std::string_view text) {
  static const std::unordered_map<std::string_view, Opcode> by_text = [] {
    std::unordered_map<std::string_view, Opcode> map;
    for (std::size_t i = 0; i < kOpcodeCount; ++i) map.emplace(kOpcodes[i].text, static_cast<Opcode>(i));
    return map;
  }();
  const auto found = by_text.find(text);
  if (found == by_text.end()) return std::nullopt;
  return found->second;
}

}  // namespace wrt
