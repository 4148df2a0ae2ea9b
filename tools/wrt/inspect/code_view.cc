// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Opening, compiling, and joining a function's two listings by the offsets that its machine code carries.
#include "tools/wrt/inspect/code_view.h"

#include <algorithm>

#include <fmt/format.h>

#include "api/program.h"
#include "lib/support/hash.h"
#include "lib/text/function_printer.h"
#include "tools/wrt/commands.h"
#include "tools/wrt/messages.h"

namespace wrt {

std::expected<CodeView, int> CodeView::open(std::shared_ptr<const InputFile> file, const std::string& module_path,
                                            const CompileOptions& options) {
  CodeView view;
  view.name_ = file->name();
  Result<NativeCode> native = file->is_artefact() ? NativeCode::open(view.name_) : NativeCode::compile(*file, options);
  if (!native) {
    print_error(*file, native.error());
    return std::unexpected(kExitBadInput);
  }
  view.native_ = std::move(*native);
  view.all_positions_ = !file->is_artefact() && options.compiler.empty();
  if (!file->is_artefact()) {
    // It was decoded, without an error, when it was compiled.
    view.module_ = std::move(*decode_input(*file));
    view.input_ = std::move(file);
  } else if (!module_path.empty() && !view.open_module(module_path)) {
    return std::unexpected(kExitBadInput);
  }
  view.names_ = IndexNames(view.module());
  return view;
}

// The module of an artefact. False: the user was told why not.
bool CodeView::open_module(const std::string& path) {
  const Result<std::shared_ptr<const InputFile>> file = InputFile::open(path);
  if (!file) {
    print_error(InputFile::display_name(path), file.error());
    return false;
  }
  input_ = *file;
  if (hash_bytes(input_->bytes()) != native_->note().wasm) {
    print_message(fmt::format("{}: is not the module that {} was made of, whose hash is {}", input_->name(), name_,
                              hash_text(native_->note().wasm)));
    return false;
  }
  Result<Module> module = decode_input(*input_);
  if (!module) {
    print_error(*input_, module.error());
    return false;
  }
  if (module->functions.size() != native_->module().functions.size() ||
      module->bodies.size() != native_->module().bodies.size()) {
    print_message(fmt::format("{}: damaged: it belongs to another module", name_));
    return false;
  }
  module_ = std::move(*module);
  return true;
}

std::vector<WasmRow> CodeView::wasm_rows(FuncIndex function, const std::vector<NativeInstruction>& native) const {
  std::vector<WasmRow> rows;
  if (module_) {
    // The module is valid: its code was compiled.
    static_cast<void>(list_instructions(*module_, names_, function, [&rows](const InstructionLine& line) {
      rows.push_back({static_cast<std::uint32_t>(line.offset), line.depth, std::string(line.text)});
    }));
    // The function's own end, to which the return belongs.
    const ByteRange& body = module_->body(function);
    rows.push_back({static_cast<std::uint32_t>(body.offset + body.bytes.size() - 1), 0, "end"});
    return rows;
  }
  for (const NativeInstruction& each : native) {
    if (each.wasm_offset != 0) rows.push_back({each.wasm_offset, 0, {}});
  }
  std::ranges::sort(rows, {}, &WasmRow::offset);
  const auto repeated = std::ranges::unique(rows, {}, &WasmRow::offset);
  rows.erase(repeated.begin(), repeated.end());
  return rows;
}

Result<FunctionListing> CodeView::list(FuncIndex function) {
  WRT_ASSIGN(std::vector<NativeInstruction> native, native_->instructions(function));
  FunctionListing listing;
  listing.wasm = wasm_rows(function, native);
  for (NativeInstruction& each : native) {
    NativeRow& row = listing.native.emplace_back(NativeRow{std::move(each), NativeRow::kNone});
    const auto found = std::ranges::lower_bound(listing.wasm, row.instruction.wasm_offset, {}, &WasmRow::offset);
    if (found != listing.wasm.end() && found->offset == row.instruction.wasm_offset)
      row.wasm = static_cast<std::uint32_t>(found - listing.wasm.begin());
  }
  return listing;
}

}  // namespace wrt
