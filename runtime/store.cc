// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The store: owner of everything, and the call from the host.
#include "runtime/store.h"

#include <algorithm>
#include <iterator>
#include <list>
#include <utility>

#include "lib/support/check.h"
#include "runtime/activation.h"
#include "runtime/gc_object.h"
#include "runtime/root.h"
#include "runtime/store_impl.h"
#include "runtime/type_registry.h"

namespace wrt {

namespace {

template <typename T>
void append(std::vector<std::unique_ptr<T>>& to, std::vector<std::unique_ptr<T>>& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  from.clear();
}

}  // namespace

void StoreObjects::merge(StoreObjects&& added) {
  append(memories, added.memories);
  append(tables, added.tables);
  append(globals, added.globals);
  append(tags, added.tags);
  append(host_functions, added.host_functions);
  append(instances, added.instances);
}

void StoreObjects::mark(GcMarker& marker) const {
  const auto mark_global = [&marker](const GlobalInstance& global) {
    if (engine_types().is_collected(global.type().type)) marker.mark(global.cell()->ref);
  };
  for (const std::unique_ptr<TableInstance>& each : tables) {
    if (engine_types().is_collected(each->type().element)) marker.mark(each->elements());
  }
  for (const std::unique_ptr<HostGlobal>& each : globals) mark_global(each->global);
  for (const std::unique_ptr<Instance>& each : instances) {
    for (const GlobalInstance& global : each->defined_globals()) mark_global(global);
    for (std::uint32_t segment = 0; segment < each->module().elements.size(); ++segment) {
      const ValType type = canonical_type(each->module().elements[segment].type, each->loaded().type_ids());
      if (engine_types().is_collected(type)) marker.mark(each->element_segment(segment));
    }
  }
}

Store::Store(const StoreOptions& options) : impl_(std::make_unique<Impl>(options)), interrupter_(options.interrupter) {}
Store::~Store() = default;

Result<MemoryInstance*> Store::new_memory(const MemoryType& type, BoundsCheck check) {
  WRT_ASSIGN(std::unique_ptr<MemoryInstance> memory, MemoryInstance::create(type, &impl_->memory_bytes, check));
  return impl_->objects.memories.emplace_back(std::move(memory)).get();
}

TableInstance* Store::new_table(const TableType& type, void* init) {
  Result<std::unique_ptr<TableInstance>> table = TableInstance::create(type, init, &impl_->table_elements);
  if (!table) return nullptr;
  return impl_->objects.tables.emplace_back(std::move(*table)).get();
}

GlobalInstance* Store::new_global(const GlobalType& type, Value value) {
  return &impl_->objects.globals.emplace_back(std::make_unique<HostGlobal>(type, value))->global;
}

TagInstance* Store::new_tag(const FuncType& type) {
  const Result<std::uint32_t> id = engine_types().intern(type);
  WRT_CHECK(id.has_value());
  return impl_->objects.tags.emplace_back(std::make_unique<TagInstance>(TagInstance{*id})).get();
}

void* Store::new_host_ref(std::uint64_t word) {
  VMObject* const object = impl_->heap.allocate(host_reference_info(), sizeof(VMHostReference));
  if (object != nullptr) reinterpret_cast<VMHostReference*>(object)->word = word;
  return object;
}

std::optional<std::uint64_t> Store::word_of(const void* reference) {
  if (!is_object(reference)) return std::nullopt;
  const VMHostReference* const object = static_cast<const VMHostReference*>(reference);
  if (object->type != host_reference_info()) return std::nullopt;
  return object->word;
}

GcHeap& Store::heap() {
  return impl_->heap;
}

std::uint64_t Store::fuel() const {
  return static_cast<std::uint64_t>(impl_->fuel.left);
}

Outcome<std::vector<Value>> Store::call(const VMFuncRef* function, std::span<const Value> arguments) {
  const FuncType& type = type_of(function);
  WRT_CHECK(arguments.size() == type.params.size());
  std::vector<Value> values(std::max(type.params.size(), type.results.size()));
  std::ranges::copy(arguments, values.begin());
  if (impl_->heap.is_due()) {
    // Nobody else holds them yet.
    std::list<Root> roots;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      if (engine_types().is_collected(type.params[i])) roots.emplace_back(*this, arguments[i].ref);
    }
    impl_->heap.collect();
  }
  if (Outcome<> outcome = call_guest(*this, *function, values.data()); !outcome) {
    return std::unexpected(std::move(outcome.error()));
  }
  values.resize(type.results.size());
  return values;
}

const FuncType& Store::type_of(const VMFuncRef* function) const {
  return engine_types().type(function->type_id).func;
}

std::string Store::name_of(const LoadedModule& module) const {
  for (const std::unique_ptr<Instance>& each : impl_->objects.instances) {
    if (&each->loaded() == &module) return each->name();
  }
  return {};
}

}  // namespace wrt
