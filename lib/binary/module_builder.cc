// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Index spaces in step with the lists of imports and bodies.
#include "lib/binary/module_builder.h"

#include <utility>

#include "lib/binary/instruction_encoder.h"
#include "lib/binary/module_encoder.h"
#include "lib/support/check.h"

namespace wrt {

TypeIndex ModuleBuilder::add_func_type(FuncType type) {
  for (TypeIndex i = 0; i < module_.types.size(); ++i) {
    const SubType& each = module_.types[i];
    const bool plain = each.kind == SubType::Kind::Func && each.is_final && !each.super && each.group_size == 1;
    if (plain && each.func == type) return i;
  }
  SubType sub;
  sub.func = std::move(type);
  std::vector<SubType> group;
  group.push_back(std::move(sub));
  return add_group(std::move(group));
}

TypeIndex ModuleBuilder::add_group(std::vector<SubType> types) {
  const TypeIndex begin = static_cast<TypeIndex>(module_.types.size());
  for (SubType& type : types) {
    type.group_begin = begin;
    type.group_size = static_cast<std::uint32_t>(types.size());
    module_.types.push_back(std::move(type));
  }
  return begin;
}

void ModuleBuilder::add_import(std::string_view module, std::string_view name, ExternKind kind, std::uint32_t index) {
  module_.imports.push_back({keep(module), keep(name), kind, index, 0});
}

FuncIndex ModuleBuilder::import_function(std::string_view module, std::string_view name, TypeIndex type) {
  WRT_CHECK(module_.functions.size() == module_.imported_functions);
  module_.functions.push_back({type, 0});
  add_import(module, name, ExternKind::Func, module_.imported_functions);
  return module_.imported_functions++;
}

MemoryIndex ModuleBuilder::import_memory(std::string_view module, std::string_view name, const MemoryType& type) {
  WRT_CHECK(module_.memories.size() == module_.imported_memories);
  module_.memories.push_back({type, 0});
  add_import(module, name, ExternKind::Memory, module_.imported_memories);
  return module_.imported_memories++;
}

TableIndex ModuleBuilder::import_table(std::string_view module, std::string_view name, const TableType& type) {
  WRT_CHECK(module_.tables.size() == module_.imported_tables);
  module_.tables.push_back({type, std::nullopt, 0});
  add_import(module, name, ExternKind::Table, module_.imported_tables);
  return module_.imported_tables++;
}

GlobalIndex ModuleBuilder::import_global(std::string_view module, std::string_view name, const GlobalType& type) {
  WRT_CHECK(module_.globals.size() == module_.imported_globals);
  module_.globals.push_back({type, {}, 0});
  add_import(module, name, ExternKind::Global, module_.imported_globals);
  return module_.imported_globals++;
}

TagIndex ModuleBuilder::import_tag(std::string_view module, std::string_view name, TypeIndex type) {
  WRT_CHECK(module_.tags.size() == module_.imported_tags);
  module_.tags.push_back({{type}, 0});
  add_import(module, name, ExternKind::Tag, module_.imported_tags);
  return module_.imported_tags++;
}

FuncIndex ModuleBuilder::add_function(TypeIndex type, std::span<const LocalRun> locals,
                                      std::span<const Instruction> code) {
  ByteWriter body;
  encode_locals(body, locals);
  for (const Instruction& instruction : code) encode_instruction(body, instruction);
  return add_function(type, body.take());
}

FuncIndex ModuleBuilder::add_function(TypeIndex type, std::vector<std::uint8_t> body) {
  module_.functions.push_back({type, 0});
  module_.bodies.push_back({0, keep(std::move(body))});
  return static_cast<FuncIndex>(module_.functions.size() - 1);
}

MemoryIndex ModuleBuilder::add_memory(const MemoryType& type) {
  module_.memories.push_back({type, 0});
  return static_cast<MemoryIndex>(module_.memories.size() - 1);
}

TableIndex ModuleBuilder::add_table(const TableType& type) {
  module_.tables.push_back({type, std::nullopt, 0});
  return static_cast<TableIndex>(module_.tables.size() - 1);
}

GlobalIndex ModuleBuilder::add_global(const GlobalType& type, const ConstExpr& init) {
  module_.globals.push_back({type, init, 0});
  return static_cast<GlobalIndex>(module_.globals.size() - 1);
}

TagIndex ModuleBuilder::add_tag(TypeIndex type) {
  module_.tags.push_back({{type}, 0});
  return static_cast<TagIndex>(module_.tags.size() - 1);
}

void ModuleBuilder::add_export(std::string_view name, ExternKind kind, std::uint32_t index) {
  module_.exports.push_back({keep(name), kind, index, 0});
}

ConstExpr ModuleBuilder::const_expr(std::span<const Instruction> code) {
  ByteWriter writer;
  for (const Instruction& instruction : code) encode_instruction(writer, instruction);
  writer.write_u8(static_cast<std::uint8_t>(opcode_info(Opcode::End).code));
  return {0, keep(writer.take())};
}

std::vector<std::uint8_t> ModuleBuilder::encode() const {
  return encode_module(module_);
}

}  // namespace wrt
