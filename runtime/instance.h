// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Instance: a module instance (4.2.5), the C++ side of a VMContext. Owned by its Store.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lib/abi/vm_layout.h"
#include "runtime/loaded_module.h"
#include "runtime/store.h"

namespace wrt {

class Instance {
 public:
  const LoadedModule& loaded() const { return *loaded_; }
  const Module& module() const { return loaded_->module(); }
  const std::string& name() const { return name_; }
  Store& store() const { return *store_; }
  VMContext* vmctx() const { return vmctx_; }

  // The export of that name, if there is one. A HostDefinition is never returned: a re-exported host function is a
  // FuncExtern.
  std::optional<Extern> find_export(std::string_view name) const;
  // The memory exported under that name, or null: for host functions that reach into their importer.
  MemoryInstance* find_memory(std::string_view name) const;

 private:
  friend class Store;
  Instance() = default;

  Store* store_ = nullptr;
  std::shared_ptr<const LoadedModule> loaded_;
  std::string name_;
  VMContext* vmctx_ = nullptr;
};

}  // namespace wrt
