// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Exports and the start function (3.5): they name what exists, and no name is exported twice.
#include <string_view>
#include <unordered_set>

#include "lib/support/utf8.h"
#include "lib/valid/environment.h"
#include "lib/valid/errors.h"

namespace wrt {

namespace {

std::size_t index_space_size(const Module& module, ExternKind kind) {
  switch (kind) {
    case ExternKind::Func: return module.functions.size();
    case ExternKind::Table: return module.tables.size();
    case ExternKind::Memory: return module.memories.size();
    case ExternKind::Global: return module.globals.size();
    case ExternKind::Tag: return module.tags.size();
  }
  return 0;
}

// The suite's word, which for functions is not the text format's.
std::string_view kind_word(ExternKind kind) {
  return kind == ExternKind::Func ? "function" : to_string(kind);
}

}  // namespace

Result<> validate_exports(Module& module) {
  std::unordered_set<std::string_view> names;
  names.reserve(module.exports.size());
  for (const Export& each : module.exports) {
    if (each.index >= index_space_size(module, each.kind)) {
      return fail(ErrorKind::Invalid, each.offset, errors::unknown(kind_word(each.kind), each.index));
    }
    if (!names.insert(each.name).second) {
      return fail(ErrorKind::Invalid, each.offset, "duplicate export name " + quoted(each.name));
    }
    if (each.kind == ExternKind::Func) module.escaping_functions[each.index] = true;
  }
  if (!module.start) return {};
  if (*module.start >= module.functions.size()) {
    return fail(ErrorKind::Invalid, module.start_offset, errors::unknown("function", *module.start));
  }
  const FuncType& type = module.function_type(*module.start);
  if (type.params.empty() && type.results.empty()) return {};
  return fail(ErrorKind::Invalid, module.start_offset, "start function must not have parameters or results");
}

}  // namespace wrt
