// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// spectest's functions, globals, tables and memories.
#include "tools/wrt/wast/spectest.h"

#include <map>
#include <string_view>

#include "runtime/global.h"
#include "runtime/memory.h"
#include "runtime/table.h"

namespace wrt {

namespace {

constexpr std::string_view kModule = "spectest";

// The functions, which do nothing.
const HostDefinition* find_printer(std::string_view module, std::string_view name) {
  static const std::map<std::string_view, HostDefinition> printers = [] {
    const auto ignore = [](HostCall&) -> Outcome<> { return {}; };
    std::map<std::string_view, HostDefinition> made;
    made["print"] = {{{}, {}}, ignore};
    made["print_i32"] = {{{ValType::I32}, {}}, ignore};
    made["print_i64"] = {{{ValType::I64}, {}}, ignore};
    made["print_f32"] = {{{ValType::F32}, {}}, ignore};
    made["print_f64"] = {{{ValType::F64}, {}}, ignore};
    made["print_i32_f32"] = {{{ValType::I32, ValType::F32}, {}}, ignore};
    made["print_f64_f64"] = {{{ValType::F64, ValType::F64}, {}}, ignore};
    return made;
  }();
  const auto found = module == kModule ? printers.find(name) : printers.end();
  return found == printers.end() ? nullptr : &found->second;
}

void define_global(Linker& linker, Store& store, std::string_view name, ValType type, Value value) {
  linker.define(kModule, name, store.new_global(GlobalType{type, false}, value));
}

Result<> define_memory(Linker& linker, Store& store, std::string_view name, bool shared) {
  MemoryType type;
  type.limits = {1, 2};
  type.shared = shared;
  WRT_ASSIGN(MemoryInstance* const memory, store.new_memory(type));
  linker.define(kModule, name, memory);
  return {};
}

void define_table(Linker& linker, Store& store, std::string_view name, AddressType address) {
  TableType type;
  type.element = ValType::funcref();
  type.limits = {10, 20};
  type.address = address;
  linker.define(kModule, name, store.new_table(type, nullptr));
}

}  // namespace

Result<> define_spectest(Linker& linker, Store& store) {
  linker.add_source(find_printer);
  define_global(linker, store, "global_i32", ValType::I32, Value{.i32 = 666});
  define_global(linker, store, "global_i64", ValType::I64, Value{.i64 = 666});
  define_global(linker, store, "global_f32", ValType::F32, Value{.f32 = 666.6f});
  define_global(linker, store, "global_f64", ValType::F64, Value{.f64 = 666.6});
  define_table(linker, store, "table", AddressType::I32);
  define_table(linker, store, "table64", AddressType::I64);
  WRT_TRY(define_memory(linker, store, "memory", false));
  return define_memory(linker, store, "shared_memory", true);
}

}  // namespace wrt
