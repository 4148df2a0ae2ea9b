// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// table.grow, table.fill, table.copy, table.init, elem.drop (4.6.6), and the subtype question of call_indirect.
// Everything is checked before anything is written.
#include <algorithm>
#include <cstring>

#include "runtime/builtins.h"
#include "runtime/instance.h"
#include "runtime/type_registry.h"

namespace wrt {

BuiltinResult<std::uint64_t> table_grow(VMContext* vmctx, std::uint32_t table, void* init, std::uint64_t delta) {
  const std::int64_t old = vmctx->instance->table(table).grow(delta, init);
  if (old == kBeyondQuota) return TrapCode::TableLimit;
  return static_cast<std::uint64_t>(old);
}

BuiltinResult<> table_fill(VMContext* vmctx, std::uint32_t table, std::uint64_t to, void* element, std::uint64_t size) {
  TableInstance& target = vmctx->instance->table(table);
  if (!target.contains(to, size)) return TrapCode::TableOutOfBounds;
  std::ranges::fill(target.elements().subspan(to, size), element);
  return {};
}

BuiltinResult<> table_copy(VMContext* vmctx, std::uint32_t to_table, std::uint32_t from_table, std::uint64_t to,
                           std::uint64_t from, std::uint64_t size) {
  TableInstance& target = vmctx->instance->table(to_table);
  TableInstance& source = vmctx->instance->table(from_table);
  if (!target.contains(to, size) || !source.contains(from, size)) return TrapCode::TableOutOfBounds;
  if (size != 0) std::memmove(target.vm()->elements + to, source.vm()->elements + from, size * sizeof(void*));
  return {};
}

BuiltinResult<> table_init(VMContext* vmctx, std::uint32_t segment, std::uint32_t table, std::uint64_t to,
                           std::uint64_t from, std::uint64_t size) {
  TableInstance& target = vmctx->instance->table(table);
  const std::span<void* const> source = vmctx->instance->element_segment(segment);
  if (!target.contains(to, size)) return TrapCode::TableOutOfBounds;
  if (from > source.size() || size > source.size() - from) return TrapCode::TableOutOfBounds;
  std::ranges::copy(source.subspan(from, size), target.elements().subspan(to, size).begin());
  return {};
}

BuiltinResult<> elem_drop(VMContext* vmctx, std::uint32_t segment) {
  vmctx->instance->drop_element_segment(segment);
  return {};
}

BuiltinResult<std::uint32_t> is_subtype(VMContext*, std::uint32_t sub, std::uint32_t super) {
  return static_cast<std::uint32_t>(engine_types().is_subtype(sub, super));
}

}  // namespace wrt
