// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Mapping an artefact, comparing its header with the module, and reading its tables.
#include "runtime/artefact_module_code.h"

#include <algorithm>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "runtime/unwind.h"

namespace wrt {

namespace {

Unexpected bad_artefact(const char* what) {
  return fail(ErrorKind::Malformed, fmt::format("damaged: it {}", what));
}

}  // namespace

Result<std::unique_ptr<ArtefactModuleCode>> ArtefactModuleCode::map(Artefact artefact) {
  std::unique_ptr<ArtefactModuleCode> code(new ArtefactModuleCode(std::move(artefact)));
  WRT_ASSIGN(code->object_, code->artefact_.map());
  code->header_ = static_cast<const ArtefactHeader*>(code->object_.symbol(kArtefactSymbol));
  if (code->header_ == nullptr) return bad_artefact("has no header");
  return code;
}

void ArtefactModuleCode::register_as(const LoadedModule& owner) const {
  if (header_->personality != 0) {
    const void** const pointer = const_cast<const void**>(at<const void*>(header_->personality));
    *pointer = reinterpret_cast<const void*>(&guest_personality);
  }
  code_ranges().add({reinterpret_cast<std::uintptr_t>(at<char>(header_->text_begin)),
                     reinterpret_cast<std::uintptr_t>(at<char>(header_->text_end)), &owner});
}

void ArtefactModuleCode::unregister() const {
  code_ranges().remove(reinterpret_cast<std::uintptr_t>(at<char>(header_->text_begin)));
}

// Whether the artefact belongs to the module, as far as counts tell, and holds what instances will look for. Whoever
// can write an artefact can write its code: this protects against mistakes, not against malice.
Result<> ArtefactModuleCode::check(const Module& module) {
  const ArtefactHeader& header = *header_;
  if (header.magic != kArtefactMagic) return bad_artefact("has a bad magic number");
  if (header.version != kArtefactVersion) return bad_artefact("was made by another version of wrt");
  if (header.identity != artefact_.identity()) return bad_artefact("changed while it was read");
  if (header.function_count != module.bodies.size() || header.type_count != module.types.size()) {
    return bad_artefact("belongs to another module");
  }
  if (header.functions == 0) return bad_artefact("holds only pieces of its module");
  if (header.text_begin > header.text_end) return bad_artefact("has no code");
  WRT_TRY(check_functions(module));
  WRT_TRY(check_thunks(module));
  return check_image(module);
}

Result<> ArtefactModuleCode::check_functions(const Module& module) {
  const ArtefactHeader& header = *header_;
  imported_functions_ = module.imported_functions;
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
  return {};
}

Result<> ArtefactModuleCode::check_thunks(const Module& module) const {
  for (FuncIndex each = 0; each < module.functions.size(); ++each) {
    const bool imported = module.is_imported_function(each);
    if (!imported && !module.escaping_functions[each] && module.start != each) continue;
    const TypeIndex type = module.functions[each].type;
    if (array_entry(type) == nullptr || (imported && host_entry(type) == nullptr)) {
      return bad_artefact("lacks a thunk of a function type");
    }
  }
  return {};
}

Result<> ArtefactModuleCode::check_image(const Module& module) const {
  const std::uint64_t page = artefact_.note().page_size;
  for (const ArtefactImageRun& run : std::span(at<ArtefactImageRun>(header_->image_runs), header_->image_run_count)) {
    if (run.memory < module.imported_memories || run.memory >= module.memories.size())
      return bad_artefact("has an image of a memory that the module does not define");
    const MemoryType& type = module.memories[run.memory].type;
    const std::uint64_t bytes = (type.bytes_of(type.limits.min) + page - 1) / page * page;
    const bool fits = run.address <= bytes && run.size <= bytes - run.address && run.offset <= artefact_.image_size() &&
                      run.size <= artefact_.image_size() - run.offset;
    if (!fits || (run.address | run.offset | run.size) % page != 0)
      return bad_artefact("has a memory image out of bounds");
  }
  return {};
}

Result<> ArtefactModuleCode::map_image(MemoryIndex memory, std::uint8_t* base) const {
  for (const ArtefactImageRun& run : std::span(at<ArtefactImageRun>(header_->image_runs), header_->image_run_count)) {
    if (run.memory == memory) WRT_TRY(artefact_.map_image(base + run.address, run.offset, run.size));
  }
  return {};
}

bool ArtefactModuleCode::is_metered() const {
  return settings().ends_with(kMeterSetting);
}

const void* ArtefactModuleCode::wasm_entry(FuncIndex function) const {
  return at<char>(at<ArtefactFunction>(header_->functions)[function - imported_functions_].code);
}

ArrayEntry ArtefactModuleCode::array_entry(TypeIndex type) const {
  const std::int32_t offset = at<ArtefactThunks>(header_->thunks)[type].array_entry;
  return offset == 0 ? nullptr : reinterpret_cast<ArrayEntry>(reinterpret_cast<std::uintptr_t>(at<char>(offset)));
}

const void* ArtefactModuleCode::host_entry(TypeIndex type) const {
  const std::int32_t offset = at<ArtefactThunks>(header_->thunks)[type].host_entry;
  return offset == 0 ? nullptr : at<char>(offset);
}

std::optional<FunctionOffset> ArtefactModuleCode::function_at(std::uintptr_t pc) const {
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
  return FunctionOffset{imported_functions_ + next[-1], code_offset};
}

std::optional<CodePosition> ArtefactModuleCode::position(std::uintptr_t pc) const {
  const std::optional<FunctionOffset> found = function_at(pc);
  if (!found) return std::nullopt;
  const ArtefactFunction& function = at<ArtefactFunction>(header_->functions)[found->function - imported_functions_];
  const std::span rows(at<ArtefactPosition>(header_->positions) + function.positions, function.positions_count);
  return CodePosition{found->function, found->code_offset, wasm_offset_at(rows, found->code_offset)};
}

}  // namespace wrt
