// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The types of what a module imports or defines (3.2.14 to 3.2.20): limits in their ranges, types that exist.
#include "lib/valid/environment.h"
#include "lib/wasm/limits.h"

namespace wrt {

namespace {

Result<> invalid(std::size_t offset, const char* message) {
  return fail(ErrorKind::Invalid, offset, message);
}

Result<> check_limits(const Limits& limits, std::uint64_t range, std::size_t offset, const char* message) {
  if (limits.min > range || (limits.max && *limits.max > range)) return invalid(offset, message);
  if (limits.max && limits.min > *limits.max) {
    return invalid(offset, "size minimum must not be greater than maximum");
  }
  return {};
}

Result<> check_memory(const Memory& memory) {
  const MemoryType& type = memory.type;
  const bool is64 = type.address == AddressType::I64;
  if (type.page_size_log2 == 0) {
    WRT_TRY(is64 ? check_limits(type.limits, ~std::uint64_t{0}, memory.offset, "")
                 : check_limits(type.limits, 0xffffffff, memory.offset,
                                "memory size must be at most 2^32-1 bytes for i32"));
  } else if (type.page_size_log2 == 16) {
    WRT_TRY(is64 ? check_limits(type.limits, kMaxMemory64Pages, memory.offset,
                                "memory size must be at most 2^48 pages (256 TiB) for i64")
                 : check_limits(type.limits, 65536, memory.offset, "memory size must be at most 65536 pages (4GiB)"));
  } else {
    return invalid(memory.offset, "invalid custom page size: must be 1 or 65536");
  }
  if (type.shared && !type.limits.max) return invalid(memory.offset, "shared memory must have maximum");
  return {};
}

Result<> check_table(const TypeContext& types, const Table& table) {
  WRT_TRY(validate_val_type(types, table.type.element, table.offset));
  const bool is64 = table.type.address == AddressType::I64;
  return check_limits(table.type.limits, is64 ? ~std::uint64_t{0} : 0xffffffff, table.offset,
                      "table size must be at most 2^32-1 for i32");
}

Result<> check_tag(const TypeContext& types, const Tag& tag) {
  WRT_TRY(validate_func_type_index(types, tag.type.type, tag.offset));
  if (!types.type(tag.type.type).func.results.empty()) return invalid(tag.offset, "non-empty tag result type");
  return {};
}

}  // namespace

Result<> validate_declarations(const Module& module, const TypeContext& types) {
  for (const Function& function : module.functions) {
    WRT_TRY(validate_func_type_index(types, function.type, function.offset));
  }
  for (const Tag& tag : module.tags) WRT_TRY(check_tag(types, tag));
  for (const Memory& memory : module.memories) WRT_TRY(check_memory(memory));
  for (const Table& table : module.tables) WRT_TRY(check_table(types, table));
  for (const Global& global : module.globals) WRT_TRY(validate_val_type(types, global.type.type, global.offset));
  if (module.memories.size() > 1 && !module.features.has(Feature::MultiMemory)) {
    return invalid(module.memories[1].offset, "multiple memories");
  }
  if (module.tables.size() > 1 && !module.features.has(Feature::ReferenceTypes)) {
    return invalid(module.tables[1].offset, "multiple tables");
  }
  return {};
}

}  // namespace wrt
