// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a Store owns. Private to store.cc and instantiate.cc.
#pragma once

#include <memory>
#include <vector>

#include "runtime/global.h"
#include "runtime/host_call.h"
#include "runtime/instance.h"
#include "runtime/memory.h"
#include "runtime/store.h"
#include "runtime/table.h"
#include "runtime/tag.h"

namespace wrt {

// A global that the host makes, with its cell.
struct HostGlobal {
  Value cell;
  GlobalInstance global;

  HostGlobal(const GlobalType& type, const Value& value) : cell(value), global(type, &cell) {}
  HostGlobal(const HostGlobal&) = delete;
  HostGlobal& operator=(const HostGlobal&) = delete;
};

// What is allocated, for a store, or for an instance until it is known that all of it can be.
struct StoreObjects {
  std::vector<std::unique_ptr<MemoryInstance>> memories;
  std::vector<std::unique_ptr<TableInstance>> tables;
  std::vector<std::unique_ptr<HostGlobal>> globals;
  std::vector<std::unique_ptr<TagInstance>> tags;
  std::vector<std::unique_ptr<BoundHostFunction>> host_functions;
  std::vector<std::unique_ptr<Instance>> instances;

  // Marks the references in tables, globals and element segments.
  void mark(GcMarker& marker) const;
  // Takes everything that `added` holds.
  void merge(StoreObjects&& added);
};

struct Store::Impl {
  explicit Impl(const StoreOptions& options)
      : limits(options.limits),
        memory_bytes(limits.memory_bytes),
        table_elements(limits.table_elements),
        fuel{static_cast<std::int64_t>(limits.fuel.value_or(kMostFuel))},
        heap(options.gc, [this](GcMarker& marker) { objects.mark(marker); }) {}

  const StoreLimits limits;
  Quota memory_bytes;
  Quota table_elements;
  VMFuel fuel;
  GcHeap heap;
  StoreObjects objects;
};

}  // namespace wrt
