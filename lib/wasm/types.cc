// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Types as text, in the words of the text format.
#include "lib/wasm/types.h"

#include <array>

#include <fmt/format.h>

#include "lib/support/check.h"

namespace wrt {

std::string to_string(HeapType type) {
  if (type.is_defined()) return std::to_string(type.index());
  constexpr std::array<const char*, 13> kNames = {"any",    "eq",     "i31",      "struct", "array", "none",  "func",
                                                  "nofunc", "extern", "noextern", "exn",    "noexn", "bottom"};
  return kNames[type.kind()];
}

std::string to_string(ValType type) {
  switch (type.kind()) {
    case ValType::I32: return "i32";
    case ValType::I64: return "i64";
    case ValType::F32: return "f32";
    case ValType::F64: return "f64";
    case ValType::V128: return "v128";
    case ValType::I8: return "i8";
    case ValType::I16: return "i16";
    case ValType::Bottom: return "bottom";
    case ValType::Ref: break;
  }
  const HeapType heap = type.heap();
  if (type.nullable() && !heap.is_defined()) {
    switch (heap.kind()) {
      case HeapType::None: return "nullref";
      case HeapType::NoFunc: return "nullfuncref";
      case HeapType::NoExtern: return "nullexternref";
      case HeapType::NoExn: return "nullexnref";
      case HeapType::Bottom: return "(ref null bottom)";
      default: return to_string(heap) + "ref";
    }
  }
  return fmt::format("(ref {}{})", type.nullable() ? "null " : "", to_string(heap));
}

std::string to_string(const FuncType& type) {
  std::string text;
  const auto append = [&text](const char* keyword, const std::vector<ValType>& types) {
    if (types.empty()) return;
    if (!text.empty()) text += ' ';
    text += keyword;
    for (const ValType each : types) text += ' ' + to_string(each);
    text += ')';
  };
  append("(param", type.params);
  append("(result", type.results);
  return text;
}

namespace {

std::string to_string(AddressType address, const Limits& limits) {
  std::string text = address == AddressType::I64 ? "i64 " : "";
  text += std::to_string(limits.min);
  if (limits.max) text += ' ' + std::to_string(*limits.max);
  return text;
}

}  // namespace

std::string to_string(const MemoryType& type) {
  std::string text = to_string(type.address, type.limits);
  if (type.shared) text += " shared";
  if (type.page_size_log2 != 16) text += fmt::format(" (pagesize {})", 1u << type.page_size_log2);
  return text;
}

std::string to_string(const TableType& type) {
  return to_string(type.address, type.limits) + ' ' + to_string(type.element);
}

std::string to_string(const GlobalType& type) {
  return type.is_mutable ? fmt::format("(mut {})", to_string(type.type)) : to_string(type.type);
}

std::string_view to_string(ExternKind kind) {
  constexpr std::array<std::string_view, 5> kNames = {"func", "table", "memory", "global", "tag"};
  WRT_CHECK(static_cast<std::size_t>(kind) < kNames.size());
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace wrt
