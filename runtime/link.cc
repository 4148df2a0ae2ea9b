// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One rule per kind of external value. What a module declares is renamed to canonical ids first; then types of
// different modules can be compared.
#include "runtime/link.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "lib/support/check.h"
#include "runtime/global.h"
#include "runtime/memory.h"
#include "runtime/table.h"
#include "runtime/tag.h"
#include "runtime/type_registry.h"

namespace wrt {

namespace {

bool limits_match(const Limits& actual, const Limits& declared) {
  if (actual.min < declared.min) return false;
  return !declared.max || (actual.max && *actual.max <= *declared.max);
}

bool same_types(const std::vector<ValType>& types, const std::vector<ValType>& declared,
                std::span<const std::uint32_t> ids) {
  return std::ranges::equal(types, declared, {}, {}, [ids](ValType type) { return canonical_type(type, ids); });
}

std::string function_text(const FuncType& type) {
  const std::string text = to_string(type);
  return text.empty() ? "func" : "func " + text;
}

class ImportMatcher {
 public:
  ImportMatcher(const LoadedModule& module, const Import& import) : module_(module), import_(import) {}

  Result<> match(const FuncExtern& actual) const {
    if (import_.kind != ExternKind::Func) return mismatch("func");
    if (actual.ref == nullptr) return unknown();
    const std::uint32_t declared = module_.type_ids()[function().type];
    if (engine_types().is_subtype(actual.ref->type_id, declared)) return {};
    return mismatch(function_text(engine_types().type(actual.ref->type_id).func));
  }

  Result<> match(const HostDefinition* actual) const {
    if (import_.kind != ExternKind::Func) return mismatch("func");
    if (actual == nullptr) return unknown();
    const FuncType& declared = module_.module().types[function().type].func;
    const bool same = same_types(actual->type.params, declared.params, module_.type_ids()) &&
                      same_types(actual->type.results, declared.results, module_.type_ids());
    return same ? Result<>() : mismatch(function_text(actual->type));
  }

  Result<> match(const TableInstance* actual) const {
    if (import_.kind != ExternKind::Table) return mismatch("table");
    if (actual == nullptr) return unknown();
    const TableType& declared = module_.module().tables[import_.index].type;
    const TableType type = actual->type();
    const bool same = type.element == canonical_type(declared.element, module_.type_ids()) &&
                      type.address == declared.address && limits_match(type.limits, declared.limits);
    return same ? Result<>() : mismatch("table " + to_string(type));
  }

  Result<> match(const MemoryInstance* actual) const {
    if (import_.kind != ExternKind::Memory) return mismatch("memory");
    if (actual == nullptr) return unknown();
    const MemoryType& declared = module_.module().memories[import_.index].type;
    const MemoryType type = actual->type();
    const bool same = type.address == declared.address && type.shared == declared.shared &&
                      type.page_size_log2 == declared.page_size_log2 && limits_match(type.limits, declared.limits);
    if (!same) return mismatch("memory " + to_string(type));
    if (actual->is_safe_for(module_.bounds_check())) return {};
    return fail(ErrorKind::Unlinkable, import_.offset,
                fmt::format("{}.{} is a memory of code compiled with --bounds-check=explicit, and only such code can "
                            "use it",
                            import_.module, import_.name));
  }

  Result<> match(const GlobalInstance* actual) const {
    if (import_.kind != ExternKind::Global) return mismatch("global");
    if (actual == nullptr) return unknown();
    const GlobalType& declared = module_.module().globals[import_.index].type;
    const ValType wanted = canonical_type(declared.type, module_.type_ids());
    const GlobalType& type = actual->type();
    const bool same = type.is_mutable == declared.is_mutable &&
                      (type.is_mutable ? type.type == wanted : engine_types().matches(type.type, wanted));
    return same ? Result<>() : mismatch("global " + to_string(type));
  }

  Result<> match(const TagInstance* actual) const {
    if (import_.kind != ExternKind::Tag) return mismatch("tag");
    if (actual == nullptr) return unknown();
    const TypeIndex declared = module_.module().tags[import_.index].type.type;
    if (actual->type_id == module_.type_ids()[declared]) return {};
    return mismatch("tag " + to_string(engine_types().type(actual->type_id).func));
  }

 private:
  const Function& function() const { return module_.module().functions[import_.index]; }

  // What the module declares, in the text format's words; type indices are the module's own.
  std::string declared_text() const {
    const Module& module = module_.module();
    switch (import_.kind) {
      case ExternKind::Func: return function_text(module.function_type(import_.index));
      case ExternKind::Table: return "table " + to_string(module.tables[import_.index].type);
      case ExternKind::Memory: return "memory " + to_string(module.memories[import_.index].type);
      case ExternKind::Global: return "global " + to_string(module.globals[import_.index].type);
      case ExternKind::Tag: return "tag " + to_string(module.types[module.tags[import_.index].type.type].func);
    }
    WRT_UNREACHABLE();
  }
  Unexpected mismatch(const std::string& actual) const {
    return fail(ErrorKind::Unlinkable, import_.offset,
                fmt::format("incompatible import type: {}.{} is declared as {}, but is {}", import_.module,
                            import_.name, declared_text(), actual));
  }
  Unexpected unknown() const {
    return fail(ErrorKind::Unlinkable, import_.offset,
                fmt::format("unknown import: {}.{} ({})", import_.module, import_.name, declared_text()));
  }

  const LoadedModule& module_;
  const Import& import_;
};

}  // namespace

Result<> match_imports(const LoadedModule& module, std::span<const Extern> imports) {
  const std::vector<Import>& declared = module.module().imports;
  WRT_CHECK(imports.size() == declared.size());
  for (std::size_t each = 0; each < imports.size(); ++each) {
    const ImportMatcher matcher(module, declared[each]);
    WRT_TRY(std::visit([&matcher](const auto& actual) { return matcher.match(actual); }, imports[each]));
  }
  return {};
}

}  // namespace wrt
