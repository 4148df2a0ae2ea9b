// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A Module borrows its bytes and names; ModuleBuilder owns them while a module is put together piece by piece: by the
// text parser, by tests, by generated adapters. It keeps the index spaces right and checks nothing else.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/binary/body_reader.h"
#include "lib/binary/instruction.h"
#include "lib/wasm/module.h"

namespace wrt {

class ModuleBuilder {
 public:
  // What has been added so far; may be changed freely. Ranges in it have offset 0.
  Module& module() { return module_; }

  // Copies that live as long as the builder, for the places in Module that borrow.
  std::string_view keep(std::string_view text) { return strings_.emplace_back(text); }
  std::span<const std::uint8_t> keep(std::vector<std::uint8_t> bytes) { return bytes_.emplace_back(std::move(bytes)); }

  // Each returns the index of what it adds.
  // A function type, final, in a group of its own; an equal one that was added so before is used again.
  TypeIndex add_func_type(FuncType type);
  // Definitions that form one recursion group; their supertypes and references count from 0 in the whole module.
  TypeIndex add_group(std::vector<SubType> types);
  // Imports must be added before any definition of the same kind.
  FuncIndex import_function(std::string_view module, std::string_view name, TypeIndex type);
  MemoryIndex import_memory(std::string_view module, std::string_view name, const MemoryType& type);
  TableIndex import_table(std::string_view module, std::string_view name, const TableType& type);
  GlobalIndex import_global(std::string_view module, std::string_view name, const GlobalType& type);
  TagIndex import_tag(std::string_view module, std::string_view name, TypeIndex type);

  // `code`: with its final `end`.
  FuncIndex add_function(TypeIndex type, std::span<const LocalRun> locals, std::span<const Instruction> code);
  // `body`: locals and code as bytes.
  FuncIndex add_function(TypeIndex type, std::vector<std::uint8_t> body);
  MemoryIndex add_memory(const MemoryType& type);
  TableIndex add_table(const TableType& type);
  GlobalIndex add_global(const GlobalType& type, const ConstExpr& init);
  TagIndex add_tag(TypeIndex type);
  void add_export(std::string_view name, ExternKind kind, std::uint32_t index);

  // A constant expression of these instructions; the final `end` is added.
  ConstExpr const_expr(std::span<const Instruction> code);

  std::vector<std::uint8_t> encode() const;

 private:
  void add_import(std::string_view module, std::string_view name, ExternKind kind, std::uint32_t index);

  Module module_;
  std::deque<std::string> strings_;
  std::deque<std::vector<std::uint8_t>> bytes_;
};

}  // namespace wrt
