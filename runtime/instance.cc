// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Instances once they are made: exports. How one is made is instantiate.cc.
#include "runtime/instance.h"

#include <cstring>
#include <new>
#include <utility>

#include "runtime/builtins.h"

namespace wrt {

Instance::Instance(Store& store, VMFuel& fuel, std::shared_ptr<const LoadedModule> loaded, std::string name)
    : store_(&store), loaded_(std::move(loaded)), name_(std::move(name)) {
  const std::size_t size = loaded_->layout().size();
  void* const block = ::operator new(size, std::align_val_t(alignof(Value)));
  std::memset(block, 0, size);
  vmctx_ = new (block) VMContext{this,
                                 builtin_table(),
                                 loaded_->type_ids().data(),
                                 loaded_->type_infos().data(),
                                 store.heap().vm(),
                                 &fuel,
                                 loaded_->code().entry_slots()};
}

Instance::~Instance() {
  ::operator delete(vmctx_, std::align_val_t(alignof(Value)));
}

std::optional<Extern> Instance::find_export(std::string_view name) const {
  const Export* const found = loaded_->find_export(name);
  if (found == nullptr) return std::nullopt;
  switch (found->kind) {
    case ExternKind::Func: return FuncExtern{func_ref(found->index)};
    case ExternKind::Table: return tables_[found->index];
    case ExternKind::Memory: return memories_[found->index];
    case ExternKind::Global: return globals_[found->index];
    case ExternKind::Tag: return tags_[found->index];
  }
  return std::nullopt;
}

void Instance::find_exported_memory() {
  const Export* const found = loaded_->find_export("memory");
  if (found != nullptr && found->kind == ExternKind::Memory) exported_memory_ = memories_[found->index];
}

}  // namespace wrt
