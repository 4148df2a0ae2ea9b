// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Loading an artefact: map it, compare its header with the module, make its code known to the trap handler.
#include "runtime/loaded_module.h"

#include <algorithm>
#include <mutex>
#include <span>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "runtime/range_registry.h"
#include "runtime/type_registry.h"
#include "runtime/unwind.h"

namespace wrt {

namespace {

Unexpected bad_artefact(const char* what) {
  return fail(ErrorKind::Malformed, fmt::format("damaged: it {}", what));
}

// The modules whose artefacts are mapped, by their headers. The dynamic loader maps a file once, and so there is one
// module for it.
struct Loaded {
  struct Entry {
    std::weak_ptr<const LoadedModule> module;
    const LoadedModule* address = nullptr;  // whose code is registered; perhaps about to be destroyed
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
  const std::shared_ptr<LoadedModule> made(
      new LoadedModule(std::move(module), std::move(artefact), std::move(type_ids)));
  WRT_ASSIGN(SharedObject object, made->artefact_.map());
  const auto* const header = static_cast<const ArtefactHeader*>(object.symbol(kArtefactSymbol));
  if (header == nullptr) return bad_artefact("has no header");

  Loaded& loaded = loaded_modules();
  const std::lock_guard lock(loaded.mutex);
  const auto found = loaded.modules.find(header);
  if (found != loaded.modules.end()) {
    if (std::shared_ptr<const LoadedModule> existing = found->second.module.lock()) return existing;
    // Nobody has it any more, and its destructor is waiting for us.
    found->second.address->unregister_code();
    loaded.modules.erase(found);
  }
  made->object_ = std::move(object);
  made->header_ = header;
  if (Result<> checked = made->check_header(); !checked) {
    made->header_ = nullptr;
    return Unexpected(std::move(checked.error()));
  }
  made->register_code();
  loaded.modules[header] = {made, made.get()};
  return made;
}

LoadedModule::LoadedModule(Module module, Artefact artefact, std::vector<std::uint32_t> type_ids)
    : module_(std::move(module)), artefact_(std::move(artefact)), layout_(module_), type_ids_(std::move(type_ids)) {
  for (const std::uint32_t id : type_ids_) type_infos_.push_back(engine_types().info(id));
  for (const Export& each : module_.exports) exports_.emplace(each.name, &each);
}

LoadedModule::~LoadedModule() {
  if (header_ == nullptr) return;
  Loaded& loaded = loaded_modules();
  const std::lock_guard lock(loaded.mutex);
  const auto entry = loaded.modules.find(header_);
  if (entry == loaded.modules.end() || entry->second.address != this) return;
  unregister_code();
  loaded.modules.erase(entry);
}

void LoadedModule::unregister_code() const {
  code_ranges().remove(reinterpret_cast<std::uintptr_t>(at<char>(header_->text_begin)));
}

void LoadedModule::register_code() const {
  if (header_->personality != 0) {
    const void** const pointer = const_cast<const void**>(at<const void*>(header_->personality));
    *pointer = reinterpret_cast<const void*>(&guest_personality);
  }
  code_ranges().add({reinterpret_cast<std::uintptr_t>(at<char>(header_->text_begin)),
                     reinterpret_cast<std::uintptr_t>(at<char>(header_->text_end)), this});
}

// Whether the artefact belongs to the module, as far as counts tell, and holds what instances will look for. Whoever
// can write an artefact can write its code: this protects against mistakes, not against malice.
Result<> LoadedModule::check_header() {
  const ArtefactHeader& header = *header_;
  if (header.magic != kArtefactMagic) return bad_artefact("has a bad magic number");
  if (header.version != kArtefactVersion) return bad_artefact("was made by another version of wrt");
  if (header.identity != artefact_.identity()) return bad_artefact("changed while it was read");
  if (header.function_count != module_.bodies.size() || header.type_count != module_.types.size()) {
    return bad_artefact("belongs to another module");
  }
  if (header.functions == 0) return bad_artefact("holds only pieces of its module");
  if (header.text_begin > header.text_end) return bad_artefact("has no code");
  WRT_TRY(check_functions());
  return check_image();
}

Result<> LoadedModule::check_functions() {
  const ArtefactHeader& header = *header_;
  const ArtefactFunction* const functions = at<ArtefactFunction>(header.functions);
  for (std::uint32_t each = 0; each < header.function_count; ++each) {
    const std::int64_t begin = functions[each].code;
    if (begin == 0) return bad_artefact("lacks the code of a function");
    if (begin < header.text_begin || begin + functions[each].code_size > header.text_end) {
      return bad_artefact("has code out of bounds");
    }
    by_address_.push_back(each);
  }
  const auto address = [functions](std::uint32_t each) { return functions[each].code; };
  if (!std::ranges::is_sorted(by_address_, {}, address)) std::ranges::sort(by_address_, {}, address);

  for (FuncIndex each = 0; each < module_.functions.size(); ++each) {
    const bool imported = module_.is_imported_function(each);
    if (!imported && !module_.escaping_functions[each] && module_.start != each) continue;
    const TypeIndex type = module_.functions[each].type;
    if (array_entry(type) == nullptr || (imported && host_entry(type) == nullptr)) {
      return bad_artefact("lacks a thunk of a function type");
    }
  }
  return {};
}

Result<> LoadedModule::check_image() const {
  const std::uint64_t page = artefact_.note().page_size;
  for (const ArtefactImageRun& run : std::span(at<ArtefactImageRun>(header_->image_runs), header_->image_run_count)) {
    if (run.memory < module_.imported_memories || run.memory >= module_.memories.size())
      return bad_artefact("has an image of a memory that the module does not define");
    const MemoryType& type = module_.memories[run.memory].type;
    const std::uint64_t bytes = (type.bytes_of(type.limits.min) + page - 1) / page * page;
    const bool fits = run.address <= bytes && run.size <= bytes - run.address && run.offset <= artefact_.image_size() &&
                      run.size <= artefact_.image_size() - run.offset;
    if (!fits || (run.address | run.offset | run.size) % page != 0)
      return bad_artefact("has a memory image out of bounds");
  }
  return {};
}

Result<> LoadedModule::map_image(MemoryIndex memory, std::uint8_t* base) const {
  for (const ArtefactImageRun& run : std::span(at<ArtefactImageRun>(header_->image_runs), header_->image_run_count)) {
    if (run.memory == memory) WRT_TRY(artefact_.map_image(base + run.address, run.offset, run.size));
  }
  return {};
}

bool LoadedModule::is_metered() const {
  return note().settings.ends_with(kMeterSetting);
}

const void* LoadedModule::wasm_entry(FuncIndex function) const {
  return at<char>(at<ArtefactFunction>(header_->functions)[function - module_.imported_functions].code);
}

ArrayEntry LoadedModule::array_entry(TypeIndex type) const {
  const std::int32_t offset = at<ArtefactThunks>(header_->thunks)[type].array_entry;
  return offset == 0 ? nullptr : reinterpret_cast<ArrayEntry>(reinterpret_cast<std::uintptr_t>(at<char>(offset)));
}

const void* LoadedModule::host_entry(TypeIndex type) const {
  const std::int32_t offset = at<ArtefactThunks>(header_->thunks)[type].host_entry;
  return offset == 0 ? nullptr : at<char>(offset);
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

std::optional<CodePosition> LoadedModule::position(std::uintptr_t pc) const {
  const std::int64_t offset = static_cast<std::int64_t>(pc - reinterpret_cast<std::uintptr_t>(header_));
  const ArtefactFunction* const functions = at<ArtefactFunction>(header_->functions);
  // The first function that begins behind pc; the one before it may hold it.
  const auto next = std::ranges::upper_bound(by_address_, offset, {}, [functions](std::uint32_t each) {
    return static_cast<std::int64_t>(functions[each].code);
  });
  if (next == by_address_.begin()) return std::nullopt;
  const ArtefactFunction& function = functions[next[-1]];
  const std::size_t code_offset = static_cast<std::size_t>(offset - function.code);
  if (code_offset >= function.code_size) return std::nullopt;

  CodePosition position{module_.imported_functions + next[-1], code_offset, 0};
  const std::span rows(at<ArtefactPosition>(header_->positions) + function.positions, function.positions_count);
  const auto row = std::ranges::upper_bound(rows, code_offset, {}, &ArtefactPosition::code_offset);
  // Setting up the frame, which may find the stack's end, is before the first row: it counts to the first instruction.
  if (!rows.empty()) position.wasm_offset = (row == rows.begin() ? row : row - 1)->wasm_offset;
  return position;
}

}  // namespace wrt
