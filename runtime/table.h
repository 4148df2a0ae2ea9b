// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// TableInstance (section 4.2.7): a vector of references that compiled code reads through its VMTable. Its elements
// move when it grows; nobody keeps a pointer to them. One thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "lib/abi/vm_layout.h"
#include "lib/support/result.h"
#include "lib/wasm/types.h"
#include "runtime/limits.h"

namespace wrt {

class TableInstance {
 public:
  // `type` is in canonical ids (runtime/type_registry.h). Errors: Limit beyond kMaxTableElements, or when it is more
  // than `quota` has; Io when there is no memory. What it takes of the quota it gives back when it is destroyed.
  static Result<std::unique_ptr<TableInstance>> create(const TableType& type, void* init, Quota* quota = nullptr);
  ~TableInstance();
  TableInstance(const TableInstance&) = delete;
  TableInstance& operator=(const TableInstance&) = delete;

  // The type as declared, its minimum being the current size (4.5.3.2: imports match against that).
  TableType type() const;
  VMTable* vm() { return &vm_; }
  std::uint64_t length() const { return vm_.length; }
  std::span<void*> elements() { return {vm_.elements, static_cast<std::size_t>(vm_.length)}; }
  // The previous size, or -1: beyond the maximum, kMaxTableElements, or what memory there is; kBeyondQuota if only the
  // quota does not allow it.
  std::int64_t grow(std::uint64_t delta, void* init);

  // Whether [start, start + size) lies inside.
  bool contains(std::uint64_t start, std::uint64_t size) const {
    return start <= vm_.length && size <= vm_.length - start;
  }

 private:
  TableInstance(const TableType& type, Quota* quota) : type_(type), quota_(quota) {}
  TableType type_;
  Quota* quota_;
  VMTable vm_{};
};

}  // namespace wrt
