// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Store (section 4.2.3): owns instances, memories, tables, globals, tags and host functions, all of which live until
// it is destroyed; pointers to them are stable. One thread at a time; a shared memory may also be imported into stores
// of other threads, which must not outlive the store that owns it.
//
// Types in a store (of functions, tables, globals, tags) name defined types by canonical id (runtime/type_registry.h),
// never by a module's index.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "runtime/gc_heap.h"
#include "runtime/host_function.h"
#include "runtime/limits.h"
#include "runtime/loaded_module.h"
#include "runtime/memory.h"
#include "runtime/stop.h"

namespace wrt {

class Instance;
class Interrupter;     // runtime/interrupter.h
class TableInstance;   // runtime/table.h
class GlobalInstance;  // runtime/global.h
struct TagInstance;    // runtime/tag.h

// A reference to a function of some instance or of the host.
struct FuncExtern {
  VMFuncRef* ref = nullptr;
};

// An external value (4.2.12). A HostDefinition stands for a host function that is not yet bound to an importer; it must
// outlive the store.
using Extern =
    std::variant<FuncExtern, TableInstance*, MemoryInstance*, GlobalInstance*, TagInstance*, const HostDefinition*>;

// Why an instantiation failed: a link error, or a stop in an active segment or the start function.
using InstantiateError = std::variant<Error, Stop>;

struct StoreOptions {
  GcOptions gc = {};
  StoreLimits limits = {};
  // What may end calls into the store's guests; null: nothing. Must outlive the store.
  const Interrupter* interrupter = nullptr;
};

class Store {
 public:
  explicit Store(const StoreOptions& options = {});
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // Instantiates (4.5.4): checks `imports` (one per import of the module, in order) against their types, allocates,
  // runs segments and the start function. `name` is for messages. Errors: Unlinkable ("incompatible import type: …"),
  // Unsupported if the store has a limit of fuel and the code does not count it. A Stop leaves the instance alive, as
  // the specification wants, unless it is that of a limit, and nothing was run.
  std::expected<Instance*, InstantiateError> instantiate(std::shared_ptr<const LoadedModule> module,
                                                         std::span<const Extern> imports, std::string name);

  // Host-made externals, within the limits. new_memory: for code that checks its accesses as `check` says; any code can
  // be given a memory made for BoundsCheck::Guard. new_table: null when there is no memory for it.
  Result<MemoryInstance*> new_memory(const MemoryType& type, BoundsCheck check = BoundsCheck::Guard);
  TableInstance* new_table(const TableType& type, void* init);
  GlobalInstance* new_global(const GlobalType& type, Value value);
  TagInstance* new_tag(const FuncType& type);
  // An exception with zeros for the tag's values, which the caller writes (VMException::values); for Stop::throwing.
  // Null when the heap is exhausted. Like new_host_ref(), it makes no root.
  VMException* new_exception(const TagInstance& tag);

  // A reference (of type externref, or what any.convert_extern makes of it) that stands for the host's `word`; null
  // when the heap is exhausted. Each is another one. It dies like any object once nothing refers to it: while guest
  // code may run, the host keeps what it still needs in a Root (runtime/root.h).
  void* new_host_ref(std::uint64_t word);
  // The word of a reference that new_host_ref() made; nothing for any other, null included.
  static std::optional<std::uint64_t> word_of(const void* reference);

  // Calls a function with arguments of its parameters' types; returns as many values as it has results. Must not be
  // called with wrong counts (checked).
  Outcome<std::vector<Value>> call(const VMFuncRef* function, std::span<const Value> arguments);
  // The type of a function, whoever made it; type indices in it are canonical ids, not a module's.
  const FuncType& type_of(const VMFuncRef* function) const;
  // The name of this module's first instance here, for backtraces; empty if there is none.
  std::string name_of(const LoadedModule& module) const;
  // The garbage-collected heap.
  GcHeap& heap();
  const Interrupter* interrupter() const { return interrupter_; }
  // Of StoreLimits::fuel, or kMostFuel, what is left.
  std::uint64_t fuel() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
  const Interrupter* interrupter_;
  friend class Instantiator;  // runtime/instantiate.cc
};

}  // namespace wrt
