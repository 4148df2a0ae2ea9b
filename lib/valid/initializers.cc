// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What contains constant expressions (3.4.11, 3.5): tables, globals, element and data segments. A constant expression
// may read the globals before its own; a table's only imported ones, because tables are made before globals.
#include <fmt/format.h>

#include "lib/valid/environment.h"
#include "lib/valid/errors.h"
#include "lib/valid/func_validator.h"

namespace wrt {

namespace {

// One walk through a module's constant expressions, with a validator that keeps its stacks.
class Initializers {
 public:
  Initializers(Module& module, const TypeContext& types) : module_(module), types_(types), validator_(module, types) {}

  Result<> run() {
    for (const Table& table : module_.tables) WRT_TRY(check_table(table));
    for (std::uint32_t i = module_.imported_globals; i < module_.globals.size(); ++i) {
      WRT_TRY(check_const(module_.globals[i].init, module_.globals[i].type.type, i));
    }
    for (const DataSegment& segment : module_.data) WRT_TRY(check_data(segment));
    for (const ElementSegment& segment : module_.elements) WRT_TRY(check_element(segment));
    for (const FuncIndex index : validator_.const_func_refs()) module_.escaping_functions[index] = true;
    return {};
  }

 private:
  std::uint32_t all_globals() const { return static_cast<std::uint32_t>(module_.globals.size()); }

  Result<> check_const(const ConstExpr& expression, ValType type, std::uint32_t visible_globals) {
    BodyReader reader(expression);
    validator_.begin_const(type, visible_globals);
    while (!validator_.done()) {
      WRT_TRY(reader.read(instruction_));
      WRT_TRY(validator_.step(instruction_));
    }
    return reader.expect_end();
  }

  Result<> check_table(const Table& table) {
    if (table.init) return check_const(*table.init, table.type.element, module_.imported_globals);
    const bool imported = &table < module_.tables.data() + module_.imported_tables;
    if (imported || table.type.element.defaultable()) return {};
    // As if `ref.null` stood there, which is what a table without an initial value holds.
    return fail(ErrorKind::Invalid, table.offset,
                "type mismatch: a table of non-nullable references needs an initial value");
  }

  Result<> check_data(const DataSegment& segment) {
    if (segment.mode != SegmentMode::Active) return {};
    if (segment.memory >= module_.memories.size()) return unknown(segment.offset, "memory", segment.memory);
    return check_const(segment.memory_offset, address_val_type(module_.memories[segment.memory].type.address),
                       all_globals());
  }

  Result<> check_element(const ElementSegment& segment) {
    WRT_TRY(validate_val_type(types_, segment.type, segment.offset));
    for (const FuncIndex index : segment.functions) {
      if (index >= module_.functions.size()) return unknown(segment.offset, "function", index);
      module_.escaping_functions[index] = true;
    }
    for (const ConstExpr& expression : segment.expressions) {
      WRT_TRY(check_const(expression, segment.type, all_globals()));
    }
    return segment.mode == SegmentMode::Active ? check_active_element(segment) : Result<>();
  }

  Result<> check_active_element(const ElementSegment& segment) {
    if (segment.table >= module_.tables.size()) return unknown(segment.offset, "table", segment.table);
    const TableType& table = module_.tables[segment.table].type;
    if (!types_.matches(segment.type, table.element)) {
      return fail(ErrorKind::Invalid, segment.offset,
                  fmt::format("type mismatch: element segment's type {} does not match table's element type {}",
                              to_string(segment.type), to_string(table.element)));
    }
    return check_const(segment.table_offset, address_val_type(table.address), all_globals());
  }

  static Result<> unknown(std::size_t offset, const char* what, std::uint32_t index) {
    return fail(ErrorKind::Invalid, offset, errors::unknown(what, index));
  }

  Module& module_;
  const TypeContext& types_;
  FuncValidator validator_;
  Instruction instruction_;
};

}  // namespace

Result<> validate_initializers(Module& module, const TypeContext& types) {
  return Initializers(module, types).run();
}

}  // namespace wrt
