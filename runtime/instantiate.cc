// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Instantiation (4.5.4), in the specification's order: match imports, allocate, initialise globals, tables and
// segments, then what the guest can notice: active segments and the start function. Until all of it is allocated the
// store does not change; from then on the instance lives in it, even if a segment or the start function traps.
#include <optional>
#include <utility>

#include "lib/support/check.h"
#include "runtime/activation.h"
#include "runtime/builtins.h"
#include "runtime/const_expr.h"
#include "runtime/link.h"
#include "runtime/store_impl.h"
#include "runtime/type_registry.h"

namespace wrt {

class Instantiator {
 public:
  Instantiator(Store& store, std::shared_ptr<const LoadedModule> loaded, std::string name)
      : store_(store),
        module_(loaded->module()),
        layout_(loaded->layout()),
        instance_(new Instance(store, store.impl_->fuel, std::move(loaded), std::move(name))) {}

  // Precondition: the imports match.
  Result<> allocate(std::span<const Extern> imports) {
    bind_imports(imports);
    make_func_refs();
    WRT_TRY(make_memories());
    WRT_TRY(make_globals());
    WRT_TRY(make_tables());
    make_tags();
    return make_segments();
  }

  // Hands everything to the store.
  Instance* commit() {
    Instance* const instance = instance_.get();
    objects_.instances.push_back(std::move(instance_));
    store_.impl_->objects.merge(std::move(objects_));
    return instance;
  }

 private:
  struct ImportBinder;

  std::uint32_t type_id(TypeIndex type) const { return instance_->loaded().type_ids()[type]; }
  ValType canonical(ValType type) const { return canonical_type(type, instance_->loaded().type_ids()); }

  void bind_imports(std::span<const Extern> imports);
  void add_memory(MemoryInstance* memory) {
    const MemoryIndex index = static_cast<MemoryIndex>(instance_->memories_.size());
    instance_->memories_.push_back(memory);
    *instance_->at<VMMemorySlot>(layout_.memory_slot(index)) = {memory->vm()->base, memory->vm()};
  }
  void add_table(TableInstance* table) {
    const TableIndex index = static_cast<TableIndex>(instance_->tables_.size());
    instance_->tables_.push_back(table);
    *instance_->at<VMTable*>(layout_.table_slot(index)) = table->vm();
  }
  void add_tag(TagInstance* tag) {
    const TagIndex index = static_cast<TagIndex>(instance_->tags_.size());
    instance_->tags_.push_back(tag);
    *instance_->at<TagInstance*>(layout_.tag_slot(index)) = tag;
  }
  void make_func_refs();
  Result<> make_memories();
  Result<> make_globals();
  Result<> make_tables();
  void make_tags();
  Result<> make_segments();

  Store& store_;
  const Module& module_;
  const VmLayout& layout_;
  std::unique_ptr<Instance> instance_;
  StoreObjects objects_;
};

struct Instantiator::ImportBinder {
  Instantiator& self;
  std::uint32_t index;  // of the import, in the index space of its kind

  void operator()(const FuncExtern& function) const { *self.instance_->func_ref(index) = *function.ref; }
  void operator()(const HostDefinition* definition) const {
    const TypeIndex type = self.module_.functions[index].type;
    const std::unique_ptr<BoundHostFunction>& bound =
        self.objects_.host_functions.emplace_back(std::make_unique<BoundHostFunction>(
            *definition, *self.instance_, self.instance_->loaded().code().host_entry(type), self.type_id(type)));
    *self.instance_->func_ref(index) = bound->ref;
  }
  void operator()(TableInstance* table) const { self.add_table(table); }
  void operator()(MemoryInstance* memory) const { self.add_memory(memory); }
  void operator()(GlobalInstance* global) const {
    self.instance_->globals_.push_back(global);
    *self.instance_->at<Value*>(self.layout_.imported_global_slot(index)) = global->cell();
  }
  void operator()(TagInstance* tag) const { self.add_tag(tag); }
};

void Instantiator::bind_imports(std::span<const Extern> imports) {
  for (std::size_t each = 0; each < imports.size(); ++each) {
    std::visit(ImportBinder{*this, module_.imports[each].index}, imports[each]);
  }
}

void Instantiator::make_func_refs() {
  const ModuleCode& code = instance_->loaded().code();
  for (FuncIndex each = module_.imported_functions; each < module_.functions.size(); ++each) {
    if (!layout_.has_func_ref(each)) continue;
    const TypeIndex type = module_.functions[each].type;
    *instance_->func_ref(each) = {code.wasm_entry(each), code.array_entry(type), instance_->vmctx(), type_id(type)};
  }
}

Result<> Instantiator::make_memories() {
  for (MemoryIndex each = module_.imported_memories; each < module_.memories.size(); ++each) {
    WRT_ASSIGN(std::unique_ptr<MemoryInstance> memory,
               MemoryInstance::create(module_.memories[each].type, &store_.impl_->memory_bytes,
                                      instance_->loaded().bounds_check()));
    add_memory(objects_.memories.emplace_back(std::move(memory)).get());
  }
  instance_->find_exported_memory();
  return {};
}

Result<> Instantiator::make_globals() {
  instance_->defined_globals_.reserve(module_.globals.size() - module_.imported_globals);
  for (GlobalIndex each = module_.imported_globals; each < module_.globals.size(); ++each) {
    const Global& global = module_.globals[each];
    Value* const cell = instance_->at<Value>(layout_.global(each));
    WRT_ASSIGN(*cell, evaluate(global.init, *instance_));
    instance_->globals_.push_back(&instance_->defined_globals_.emplace_back(
        GlobalType{canonical(global.type.type), global.type.is_mutable}, cell));
  }
  return {};
}

Result<> Instantiator::make_tables() {
  for (TableIndex each = module_.imported_tables; each < module_.tables.size(); ++each) {
    const Table& table = module_.tables[each];
    Value init{};
    if (table.init) {
      WRT_ASSIGN(init, evaluate(*table.init, *instance_));
    }
    TableType type = table.type;
    type.element = canonical(type.element);
    WRT_ASSIGN(std::unique_ptr<TableInstance> made,
               TableInstance::create(type, init.ref, &store_.impl_->table_elements));
    add_table(objects_.tables.emplace_back(std::move(made)).get());
  }
  return {};
}

void Instantiator::make_tags() {
  for (TagIndex each = module_.imported_tags; each < module_.tags.size(); ++each) {
    const TagInstance tag{type_id(module_.tags[each].type.type), instance_.get(), each};
    add_tag(objects_.tags.emplace_back(std::make_unique<TagInstance>(tag)).get());
  }
}

Result<> Instantiator::make_segments() {
  for (const DataSegment& each : module_.data) instance_->data_.push_back(each.bytes);
  for (const ElementSegment& each : module_.elements) {
    std::vector<void*>& elements = instance_->elements_.emplace_back();
    if (each.mode == SegmentMode::Declarative) continue;
    elements.reserve(each.size());
    for (const FuncIndex function : each.functions) elements.push_back(instance_->func_ref(function));
    for (const ConstExpr& expression : each.expressions) {
      WRT_ASSIGN(const Value value, evaluate(expression, *instance_));
      elements.push_back(value.ref);
    }
  }
  return {};
}

namespace {

std::uint64_t saturating_add(std::uint64_t a, std::uint64_t b) {
  return a + b < a ? ~std::uint64_t{0} : a + b;
}

std::expected<std::uint64_t, InstantiateError> segment_offset(const ConstExpr& expression, AddressType address,
                                                              const Instance& instance) {
  Result<Value> value = evaluate(expression, instance);
  if (!value) return std::unexpected(InstantiateError(std::move(value.error())));
  return address == AddressType::I64 ? value->u64 : value->u32;
}

std::unexpected<InstantiateError> stopped(TrapCode code) {
  return std::unexpected(InstantiateError(Stop::trap(code)));
}

std::expected<void, InstantiateError> run_element_segments(Instance& instance) {
  const Module& module = instance.module();
  for (std::uint32_t each = 0; each < module.elements.size(); ++each) {
    const ElementSegment& segment = module.elements[each];
    if (segment.mode != SegmentMode::Active) continue;
    const AddressType address = module.tables[segment.table].type.address;
    std::expected<std::uint64_t, InstantiateError> offset = segment_offset(segment.table_offset, address, instance);
    if (!offset) return std::unexpected(std::move(offset.error()));
    const BuiltinResult<> result =
        table_init(instance.vmctx(), each, segment.table, *offset, 0, instance.element_segment(each).size());
    if (result.trap != TrapCode{}) return stopped(result.trap);
    instance.drop_element_segment(each);
  }
  return {};
}

// Memories get what the artefact's image holds for them only now: a trap in an element segment leaves them zero.
std::expected<void, InstantiateError> run_data_segments(Instance& instance) {
  const Module& module = instance.module();
  for (MemoryIndex each = module.imported_memories; each < module.memories.size(); ++each) {
    if (Result<> mapped = instance.loaded().code().map_image(each, instance.memory(each).vm()->base); !mapped)
      return std::unexpected(InstantiateError(std::move(mapped.error())));
  }
  for (std::uint32_t each = 0; each < module.data.size(); ++each) {
    const DataSegment& segment = module.data[each];
    if (segment.mode != SegmentMode::Active) continue;
    const AddressType address = module.memories[segment.memory].type.address;
    std::expected<std::uint64_t, InstantiateError> offset = segment_offset(segment.memory_offset, address, instance);
    if (!offset) return std::unexpected(std::move(offset.error()));
    const BuiltinResult<> result =
        memory_init(instance.vmctx(), each, segment.memory, *offset, 0, segment.bytes.size());
    if (result.trap != TrapCode{}) return stopped(result.trap);
    instance.drop_data_segment(each);
  }
  return {};
}

std::expected<void, InstantiateError> run_start(Instance& instance) {
  const Module& module = instance.module();
  if (!module.start) return {};
  VMFuncRef start{};
  if (instance.loaded().layout().has_func_ref(*module.start)) {
    start = *instance.func_ref(*module.start);
  } else {
    const TypeIndex type = module.functions[*module.start].type;
    const ModuleCode& code = instance.loaded().code();
    start = {code.wasm_entry(*module.start), code.array_entry(type), instance.vmctx(),
             instance.loaded().type_ids()[type]};
  }
  Value nothing{};
  if (Outcome<> outcome = call_guest(instance.store(), start, &nothing); !outcome) {
    return std::unexpected(InstantiateError(std::move(outcome.error())));
  }
  return {};
}

// The limit that an instance of the module would exceed; nothing if there is room for it. What a thread with an import
// of a shared memory takes between this and the allocation is an error there.
std::optional<TrapCode> exceeded_limit(const Module& module, const StoreLimits& limits, const StoreObjects& objects,
                                       const Quota& memory_bytes, const Quota& table_elements) {
  if (objects.instances.size() >= limits.instances) return TrapCode::InstanceLimit;
  std::uint64_t bytes = 0;
  for (MemoryIndex each = module.imported_memories; each < module.memories.size(); ++each) {
    const MemoryType& type = module.memories[each].type;
    bytes = saturating_add(bytes, type.bytes_of(type.limits.min));
  }
  if (!memory_bytes.has(bytes)) return TrapCode::MemoryLimit;
  std::uint64_t elements = 0;
  for (TableIndex each = module.imported_tables; each < module.tables.size(); ++each) {
    elements = saturating_add(elements, module.tables[each].type.limits.min);
  }
  if (!table_elements.has(elements)) return TrapCode::TableLimit;
  return std::nullopt;
}

}  // namespace

std::expected<Instance*, InstantiateError> Store::instantiate(std::shared_ptr<const LoadedModule> module,
                                                              std::span<const Extern> imports, std::string name) {
  if (Result<> matched = match_imports(*module, imports); !matched) {
    return std::unexpected(InstantiateError(std::move(matched.error())));
  }
  if (impl_->limits.fuel && !module->is_metered()) {
    return std::unexpected(InstantiateError(Error(ErrorKind::Unsupported, "the code does not count instructions")));
  }
  if (const std::optional<TrapCode> exceeded =
          exceeded_limit(module->module(), impl_->limits, impl_->objects, impl_->memory_bytes, impl_->table_elements)) {
    return stopped(*exceeded);
  }
  // From here until the instance is in the store, what its constant expressions make is known to nobody: no collection.
  if (impl_->heap.is_due()) impl_->heap.collect();
  Instantiator instantiator(*this, std::move(module), std::move(name));
  if (Result<> allocated = instantiator.allocate(imports); !allocated) {
    return std::unexpected(InstantiateError(std::move(allocated.error())));
  }
  // From here on the instance exists, whatever its segments and its start function do.
  Instance* const instance = instantiator.commit();
  for (auto* const run : {run_element_segments, run_data_segments, run_start}) {
    if (std::expected<void, InstantiateError> done = run(*instance); !done) {
      return std::unexpected(std::move(done.error()));
    }
  }
  return instance;
}

}  // namespace wrt
