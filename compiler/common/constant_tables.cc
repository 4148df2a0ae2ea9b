// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// First what declarations say, which excludes most tables that are none; then the code is read for instructions that
// write to a table.
#include "compiler/common/constant_tables.h"

#include <algorithm>

#include "compiler/common/constant.h"
#include "lib/binary/body_reader.h"
#include "lib/support/check.h"

namespace wrt {

namespace {

// Eight bytes each in the artefact.
constexpr std::uint64_t kMostElements = 1u << 16;

bool is_exported(const Module& module, TableIndex table) {
  return std::ranges::any_of(module.exports,
                             [&](const Export& each) { return each.kind == ExternKind::Table && each.index == table; });
}

// As they are before segments are written to them.
std::vector<ConstantTable> unwritten_tables(const Module& module) {
  std::vector<ConstantTable> tables(module.tables.size());
  for (TableIndex i = 0; i < module.tables.size(); ++i) {
    const Table& table = module.tables[i];
    const std::uint64_t size = table.type.limits.min;
    if (!table.init && !is_exported(module, i) && size <= kMostElements) tables[i].resize(size);
  }
  return tables;
}

std::optional<FuncIndex> element(const ElementSegment& segment, std::size_t index) {
  return segment.functions.empty() ? constant_function(segment.expressions[index]) : segment.functions[index];
}

// False: what the table holds then is not known.
bool write(const Module& module, const ElementSegment& segment, ConstantTable& table) {
  const std::optional<std::uint64_t> offset = constant_integer(segment.table_offset);
  if (!offset || *offset > table.size() || segment.size() > table.size() - *offset) return false;
  for (std::size_t i = 0; i < segment.size(); ++i) {
    const std::optional<FuncIndex> function = element(segment, i);
    if (!function || module.is_imported_function(*function)) return false;
    table[*offset + i] = function;
  }
  return true;
}

void clear_written_by_code(const Module& module, std::vector<ConstantTable>& tables) {
  std::vector<LocalRun> locals;
  Instruction instruction;
  for (FuncIndex i = module.imported_functions; i < module.functions.size(); ++i) {
    BodyReader reader(module.body(i));
    WRT_CHECK(reader.read_locals(0, locals).has_value());
    while (!reader.at_end()) {
      WRT_CHECK(reader.read(instruction).has_value());
      switch (instruction.opcode) {
        case Opcode::TableSet:
        case Opcode::TableGrow:
        case Opcode::TableFill:
        case Opcode::TableCopy: tables[instruction.index].clear(); break;
        case Opcode::TableInit: tables[instruction.index2].clear(); break;
        default: break;
      }
    }
  }
}

}  // namespace

std::vector<ConstantTable> find_constant_tables(const Module& module) {
  // Instantiation can fail at a segment for an imported table, and what it has written before stays reachable.
  if (module.imported_tables > 0) return std::vector<ConstantTable>(module.tables.size());
  std::vector<ConstantTable> tables = unwritten_tables(module);
  for (const ElementSegment& each : module.elements) {
    if (each.mode != SegmentMode::Active || tables[each.table].empty()) continue;
    if (!write(module, each, tables[each.table])) tables[each.table].clear();
  }
  const bool none = std::ranges::all_of(tables, &ConstantTable::empty);
  if (!none) clear_written_by_code(module, tables);
  return tables;
}

}  // namespace wrt
