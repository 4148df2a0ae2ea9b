// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Looking up imports by name, and the stand-ins for unknown functions.
#include "api/linker.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

namespace wrt {

namespace {

// Whether a host function may have the type: it must not name types of a module.
bool host_can_implement(const FuncType& type) {
  const auto plain = [](ValType each) { return !each.is_ref() || !each.heap().is_defined(); };
  return std::ranges::all_of(type.params, plain) && std::ranges::all_of(type.results, plain);
}

bool has_zero_results(const FuncType& type) {
  return std::ranges::all_of(type.results, [](ValType each) { return each.defaultable(); });
}

HostCallback zero_callback(std::size_t results) {
  return [results](HostCall& call) -> Outcome<> {
    if (results > 0) std::memset(call.values.data(), 0, results * sizeof(Value));
    return {};
  };
}

HostCallback trap_callback(std::string name) {
  return [name = std::move(name)](HostCall&) -> Outcome<> {
    return std::unexpected(
        Stop::trap(TrapCode::UnknownImport, fmt::format("{}: {}", trap_text(TrapCode::UnknownImport), name)));
  };
}

std::string import_type(const Module& module, const Import& import) {
  switch (import.kind) {
    case ExternKind::Func: return to_string(module.function_type(import.index));
    case ExternKind::Table: return to_string(module.tables[import.index].type);
    case ExternKind::Memory: return to_string(module.memories[import.index].type);
    case ExternKind::Global: return to_string(module.globals[import.index].type);
    case ExternKind::Tag: return to_string(module.types[module.tags[import.index].type.type].func);
  }
  return {};
}

}  // namespace

std::string describe_import(const Module& module, const Import& import) {
  const std::string type = import_type(module, import);
  return fmt::format("{} {}.{}{}{}", to_string(import.kind), import.module, import.name, type.empty() ? "" : " ", type);
}

void Linker::define(std::string_view module, std::string_view name, Extern value) {
  auto found = definitions_.find(module);
  if (found == definitions_.end()) found = definitions_.emplace(module, decltype(found->second)()).first;
  found->second.insert_or_assign(std::string(name), value);
}

void Linker::define_instance(std::string_view module, const Instance& instance) {
  for (const Export& each : instance.module().exports) {
    if (const std::optional<Extern> value = instance.find_export(each.name)) define(module, each.name, *value);
  }
}

std::expected<std::vector<Extern>, std::vector<Error>> Linker::resolve(const Module& module, UnknownImports unknown) {
  std::vector<Extern> found;
  std::vector<Error> missing;
  found.reserve(module.imports.size());
  for (const Import& import : module.imports) {
    if (const std::optional<Extern> value = find(import)) {
      found.push_back(*value);
    } else if (const HostDefinition* substitute = stand_in(module, import, unknown)) {
      found.emplace_back(substitute);
    } else {
      missing.emplace_back(ErrorKind::Unlinkable, import.offset,
                           fmt::format("unknown import: {}", describe_import(module, import)));
    }
  }
  if (!missing.empty()) return std::unexpected(std::move(missing));
  return found;
}

std::optional<Extern> Linker::find(const Import& import) const {
  if (const auto names = definitions_.find(import.module); names != definitions_.end()) {
    if (const auto value = names->second.find(import.name); value != names->second.end()) return value->second;
  }
  for (const HostSource& source : sources_) {
    if (const HostDefinition* definition = source(import.module, import.name)) return definition;
  }
  return std::nullopt;
}

const HostDefinition* Linker::stand_in(const Module& module, const Import& import, UnknownImports unknown) {
  if (unknown == UnknownImports::Error || import.kind != ExternKind::Func) return nullptr;
  const FuncType& type = module.function_type(import.index);
  if (!host_can_implement(type)) return nullptr;
  if (unknown == UnknownImports::Zero && !has_zero_results(type)) return nullptr;
  HostCallback callback = unknown == UnknownImports::Zero
                              ? zero_callback(type.results.size())
                              : trap_callback(fmt::format("{}.{}", import.module, import.name));
  stand_ins_.push_back(HostDefinition{type, std::move(callback)});
  return &stand_ins_.back();
}

}  // namespace wrt
