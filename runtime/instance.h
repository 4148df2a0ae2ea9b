// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Instance: a module instance (4.2.5), the C++ side of a VMContext. Owned by its Store; one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/abi/vm_layout.h"
#include "runtime/global.h"
#include "runtime/loaded_module.h"
#include "runtime/store.h"
#include "runtime/table.h"
#include "runtime/tag.h"

namespace wrt {

class Instance {
 public:
  ~Instance();
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  const LoadedModule& loaded() const { return *loaded_; }
  const Module& module() const { return loaded_->module(); }
  const std::string& name() const { return name_; }
  Store& store() const { return *store_; }
  VMContext* vmctx() const { return vmctx_; }

  // The export of that name, if there is one. A HostDefinition is never returned: a re-exported host function is a
  // FuncExtern.
  std::optional<Extern> find_export(std::string_view name) const;
  // The memory exported as "memory", or null: where host functions find the memory of their importer, by the convention
  // of those who compile programs for them.
  MemoryInstance* exported_memory() const { return exported_memory_; }

  // Index spaces, imports first. Precondition of each: the index is valid.
  MemoryInstance& memory(MemoryIndex index) const { return *memories_[index]; }
  TableInstance& table(TableIndex index) const { return *tables_[index]; }
  GlobalInstance& global(GlobalIndex index) const { return *globals_[index]; }
  TagInstance& tag(TagIndex index) const { return *tags_[index]; }
  // Precondition: the function is imported or escapes (Module::escaping_functions).
  VMFuncRef* func_ref(FuncIndex index) const { return at<VMFuncRef>(loaded_->layout().func_ref(index)); }

  std::span<const GlobalInstance> defined_globals() const { return defined_globals_; }

  // Segments; empty once dropped.
  std::span<const std::uint8_t> data_segment(std::uint32_t index) const { return data_[index]; }
  std::span<void* const> element_segment(std::uint32_t index) const { return elements_[index]; }
  void drop_data_segment(std::uint32_t index) { data_[index] = {}; }
  void drop_element_segment(std::uint32_t index) { elements_[index] = {}; }

 private:
  friend class Instantiator;  // runtime/instantiate.cc
  Instance(Store& store, VMFuel& fuel, std::shared_ptr<const LoadedModule> loaded, std::string name);

  // Once all memories are there.
  void find_exported_memory();

  template <typename T>
  T* at(std::size_t offset) const {
    return reinterpret_cast<T*>(reinterpret_cast<std::uint8_t*>(vmctx_) + offset);
  }

  Store* store_;
  std::shared_ptr<const LoadedModule> loaded_;
  std::string name_;
  VMContext* vmctx_;  // VmLayout::size() bytes, owned
  std::vector<MemoryInstance*> memories_;
  // FAST: looking it up by name took a tenth of what calling a host function costs (bench/wasi_io.py).
  MemoryInstance* exported_memory_ = nullptr;
  std::vector<TableInstance*> tables_;
  std::vector<GlobalInstance*> globals_;
  std::vector<TagInstance*> tags_;
  std::vector<GlobalInstance> defined_globals_;  // never grows once globals_ points into it
  std::vector<std::span<const std::uint8_t>> data_;
  std::vector<std::vector<void*>> elements_;
};

}  // namespace wrt
