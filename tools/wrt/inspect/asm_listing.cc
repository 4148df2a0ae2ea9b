// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Two columns. The left one is as wide as the function's instructions, up to a bound; behind a longer one, machine code
// begins on the next line.
#include "tools/wrt/inspect/asm_listing.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include <fmt/format.h>

#include "lib/text/function_printer.h"

namespace wrt {

namespace {

constexpr std::size_t kMostColumns = 44;

std::string left_text(const WasmRow& row) {
  return fmt::format("  {:#08x}  {:{}}{}", row.offset, "", row.depth * 2, row.text);
}

std::string right_text(const NativeInstruction& each) {
  const std::string comment = each.comment.empty() ? "" : fmt::format("  ; {}", each.comment);
  return fmt::format("{:#08x}  {}{}", each.address, each.text, comment);
}

// Columns that a terminal shows: bytes that begin a character.
std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xc0) != 0x80; }));
}

class Listing {
 public:
  explicit Listing(const FunctionListing& listing) : listing_(listing), belonging_(listing.wasm.size()) {
    for (const NativeRow& each : listing.native) {
      (each.wasm == NativeRow::kNone ? others_ : belonging_[each.wasm]).push_back(&each.instruction);
    }
    for (const WasmRow& each : listing.wasm) {
      const std::size_t size = columns(left_text(each));
      if (size <= kMostColumns) width_ = std::max(width_, size);
    }
  }

  std::string text() {
    if (!others_.empty()) group("  (none)", others_);
    for (std::size_t i = 0; i < listing_.wasm.size(); ++i) group(left_text(listing_.wasm[i]), belonging_[i]);
    return std::move(text_);
  }

 private:
  using Instructions = std::vector<const NativeInstruction*>;

  void group(const std::string& left, const Instructions& instructions) {
    text_ += left;
    std::size_t column = columns(left);
    if (column > width_ && !instructions.empty()) {
      text_ += '\n';
      column = 0;
    }
    for (const NativeInstruction* each : instructions) {
      fmt::format_to(std::back_inserter(text_), "{:{}}  {}\n", "", width_ - column, right_text(*each));
      column = 0;
    }
    if (instructions.empty()) text_ += '\n';
  }

  const FunctionListing& listing_;
  std::vector<Instructions> belonging_;  // by WebAssembly instruction
  Instructions others_;
  std::size_t width_ = 12;
  std::string text_;
};

}  // namespace

std::string asm_listing(const CodeView& view, FuncIndex function, const FunctionListing& listing) {
  const NativeCode& native = view.native();
  std::string text = function_head(view.module(), view.names(), function) + "  ;; ";
  if (view.has_bodies()) {
    const ByteRange& body = view.module().body(function);
    text += fmt::format("{} bytes at {:#x}, ", body.bytes.size(), body.offset);
  }
  text += fmt::format("{} bytes of {} code at {:#x}\n", native.code_size(function),
                      architecture_name(native.architecture()), native.address(function));
  return text + Listing(listing).text() + ")\n";
}

}  // namespace wrt
