// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From a module and an artefact, or a maker of functions, to a LoadedModule.
#include "runtime/loaded_module.h"

#include <mutex>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "runtime/artefact_module_code.h"
#include "runtime/lazy_module_code.h"
#include "runtime/type_registry.h"

namespace wrt {

namespace {

// The modules whose artefacts are mapped, by their headers. The dynamic loader maps a file once, and so there is one
// module for it.
struct Loaded {
  struct Entry {
    std::weak_ptr<const LoadedModule> module;
    const LoadedModule* address = nullptr;     // whose code is registered; perhaps about to be destroyed
    const ArtefactModuleCode* code = nullptr;  // its code
  };
  std::mutex mutex;
  std::unordered_map<const ArtefactHeader*, Entry> modules;
};

Loaded& loaded_modules() {
  static Loaded* const loaded = new Loaded;
  return *loaded;
}

}  // namespace

Result<std::shared_ptr<const LoadedModule>> LoadedModule::load(Module module, Artefact artefact) {
  WRT_ASSIGN(std::vector<std::uint32_t> type_ids, engine_types().intern(module.types));
  const std::shared_ptr<LoadedModule> made(new LoadedModule(std::move(module), std::move(type_ids)));
  WRT_ASSIGN(std::unique_ptr<ArtefactModuleCode> code, ArtefactModuleCode::map(std::move(artefact)));

  Loaded& loaded = loaded_modules();
  const std::lock_guard lock(loaded.mutex);
  const auto found = loaded.modules.find(code->header());
  if (found != loaded.modules.end()) {
    if (std::shared_ptr<const LoadedModule> existing = found->second.module.lock()) return existing;
    // Nobody has it any more, and its destructor is waiting for us.
    found->second.code->unregister();
    loaded.modules.erase(found);
  }
  WRT_TRY(code->check(made->module_));
  code->register_as(*made);
  made->artefact_ = code.get();
  made->code_ = std::move(code);
  loaded.modules[made->artefact_->header()] = {made, made.get(), made->artefact_};
  return made;
}

Result<std::shared_ptr<const LoadedModule>> LoadedModule::load_lazily(
    [[maybe_unused]] Module module, [[maybe_unused]] std::shared_ptr<const void> keeps_bytes_alive,
    [[maybe_unused]] std::unique_ptr<FunctionMaker> maker, [[maybe_unused]] bool may_adopt) {
#if defined(__x86_64__)
  WRT_ASSIGN(std::vector<std::uint32_t> type_ids, engine_types().intern(module.types));
  const std::shared_ptr<LoadedModule> made(new LoadedModule(std::move(module), std::move(type_ids)));
  made->bytes_ = std::move(keeps_bytes_alive);
  WRT_ASSIGN(made->code_, LazyModuleCode::create(*made, std::move(maker), may_adopt));
  return made;
#else
  return fail(ErrorKind::Unsupported, "functions cannot be compiled one at a time for this processor");
#endif
}

LoadedModule::LoadedModule(Module module, std::vector<std::uint32_t> type_ids)
    : module_(std::move(module)), layout_(module_), type_ids_(std::move(type_ids)) {
  for (const std::uint32_t id : type_ids_) type_infos_.push_back(engine_types().info(id));
  for (const Export& each : module_.exports) exports_.emplace(each.name, &each);
}

LoadedModule::~LoadedModule() {
  if (artefact_ == nullptr) return;
  Loaded& loaded = loaded_modules();
  const std::lock_guard lock(loaded.mutex);
  const auto entry = loaded.modules.find(artefact_->header());
  if (entry == loaded.modules.end() || entry->second.address != this) return;
  artefact_->unregister();
  loaded.modules.erase(entry);
}

const Export* LoadedModule::find_export(std::string_view name) const {
  const auto found = exports_.find(name);
  return found != exports_.end() ? found->second : nullptr;
}

std::string_view LoadedModule::function_name(FuncIndex function) const {
  std::call_once(names_once_, [this] { names_.emplace(module_); });
  return names_->function_name(function).value_or(std::string_view());
}

std::string LoadedModule::tag_name(TagIndex tag) const {
  std::call_once(names_once_, [this] { names_.emplace(module_); });
  if (const std::optional<std::string_view> name = names_->tag_name(tag)) return std::string(*name);
  for (const Export& each : module_.exports) {
    if (each.kind == ExternKind::Tag && each.index == tag) return std::string(each.name);
  }
  for (const Import& each : module_.imports) {
    if (each.kind == ExternKind::Tag && each.index == tag) return fmt::format("{}.{}", each.module, each.name);
  }
  return fmt::format("tag {}", tag);
}

}  // namespace wrt
