// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Tables: storage by calloc and realloc, so that a large table of nulls costs no memory until it is written.
#include "runtime/table.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "lib/abi/traps.h"
#include "lib/wasm/limits.h"

namespace wrt {

Result<std::unique_ptr<TableInstance>> TableInstance::create(const TableType& type, void* init, Quota* quota) {
  if (type.limits.min > kMaxTableElements) {
    return fail(ErrorKind::Limit, fmt::format("table of {} elements is too large", type.limits.min));
  }
  if (quota != nullptr && !quota->take(type.limits.min)) {
    return fail(ErrorKind::Limit, std::string(trap_text(TrapCode::TableLimit)));
  }
  // From here on it gives back what was taken, if what follows fails.
  std::unique_ptr<TableInstance> table(new TableInstance(type, quota));
  if (type.limits.min == 0) return table;
  table->vm_.elements = static_cast<void**>(std::calloc(static_cast<std::size_t>(type.limits.min), sizeof(void*)));
  if (table->vm_.elements == nullptr) return fail(ErrorKind::Io, "cannot allocate a table: out of memory");
  table->vm_.length = type.limits.min;
  if (init != nullptr) std::ranges::fill(table->elements(), init);
  return table;
}

TableInstance::~TableInstance() {
  if (quota_ != nullptr) quota_->give_back(std::max(vm_.length, type_.limits.min));
  std::free(vm_.elements);
}

TableType TableInstance::type() const {
  TableType type = type_;
  type.limits.min = vm_.length;
  return type;
}

std::int64_t TableInstance::grow(std::uint64_t delta, void* init) {
  const std::uint64_t max = std::min<std::uint64_t>(type_.limits.max.value_or(kMaxTableElements), kMaxTableElements);
  const std::uint64_t old = vm_.length;
  if (old > max || delta > max - old) return -1;
  if (delta == 0) return static_cast<std::int64_t>(old);
  if (quota_ != nullptr && !quota_->take(delta)) return kBeyondQuota;
  void* const moved = std::realloc(vm_.elements, static_cast<std::size_t>(old + delta) * sizeof(void*));
  if (moved == nullptr) {
    if (quota_ != nullptr) quota_->give_back(delta);
    return -1;
  }
  vm_.elements = static_cast<void**>(moved);
  vm_.length = old + delta;
  std::ranges::fill(elements().subspan(static_cast<std::size_t>(old)), init);
  return static_cast<std::int64_t>(old);
}

}  // namespace wrt
