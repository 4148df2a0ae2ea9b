// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Columns instead of objects: a name repeated for each of a million instructions would be most of the page. The readers
// are in page/page.js.
#include "tools/wrt/inspect/page_data.h"

#include <algorithm>
#include <vector>

#include <nlohmann/json.hpp>

#include "lib/abi/artefact.h"
#include "lib/binary/sections.h"
#include "lib/text/escape.h"
#include "lib/text/function_printer.h"

namespace wrt {

namespace {

using Json = nlohmann::ordered_json;

// On one line. In JSON, '<' stands in strings only, where it may be escaped: so nothing ends the tag around it.
std::string dump(const Json& json) {
  const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string safe;
  safe.reserve(text.size());
  for (const char each : text) {
    if (each == '<') {
      safe += "\\u003c";
    } else {
      safe += each;
    }
  }
  return safe;
}

// By function, without the imported ones: the name section's name, or what it is exported as, or nothing.
Json function_names(const CodeView& view) {
  const Module& module = view.module();
  std::vector<std::string_view> names(module.functions.size());
  for (FuncIndex i = 0; i < names.size(); ++i) names[i] = view.names().find(NameSpace::Function, i);
  for (const Export& each : module.exports) {
    if (each.kind == ExternKind::Func && each.index < names.size() && names[each.index].empty())
      names[each.index] = each.name;
  }
  Json json = Json::array();
  for (FuncIndex i = module.imported_functions; i < names.size(); ++i) json.push_back(escape_for_terminal(names[i]));
  return json;
}

Json functions_json(const CodeView& view) {
  const Module& module = view.module();
  Json wasm = Json::array();
  Json code = Json::array();
  for (FuncIndex i = module.imported_functions; i < module.functions.size(); ++i) {
    if (view.has_bodies()) wasm.push_back(module.body(i).bytes.size());
    code.push_back(view.native().code_size(i));
  }
  return {{"first", module.imported_functions},
          {"names", function_names(view)},
          {"wasm", view.has_bodies() ? std::move(wasm) : Json()},
          {"code", std::move(code)}};
}

// The module's file: its size, and names and sizes of its sections. `code` says which one holds the functions.
Json wasm_json(const Module& module) {
  Json sections = Json::array();
  std::size_t custom = 0;
  for (const SectionHeader& each : module.sections) {
    std::string name(section_name(each.id));
    if (each.id == 0 && custom < module.customs.size())
      name += ": " + escape_for_terminal(module.customs[custom++].name);
    sections.push_back({name, each.content.bytes.size()});
  }
  return {{"size", module.bytes.size()}, {"code", "code"}, {"sections", std::move(sections)}};
}

// The artefact, likewise. If it was compiled to be looked at, its position table is larger than in one that is to run
// (CompileOptions::all_positions), and left out.
Json native_json(const CodeView& view) {
  const NativeCode& native = view.native();
  std::uint64_t size = native.file_size();
  Json sections = Json::array();
  for (const NativeCode::Section& each : native.sections()) {
    if (view.has_all_positions() && each.name == kPositionSection) {
      size -= each.size;
    } else {
      sections.push_back({escape_for_terminal(each.name), each.size});
    }
  }
  return {
      {"size", size}, {"code", ".text"}, {"sections", std::move(sections)}, {"positions", !view.has_all_positions()}};
}

Json module_json(const CodeView& view) {
  const ArtefactNote& note = view.native().note();
  return {{"file", escape_for_terminal(view.name())},
          {"settings", escape_for_terminal(note.settings)},
          {"cpu", escape_for_terminal(note.cpu)},
          {"architecture", architecture_name(view.native().architecture())},
          {"wasm", view.has_bodies() ? wasm_json(view.module()) : Json()},
          {"native", native_json(view)},
          {"functions", functions_json(view)}};
}

// [head, address, offsets, depths, texts, sizes, rows of the instructions that code belongs to, texts, comments].
// Offsets are differences. Where there are no bodies, depths and texts are empty.
Json listing_json(const CodeView& view, FuncIndex function, const FunctionListing& listing) {
  Json offsets = Json::array();
  Json depths = Json::array();
  Json texts = Json::array();
  std::uint32_t before = 0;
  for (const WasmRow& each : listing.wasm) {
    offsets.push_back(each.offset - before);
    before = each.offset;
    if (!view.has_bodies()) continue;
    depths.push_back(each.depth);
    texts.push_back(each.text);
  }
  Json sizes = Json::array();
  Json rows = Json::array();
  Json natives = Json::array();
  Json comments = Json::object();
  for (const NativeRow& each : listing.native) {
    if (!each.instruction.comment.empty()) comments[std::to_string(sizes.size())] = each.instruction.comment;
    sizes.push_back(each.instruction.size);
    rows.push_back(each.wasm == NativeRow::kNone ? -1 : static_cast<std::int64_t>(each.wasm));
    natives.push_back(each.instruction.text);
  }
  return Json::array({function_head(view.module(), view.names(), function) + ")", view.native().address(function),
                      std::move(offsets), std::move(depths), std::move(texts), std::move(sizes), std::move(rows),
                      std::move(natives), std::move(comments)});
}

// The functions that the module defines, by falling size of their code.
std::vector<FuncIndex> by_code_size(const CodeView& view) {
  std::vector<FuncIndex> functions;
  for (FuncIndex i = view.module().imported_functions; i < view.module().functions.size(); ++i) functions.push_back(i);
  std::ranges::sort(functions, [&view](FuncIndex a, FuncIndex b) {
    const std::size_t size_a = view.native().code_size(a);
    const std::size_t size_b = view.native().code_size(b);
    return size_a != size_b ? size_a > size_b : a < b;
  });
  return functions;
}

}  // namespace

Result<PageData> make_page_data(CodeView& view) {
  PageData data;
  data.module = dump(module_json(view));
  const std::vector<FuncIndex> functions = by_code_size(view);
  std::vector<std::string> lines(functions.size());
  std::size_t left = kMostListings;
  for (const FuncIndex each : functions) {
    WRT_ASSIGN(const FunctionListing listing, view.list(each));
    std::string line = dump(listing_json(view, each, listing));
    if (line.size() > left) break;
    left -= line.size();
    lines[each - view.module().imported_functions] = std::move(line);
  }
  for (const std::string& each : lines) {
    data.listings += each;
    data.listings += '\n';
  }
  return data;
}

}  // namespace wrt
